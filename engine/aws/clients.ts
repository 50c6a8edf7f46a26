import { UsageError } from "../../statemachine/cli";

/** One client for each service that the registry uses. */
export interface Clients {
  readonly cloudtrail: import("@aws-sdk/client-cloudtrail").CloudTrail;
  readonly cloudwatch: import("@aws-sdk/client-cloudwatch").CloudWatch;
  readonly dynamodb: import("@aws-sdk/client-dynamodb").DynamoDB;
  readonly events: import("@aws-sdk/client-eventbridge").EventBridge;
  readonly iam: import("@aws-sdk/client-iam").IAM;
  readonly kms: import("@aws-sdk/client-kms").KMS;
  readonly lambda: import("@aws-sdk/client-lambda").Lambda;
  readonly logs: import("@aws-sdk/client-cloudwatch-logs").CloudWatchLogs;
  readonly s3: import("@aws-sdk/client-s3").S3;
  readonly scheduler: import("@aws-sdk/client-scheduler").Scheduler;
  readonly sfn: import("@aws-sdk/client-sfn").SFN;
  readonly sns: import("@aws-sdk/client-sns").SNS;
  readonly sqs: import("@aws-sdk/client-sqs").SQS;
  readonly ssm: import("@aws-sdk/client-ssm").SSM;
  readonly sts: import("@aws-sdk/client-sts").STS;
}

/** The packages that are not called after their service here. */
const PACKAGES: Readonly<Partial<Record<keyof Clients, string>>> = {
  events: "eventbridge",
  logs: "cloudwatch-logs",
};

/** The account that the emulator is for whoever asks with no other. */
const DEFAULT_ACCOUNT = "000000000000";

/** What the emulator takes for a secret access key: anything. */
export const SECRET_KEY = "local";

/** How long a call of an emulator may take, in milliseconds: both attempts, each to the last byte of its answer. */
const CALL_MILLISECONDS = 20_000;

/**
 * Everything that a client would otherwise take from AWS_* variables and `~/.aws/config`: they are for AWS. An attempt
 * that an emulator does not begin to answer within 10 s has failed, see also {@link CALL_MILLISECONDS}.
 */
const EMULATOR = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  retryMode: "standard",
  defaultsMode: "standard",
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  authSchemePreference: [],
  // TestState and StartSyncExecution would go to "sync-127.0.0.1".
  disableHostPrefix: true,
  // The emulator serves buckets by path: there is no name server for <bucket>.127.0.0.1.
  s3: {
    forcePathStyle: true,
    useArnRegion: false,
    disableMultiregionAccessPoints: false,
    disableS3ExpressSessionAuth: false,
    requestChecksumCalculation: "WHEN_SUPPORTED",
    responseChecksumValidation: "WHEN_SUPPORTED",
  },
} as const;

const REGION = /^[a-z\d]([a-z\d-]*[a-z\d])?$/;

/** How a client repeats requests that were throttled or not answered. */
export interface Retries {
  /** `adaptive` also sends fewer requests while AWS throttles them. */
  readonly retryMode: "standard" | "adaptive";
  readonly maxAttempts: number;
}

/**
 * Clients for a region, each made, and its package loaded, when it is first used.
 * @param endpoint an emulator, which takes any credentials; undefined for AWS with those of the environment
 * @param account the account in the emulator: it is the access key id, when that is 12 digits
 * @param retries defaults to few, for whoever waits for an answer
 * @throws UsageError for what cannot be the name of a region: it would stand in the host's name
 */
export function createClients(
  endpoint: string | undefined,
  region: string,
  account: string = DEFAULT_ACCOUNT,
  retries?: Retries,
): Clients {
  if (!REGION.test(region)) throw new UsageError(`"${region}" is not a region, such as us-east-1`);
  // The SDK's advice on Node versions is for whoever deploys it, not for a local run.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const made = new Map<string, unknown>();
  return new Proxy({} as Clients, {
    get: (_, name: keyof Clients) => {
      if (!made.has(name)) made.set(name, createClient(name, endpoint, region, account, retries));
      return made.get(name);
    },
  });
}

type Class = new (config: object) => Clients["sts"];

function createClient(
  name: keyof Clients,
  endpoint: string | undefined,
  region: string,
  account: string,
  retries: Retries | undefined,
): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when first used
  const module = require(`@aws-sdk/client-${PACKAGES[name] ?? name}`) as Record<string, Class>;
  // `SFN`, which has a method for each call, stands beside `SFNClient`, which has not.
  const className = Object.keys(module).find((each) => `${each}Client` in module) ?? "";
  const Client = module[className] as Class;
  if (endpoint === undefined) return new Client({ region, maxAttempts: 3, ...retries });
  const { s3, ...common } = EMULATOR;
  const client = new Client({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: SECRET_KEY },
    ...common,
    ...retries,
    ...(name === "s3" ? s3 : {}),
  });
  // Whoever asks for more retries waits for them.
  if (retries !== undefined) return client;
  // The handler's limits end with the first byte: an answer that stops in the middle would be waited for without end.
  client.middlewareStack.add((next) => async (call) => inTime(next(call)), { step: "initialize" });
  return client;
}

/** @throws Error called `TimeoutError`, as the client's own, when it takes longer than {@link CALL_MILLISECONDS} */
async function inTime<T>(call: Promise<T>): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("no answer in time"), { name: "TimeoutError" });
    limit = setTimeout(() => reject(error), CALL_MILLISECONDS);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(limit));
}
