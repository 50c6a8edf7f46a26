/** Names that every resource of one component begins with: `<prefix>-<environment>-<name>`. */
export function resourceName(prefix: string, environment: string, name: string): string {
  return `${prefix}-${environment}-${name}`;
}

/**
 * What the workflow's resources are called, from the name that all begin with. The key policy names them before they
 * exist, so their names are said once, here.
 */
export const WORKFLOW_NAMES = {
  function: (base: string): string => `${base}-function`,
  /** From the function's own name: Lambda chooses it. */
  functionLogGroup: (functionName: string): string => `/aws/lambda/${functionName}`,
  stateMachine: (base: string): string => `${base}-sfn`,
  /** Under `/aws/vendedlogs`, or log delivery fills the account's one resource policy of 5,120 characters. */
  stateMachineLogGroup: (base: string): string => `/aws/vendedlogs/states/${base}-log-group`,
  trail: (base: string): string => `${base}-trail`,
  trailRole: (base: string): string => `${base}-trail-role`,
  trailLogGroup: (base: string): string => `/aws/cloudtrail/${base}-trail`,
} as const;

/** What AWS lets a name be. */
interface NameLimit {
  /** What the name is of, as it reads in a message. */
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** Every allowed character, one after the other. */
  readonly characters: RegExp;
  /** The same in words. */
  readonly allowed: string;
  /** What else AWS demands: the pattern of a broken name, and the rule it breaks. */
  readonly rules?: readonly (readonly [broken: RegExp, rule: string])[];
}

/**
 * Lengths and characters from the API reference of each service (the name's member of its Create call); for buckets
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html.
 */
const LIMITS = {
  bucket: {
    what: "S3 bucket name",
    min: 3,
    max: 63,
    characters: /^[a-z0-9.-]+$/,
    allowed: "lower-case letters, digits, hyphens and dots",
    rules: [
      [/^[^a-z0-9]|[^a-z0-9]$/, "must begin and end with a letter or digit"],
      [/\.\./, "must have no two dots in a row"],
      [/^\d+\.\d+\.\d+\.\d+$/, "must not look like an IP address"],
      [/^(xn--|sthree-|amzn-s3-demo-)/, "must not begin with xn--, sthree- or amzn-s3-demo-"],
      [
        /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/,
        "must not end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3",
      ],
    ],
  },
  kmsAlias: {
    what: "KMS alias",
    min: 7,
    max: 256,
    characters: /^alias\/[a-zA-Z0-9/_-]+$/,
    allowed: '"alias/" and letters, digits, hyphens, underscores and slashes',
    rules: [[/^alias\/aws\//, "must not begin with alias/aws/, which AWS reserves"]],
  },
  role: {
    what: "IAM role name",
    min: 1,
    max: 64,
    characters: /^[\w+=,.@-]+$/,
    allowed: "letters, digits and _+=,.@-",
  },
  policy: {
    what: "IAM policy name",
    min: 1,
    max: 128,
    characters: /^[\w+=,.@-]+$/,
    allowed: "letters, digits and _+=,.@-",
  },
  function: {
    what: "Lambda function name",
    min: 1,
    max: 64,
    characters: /^[a-zA-Z0-9_-]+$/,
    allowed: "letters, digits, hyphens and underscores",
  },
  stateMachine: {
    what: "Step Functions state machine name",
    min: 1,
    max: 80,
    characters: /^[a-zA-Z0-9_-]+$/,
    allowed: "letters, digits, hyphens and underscores",
  },
  logGroup: {
    what: "CloudWatch log group name",
    min: 1,
    max: 512,
    characters: /^[\w./#-]+$/,
    allowed: "letters, digits and ./#_-",
  },
  parameter: {
    what: "SSM parameter name",
    min: 1,
    max: 2048,
    characters: /^[\w./-]+$/,
    allowed: "letters, digits and ._-/",
  },
  statementId: {
    what: "Lambda permission statement id",
    min: 1,
    max: 100,
    characters: /^[\w-]+$/,
    allowed: "letters, digits, hyphens and underscores",
  },
  queue: {
    what: "SQS queue name",
    min: 1,
    max: 80,
    characters: /^[a-zA-Z0-9_-]+(\.fifo)?$/,
    allowed: "letters, digits, hyphens and underscores",
  },
  topic: {
    what: "SNS topic name",
    min: 1,
    max: 256,
    characters: /^[a-zA-Z0-9_-]+(\.fifo)?$/,
    allowed: "letters, digits, hyphens and underscores",
  },
  table: {
    what: "DynamoDB table name",
    min: 3,
    max: 255,
    characters: /^[\w.-]+$/,
    allowed: "letters, digits and ._-",
  },
  trigger: {
    what: "event rule, schedule or pipe name",
    min: 1,
    max: 64,
    characters: /^[\w.-]+$/,
    allowed: "letters, digits and ._-",
  },
} satisfies Record<string, NameLimit>;

/** The kinds of names that AWS limits. */
export type NameKind = keyof typeof LIMITS;

/**
 * Says how a name breaks AWS's limit for its kind: the limit and the offending value.
 * @returns undefined for a good name
 */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const { what, min, max, characters, allowed, rules }: NameLimit = LIMITS[kind];
  const shown = JSON.stringify(name);
  if (name.length < min || name.length > max) {
    return `${what} ${shown} has ${name.length} characters: AWS allows ${min} to ${max}`;
  }
  if (!characters.test(name)) return `${what} ${shown} may hold only ${allowed}`;
  const broken = rules?.find(([pattern]) => pattern.test(name));
  return broken && `${what} ${shown} ${broken[1]}`;
}
