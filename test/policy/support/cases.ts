import t from "../../../policy/rules/shared/resource-types.json";
import {
  ACCOUNT,
  allow,
  arn,
  ARNS,
  DEFINITION,
  type GoodResource,
  KEY_STATEMENTS,
  OTHER_ACCOUNT,
  policy,
  set,
  type Statement,
  TLS_ONLY,
} from "./stack";

export type Resources = Record<string, GoodResource>;

/** One thing that breaks one rule, in the good stack. */
export interface Case {
  readonly rule: string;
  /** The resource that the finding names; `root` for the stack. */
  readonly on: string;
  /** Changes to the good stack that break the rule: resource, path, value; or a resource to leave out or put in. */
  readonly broken: readonly Change[];
  /** The property whose value is made unknown: of `on`, or of another resource. */
  readonly unknown: readonly [property: string] | readonly [resource: string, property: string];
  /** Whom the rule then could not judge, when it is not `on`. */
  readonly unjudged?: string;
  /** Changes to the good stack that come first, in the compliant case too. */
  readonly given?: readonly Change[];
  /** Settings of the rule. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export type Change =
  | readonly [resource: string, path: string, value: unknown]
  | { readonly without: readonly string[] }
  | { readonly with: Resources };

export function change(resources: Resources, changes: readonly Change[]): Resources {
  for (const each of changes) {
    if (isValue(each)) set(resources[each[0]], each[1], structuredClone(each[2]));
    else if ("without" in each) for (const name of each.without) delete resources[name];
    else Object.assign(resources, structuredClone(each.with));
  }
  return resources;
}

export function isValue(each: Change): each is readonly [string, string, unknown] {
  return Array.isArray(each);
}

/** A case of one property: this value breaks the rule, and the same property unknown is not judged. */
const property = (
  rule: string,
  on: string,
  path: string,
  value: unknown,
  more: Partial<Case> = {},
): Case => ({
  rule,
  on,
  broken: [[on, path, value]],
  unknown: [path],
  ...more,
});

/** A case of a policy document that gets one statement more. */
const statement = (
  rule: string,
  on: string,
  path: string,
  own: readonly Statement[],
  bad: Statement,
): Case => property(rule, on, path, policy(...own, bad));

const onRolePolicy = (rule: string, bad: Statement, more: Partial<Case> = {}): Case => ({
  ...property(rule, "role-policy", "policy", policy(bad)),
  ...more,
});

const EVERYONE = { Principal: "*" };

const definition = (states: object, more: object = {}): string =>
  JSON.stringify({ ...DEFINITION, ...more, States: { ...DEFINITION.States, ...states } });

const check = (more: object): string =>
  definition({ Check: { ...DEFINITION.States.Check, ...more } });

/** The good workflow, which also publishes to the encrypted topic. */
const TELLS = definition({
  Check: { ...DEFINITION.States.Check, Next: "Tell" },
  Tell: {
    ...DEFINITION.States.Check,
    Comment: "Tells of the order.",
    Resource: "arn:aws:states:::sns:publish",
    Parameters: { TopicArn: ARNS.topic, "Message.$": "$.order" },
    Retry: [{ ...DEFINITION.States.Check.Retry[0], ErrorEquals: ["States.TaskFailed"] }],
  },
});

const TELLER = [
  allow("lambda:InvokeFunction", [ARNS.function, `${ARNS.function}:*`]),
  allow("sns:Publish", ARNS.topic),
  // The machine's own use of the same key, which is none of the topic's.
  allow(["kms:Decrypt", "kms:GenerateDataKey"], ARNS.key, {
    Condition: {
      StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": ARNS.machine },
    },
  }),
];

const useKey = (actions: string[]): Statement =>
  allow(actions, ARNS.key, {
    Condition: { StringEquals: { "kms:ViaService": "sns.eu-west-1.amazonaws.com" } },
  });

const trust = (bad: Statement): string => policy(bad);

const ORDERS_TLS = TLS_ONLY("s3:*", ARNS.bucket, `${ARNS.bucket}/*`);

/** Rules about whether a bucket has something: that thing left out, and the bucket it belongs to unknown. */
const missing = (rule: string, thing: string, more: Partial<Case> = {}): Case => ({
  rule,
  on: "orders",
  broken: [{ without: [thing] }],
  unknown: [thing, "bucket"],
  ...more,
});

const KMS: Case[] = [
  property("kms-key-rotation", "key", "enableKeyRotation", false),
  statement("kms-key-public", "key", "policy", KEY_STATEMENTS, allow("kms:Decrypt", "*", EVERYONE)),
  {
    rule: "kms-key-policy",
    on: "spare",
    // A key that encrypts nothing: what it encrypts needs more of its policy than that there is one.
    given: [
      {
        with: {
          spare: {
            type: t.KEY,
            inputs: {
              enableKeyRotation: true,
              description: "Spare",
              policy: policy(...KEY_STATEMENTS),
              tags: { Owner: "orders" },
            },
          },
        },
      },
    ],
    broken: [["spare", "policy", undefined]],
    unknown: ["spare", "policy"],
    unjudged: "spare",
  },
  property("kms-key-enabled", "key", "isEnabled", false),
  property("kms-key-deletion-window", "key", "deletionWindowInDays", 7),
  property("kms-key-lockout-check", "key", "bypassPolicyLockoutSafetyCheck", true),
  property("kms-key-description", "key", "description", undefined),
  statement(
    "kms-key-grants",
    "key",
    "policy",
    KEY_STATEMENTS,
    allow("kms:CreateGrant", "*", { Principal: { AWS: ARNS.functionRole } }),
  ),
  property("kms-key-rsa-length", "key", "customerMasterKeySpec", "RSA_2048"),
  property("kms-key-multi-region", "key", "multiRegion", true),
  property(
    "kms-key-logs-access",
    "key",
    "policy",
    policy(...KEY_STATEMENTS.filter(({ Sid }) => Sid !== "Logs")),
    { unjudged: "machine-logs" },
  ),
  property(
    "kms-key-machine-access",
    "key",
    "policy",
    policy(...KEY_STATEMENTS.filter(({ Sid }) => Sid !== "Machine")),
    { unjudged: "machine" },
  ),
];

const S3: Case[] = [
  missing("s3-bucket-public-access-block", "orders-block"),
  property("s3-public-access-block-complete", "orders-block", "restrictPublicBuckets", false),
  property("s3-bucket-public-acl", "orders-acl", "acl", "public-read"),
  property(
    "s3-bucket-object-ownership",
    "orders-ownership",
    "rule.objectOwnership",
    "ObjectWriter",
  ),
  missing("s3-bucket-tls", "orders-policy", { unknown: ["orders-policy", "policy"] }),
  missing("s3-bucket-encryption", "orders-encryption"),
  {
    rule: "s3-bucket-kms",
    on: "orders",
    broken: [
      [
        "orders-encryption",
        "rules.0.applyServerSideEncryptionByDefault",
        { sseAlgorithm: "AES256" },
      ],
    ],
    unknown: ["orders-encryption", "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId"],
  },
  property("s3-bucket-key", "orders-encryption", "rules.0.bucketKeyEnabled", false),
  {
    rule: "s3-bucket-versioning",
    on: "orders",
    broken: [["orders-versioning", "versioningConfiguration.status", "Suspended"]],
    unknown: ["orders-versioning", "versioningConfiguration.status"],
  },
  missing("s3-bucket-access-logging", "orders-logging"),
  missing("s3-bucket-lifecycle", "orders-lifecycle"),
  property(
    "s3-lifecycle-abort-multipart",
    "orders-lifecycle",
    "rules.0.abortIncompleteMultipartUpload",
    undefined,
    {
      unknown: ["rules.0.abortIncompleteMultipartUpload.daysAfterInitiation"],
    },
  ),
  statement(
    "s3-bucket-policy-public",
    "orders-policy",
    "policy",
    [ORDERS_TLS],
    allow("s3:GetObject", `${ARNS.bucket}/*`, EVERYONE),
  ),
  {
    rule: "s3-bucket-policy-cross-account",
    on: "orders",
    broken: [
      [
        "orders-policy",
        "policy",
        policy(
          ORDERS_TLS,
          allow("s3:PutBucketPolicy", ARNS.bucket, {
            Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
          }),
        ),
      ],
    ],
    unknown: ["orders-policy", "policy"],
  },
  statement("s3-bucket-policy-lockout", "orders-policy", "policy", [ORDERS_TLS], {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:Put*",
    Resource: ARNS.bucket,
  }),
  statement(
    "s3-bucket-policy-wildcard-action",
    "orders-policy",
    "policy",
    [ORDERS_TLS],
    allow("s3:*", ARNS.bucket, { Principal: { AWS: ARNS.functionRole } }),
  ),
  statement("s3-bucket-policy-negated", "orders-policy", "policy", [ORDERS_TLS], {
    Effect: "Allow",
    Principal: { AWS: ARNS.functionRole },
    NotAction: "s3:DeleteBucket",
    Resource: ARNS.bucket,
  }),
  property("s3-bucket-object-lock", "orders", "objectLockEnabled", false),
  missing("s3-bucket-replication", "orders-replication"),
  missing("s3-bucket-notifications", "orders-events"),
  {
    rule: "s3-bucket-mfa-delete",
    on: "orders",
    broken: [["orders-versioning", "versioningConfiguration.mfaDelete", "Disabled"]],
    unknown: ["orders-versioning", "versioningConfiguration.mfaDelete"],
  },
  property("s3-bucket-name", "orders", "bucketPrefix", "my.orders"),
  property("s3-bucket-force-destroy", "orders", "forceDestroy", true),
  {
    rule: "s3-bucket-payload-expiry",
    on: "orders",
    given: [
      [
        "machine",
        "definition",
        definition({ Done: { Type: "Pass", Result: { Bucket: "orders" }, End: true } }),
      ],
    ],
    broken: [["orders-lifecycle", "rules.0.expiration", undefined]],
    unknown: ["orders-lifecycle", "rules"],
  },
];

const LAMBDA: Case[] = [
  {
    rule: "lambda-permission-public",
    on: "permission",
    broken: [
      ["permission", "principal", "*"],
      ["permission", "sourceArn", undefined],
      ["permission", "sourceAccount", undefined],
    ],
    unknown: ["principal"],
  },
  {
    rule: "lambda-permission-source",
    on: "permission",
    broken: [
      ["permission", "sourceArn", undefined],
      ["permission", "sourceAccount", undefined],
    ],
    unknown: ["principal"],
  },
  {
    rule: "lambda-permission-bucket-account",
    on: "permission",
    broken: [
      ["permission", "sourceArn", "arn:aws:s3:::orders"],
      ["permission", "sourceAccount", undefined],
    ],
    unknown: ["sourceArn"],
  },
  property("lambda-permission-action", "permission", "action", "lambda:*"),
  property("lambda-function-runtime", "function", "runtime", "python3.9"),
  property("lambda-function-runtime-newest", "function", "runtime", "java21"),
  property("lambda-function-runtime-ending", "function", "runtime", "java25", {
    settings: { days: 100_000 },
    given: [["function", "runtime", undefined]],
  }),
  property("lambda-function-tracing", "function", "tracingConfig.mode", "PassThrough"),
  property("lambda-function-environment-key", "function", "kmsKeyArn", undefined),
  property(
    "lambda-function-environment-secrets",
    "function",
    "environment.variables.KEY_ID",
    "AKIAABCDEFGHIJKLMNOP",
  ),
  property("lambda-function-dead-letter", "function", "deadLetterConfig", undefined, {
    unknown: ["deadLetterConfig.targetArn"],
  }),
  property("lambda-function-concurrency", "function", "reservedConcurrentExecutions", -1),
  property("lambda-function-vpc", "function", "vpcConfig", undefined),
  property("lambda-function-zones", "function", "vpcConfig.subnetIds", ["subnet-a"]),
  property("lambda-function-code-signing", "function", "codeSigningConfigArn", undefined),
  property("lambda-function-description", "function", "description", undefined),
  property("lambda-url-auth", "url", "authorizationType", "NONE"),
  property("lambda-url-cors", "url", "cors.allowOrigins", ["*"], {
    unknown: ["cors.allowOrigins.0"],
  }),
  property("lambda-function-timeout", "function", "timeout", undefined, {
    // Other rules compare with the timeout: they take AWS's default for it.
    given: [
      {
        without: [
          "machine",
          "live",
          "target",
          "schedule",
          "failed",
          "timed-out",
          "throttled",
          "poller",
          "machine-logs",
        ],
      },
    ],
  }),
  property("lambda-function-memory", "function", "memorySize", undefined),
  {
    rule: "lambda-function-log-group",
    on: "function",
    broken: [["function", "loggingConfig", undefined], { without: ["function-logs"] }],
    unknown: ["loggingConfig.logGroup"],
  },
  property("lambda-event-source-destination", "stream", "destinationConfig", undefined),
  {
    rule: "lambda-event-source-visibility",
    on: "queue",
    broken: [["queue", "visibilityTimeoutSeconds", 30]],
    unknown: ["queue", "visibilityTimeoutSeconds"],
    unjudged: "poller",
  },
  property("lambda-layer-account", "function", "layers", [
    `arn:aws:lambda:eu-west-1:${OTHER_ACCOUNT}:layer:x:1`,
  ]),
];

const IAM: Case[] = [
  property(
    "iam-policy-document",
    "role-policy",
    "policy",
    JSON.stringify({ Version: "2008-10-17", Statement: [allow("sqs:SendMessage", ARNS.queue)] }),
  ),
  onRolePolicy("iam-policy-admin", allow("*", "*")),
  onRolePolicy("iam-policy-action-wildcard", allow("*", ARNS.queue)),
  onRolePolicy("iam-policy-service-wildcard", allow("sqs:*", ARNS.queue)),
  onRolePolicy("iam-policy-privilege-escalation", allow("iam:PutRolePolicy", "*")),
  {
    rule: "iam-role-privilege-escalation",
    on: "function-role",
    broken: [
      [
        "function-role",
        "inlinePolicies",
        [
          {
            name: "pass",
            policy: policy(
              allow("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/tasks`, {
                Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
              }),
            ),
          },
        ],
      ],
      ["function-policy", "policy", policy(allow("lambda:CreateFunction", ARNS.function))],
    ],
    unknown: ["function-policy", "policy"],
  },
  {
    rule: "iam-policy-privilege-escalation-advice",
    on: "function-role",
    broken: [
      [
        "function-policy",
        "policy",
        policy(allow("ssm:SendCommand", `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`)),
      ],
    ],
    unknown: ["function-policy", "policy"],
  },
  onRolePolicy("iam-policy-permissions-management", allow("s3:PutBucketPolicy", "*")),
  onRolePolicy("iam-policy-credentials-exposure", allow("iam:CreateAccessKey", "*")),
  onRolePolicy("iam-policy-data-exfiltration", allow("secretsmanager:GetSecretValue", "*")),
  onRolePolicy("iam-policy-resource-wildcard", allow("sqs:SendMessage", "*")),
  onRolePolicy("iam-policy-wildcards", allow("s3:Get*", `${ARNS.bucket}/*`)),
  onRolePolicy("iam-policy-pass-role", allow("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/tasks`)),
  onRolePolicy("iam-policy-kms-decrypt", allow("kms:Decrypt", "*")),
  onRolePolicy("iam-policy-assume-any-role", allow("sts:AssumeRole", "*")),
  onRolePolicy("iam-policy-negated", { Effect: "Allow", NotAction: "iam:*", Resource: ARNS.queue }),
  property(
    "iam-role-trust-public",
    "function-role",
    "assumeRolePolicy",
    trust({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
  ),
  property(
    "iam-role-trust-account",
    "function-role",
    "assumeRolePolicy",
    trust({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "sts:AssumeRole",
    }),
  ),
  property(
    "iam-role-trust-actions",
    "function-role",
    "assumeRolePolicy",
    trust({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:*" }),
  ),
  property(
    "iam-role-confused-deputy",
    "machine-role",
    "assumeRolePolicy",
    trust({
      Effect: "Allow",
      Principal: { Service: "states.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  ),
  property(
    "iam-attachment-administrator",
    "group-attachment",
    "policyArn",
    "arn:aws:iam::aws:policy/AdministratorAccess",
  ),
  property(
    "iam-attachment-full-access",
    "group-attachment",
    "policyArn",
    "arn:aws:iam::aws:policy/AmazonS3FullAccess",
  ),
  property(
    "iam-attachment-aws-managed",
    "group-attachment",
    "policyArn",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
  ),
  property("iam-user-policy", "group-attachment", "users", ["ada"]),
  {
    ...property("iam-role-inline-policy", "function-role", "inlinePolicies", [
      { name: "own", policy: policy(allow("sqs:SendMessage", ARNS.queue)) },
    ]),
    given: [{ without: ["role-policy"] }],
  },
  property("iam-role-permissions-boundary", "function-role", "permissionsBoundary", undefined),
  property("iam-role-policy-conflict", "function-role", "managedPolicyArns", [ARNS.triggerPolicy]),
  {
    rule: "iam-role-shared",
    on: "function-role",
    given: [{ with: { second: { type: t.FUNCTION, inputs: second() } } }],
    broken: [["second", "role", ARNS.functionRole]],
    unknown: ["second", "role"],
    unjudged: "machine-role",
  },
];

const LOGS: Case[] = [
  property("logs-group-retention", "machine-logs", "retentionInDays", undefined),
  property("logs-group-retention-range", "machine-logs", "retentionInDays", 30),
  property("logs-group-encryption", "function-logs", "kmsKeyId", undefined),
  property(
    "logs-resource-policy-public",
    "log-policy",
    "policyDocument",
    policy(allow("logs:PutLogEvents", "*", EVERYONE)),
  ),
  {
    rule: "logs-group-vended",
    on: "machine-logs",
    broken: [["machine-logs", "name", "/sfn/orders"]],
    unknown: ["machine-logs", "name"],
    unjudged: "machine",
  },
  property("cloudwatch-alarm-actions-enabled", "failed", "actionsEnabled", false),
  property("cloudwatch-alarm-actions", "workflow", "alarmActions", []),
  {
    // Not one of the three that the machine needs: losing its dimension breaks nothing else.
    ...property("cloudwatch-alarm-dimension", "aborted", "dimensions", undefined),
    given: [
      {
        with: {
          aborted: {
            type: t.ALARM,
            inputs: {
              namespace: "AWS/States",
              metricName: "ExecutionsAborted",
              dimensions: { StateMachineArn: ARNS.machine },
              alarmActions: [ARNS.topic],
              treatMissingData: "notBreaching",
              tags: { Owner: "orders" },
            },
          },
        },
      },
    ],
  },
  property("cloudwatch-alarm-missing-data", "failed", "treatMissingData", undefined),
  property("cloudwatch-alarm-period", "failed", "period", 604_800),
];

const MACHINE: Case[] = [
  property("sfn-machine-logging", "machine", "loggingConfiguration.level", "OFF"),
  property("sfn-machine-log-all", "machine", "loggingConfiguration.level", "ERROR"),
  property("sfn-express-log-all", "machine", "loggingConfiguration.level", "ERROR", {
    given: [
      ["machine", "type", "EXPRESS"],
      ["machine", "tags.ExecutionModeReason", "the function is idempotent"],
      ["machine", "definition", definition({}, { TimeoutSeconds: 290 })],
    ],
  }),
  property(
    "sfn-machine-log-destination",
    "machine",
    "loggingConfiguration.logDestination",
    ARNS.machineLogs,
  ),
  property(
    "sfn-machine-execution-data-logged",
    "machine",
    "loggingConfiguration.includeExecutionData",
    false,
  ),
  property("sfn-machine-execution-data-private", "machine", "tags.DataClass", "confidential", {
    unknown: ["loggingConfiguration.includeExecutionData"],
  }),
  property("sfn-machine-tracing", "machine", "tracingConfiguration.enabled", false),
  {
    rule: "sfn-machine-encryption",
    on: "machine",
    broken: [["machine", "encryptionConfiguration", { type: "AWS_OWNED_KEY" }]],
    unknown: ["encryptionConfiguration.type"],
  },
  property(
    "sfn-machine-key-reuse",
    "machine",
    "encryptionConfiguration.kmsDataKeyReusePeriodSeconds",
    30,
  ),
  property("sfn-machine-name", "machine", "name", "prüfung"),
  property("sfn-machine-tags", "activity", "tags", undefined),
  {
    ...property("sfn-machine-express-reason", "machine", "tags.ExecutionModeReason", undefined),
    given: [
      ["machine", "type", "EXPRESS"],
      ["machine", "tags.ExecutionModeReason", "the function is idempotent"],
      ["machine", "definition", definition({}, { TimeoutSeconds: 290 })],
    ],
    unknown: ["type"],
  },
  property(
    "sfn-definition-secrets",
    "machine",
    "definition",
    check({ Comment: "AKIAABCDEFGHIJKLMNOP" }),
  ),
  {
    rule: "sfn-machine-alarms",
    on: "machine",
    broken: [{ without: ["timed-out"] }],
    unknown: ["timed-out", "dimensions"],
    // One alarm unknown and the others found: the machine is judged by what is known only when none is.
    given: [],
  },
  property("sfn-machine-version", "machine", "publish", false),
  {
    rule: "sfn-machine-role-trust",
    on: "machine",
    broken: [
      [
        "machine-role",
        "assumeRolePolicy",
        trust({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      ],
    ],
    unknown: ["machine-role", "assumeRolePolicy"],
  },
  {
    rule: "sfn-role-unused-grant",
    on: "machine",
    broken: [
      [
        "machine-policy",
        "policy",
        policy(
          allow("lambda:InvokeFunction", [ARNS.function, `${ARNS.function}:*`]),
          allow("sqs:SendMessage", ARNS.queue),
        ),
      ],
    ],
    unknown: ["machine-policy", "policy"],
  },
  {
    rule: "sfn-role-missing-grant",
    on: "machine",
    broken: [["machine-policy", "policy", policy(allow("logs:CreateLogDelivery", "*"))]],
    unknown: ["machine-policy", "policy"],
  },
  {
    rule: "sfn-role-target-key",
    on: "machine",
    given: [
      ["machine", "definition", TELLS],
      [
        "machine-policy",
        "policy",
        policy(...TELLER, useKey(["kms:Decrypt", "kms:GenerateDataKey"])),
      ],
    ],
    broken: [["machine-policy", "policy", policy(...TELLER, useKey(["kms:Decrypt"]))]],
    unknown: ["machine-policy", "policy"],
  },
  {
    rule: "sfn-task-lambda-timeout",
    on: "machine",
    broken: [["machine", "definition", check({ TimeoutSeconds: 10 })]],
    unknown: ["machine", "definition"],
  },
  property(
    "sfn-definition-performance",
    "machine",
    "definition",
    check({
      Retry: [
        {
          ...DEFINITION.States.Check.Retry[0],
          ErrorEquals: [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.Unknown",
            "Sandbox.Timedout",
            "Runtime.ExitError",
            "Runtime.OutOfMemory",
          ],
        },
      ],
    }),
  ),
  property(
    "sfn-definition-security",
    "machine",
    "definition",
    check({ Parameters: { FunctionName: arn("lambda", "function:*:1"), "Payload.$": "$" } }),
  ),
  property(
    "sfn-definition-operations",
    "machine",
    "definition",
    definition({ Done: { Type: "Wait", Next: "Over" }, Over: { Type: "Succeed" } }),
  ),
  property("sfn-definition-reliability", "machine", "definition", check({ Next: "Nowhere" })),
  property(
    "sfn-definition-performance-advice",
    "machine",
    "definition",
    check({
      Retry: [{ ...DEFINITION.States.Check.Retry[0], JitterStrategy: undefined }],
    }),
  ),
  property(
    "sfn-definition-security-advice",
    "machine",
    "definition",
    check({
      Parameters: {
        FunctionName: `arn:aws:lambda:eu-west-1:${OTHER_ACCOUNT}:function:check:1`,
        "Payload.$": "$",
      },
    }),
    { given: [{ without: ["machine-policy", "machine-attachment"] }] },
  ),
  property(
    "sfn-definition-operations-advice",
    "machine",
    "definition",
    definition({ Failed: { Type: "Fail" } }),
  ),
  property(
    "sfn-definition-reliability-advice",
    "machine",
    "definition",
    definition({}, { TimeoutSeconds: undefined }),
  ),
  property(
    "sfn-definition-cost-advice",
    "machine",
    "definition",
    definition({ Done: { Type: "Pass", Next: "Over" }, Over: { Type: "Succeed" } }),
  ),
];

const MESSAGING: Case[] = [
  property("sns-topic-encryption", "topic", "kmsMasterKeyId", undefined),
  property("sns-topic-customer-key", "topic", "kmsMasterKeyId", "alias/aws/sns"),
  property(
    "sns-topic-policy-public",
    "topic-policy",
    "policy",
    policy(TLS_ONLY("sns:Publish", ARNS.topic), allow("sns:Publish", ARNS.topic, EVERYONE)),
  ),
  property(
    "sns-topic-policy-cross-account",
    "topic-policy",
    "policy",
    policy(
      TLS_ONLY("sns:Publish", ARNS.topic),
      allow("sns:Publish", ARNS.topic, {
        Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      }),
    ),
  ),
  {
    rule: "sns-topic-tls",
    on: "topic",
    broken: [{ without: ["topic-policy"] }],
    unknown: ["topic-policy", "policy"],
  },
  property("sns-topic-delivery-status", "topic", "lambdaFailureFeedbackRoleArn", undefined),
  property("sns-subscription-redrive", "subscription", "redrivePolicy", undefined),
  property("sns-subscription-http", "subscription", "protocol", "http"),
  {
    rule: "sqs-queue-encryption",
    on: "queue",
    broken: [
      ["queue", "kmsMasterKeyId", undefined],
      ["queue", "sqsManagedSseEnabled", false],
    ],
    given: [["queue", "sqsManagedSseEnabled", false]],
    unknown: ["kmsMasterKeyId"],
  },
  property("sqs-queue-customer-key", "queue", "kmsMasterKeyId", "alias/aws/sqs"),
  property(
    "sqs-queue-policy-public",
    "queue-policy",
    "policy",
    policy(TLS_ONLY("sqs:*", ARNS.queue), allow("sqs:SendMessage", ARNS.queue, EVERYONE)),
  ),
  property(
    "sqs-queue-policy-wildcard",
    "queue-policy",
    "policy",
    policy(
      TLS_ONLY("sqs:*", ARNS.queue),
      allow("sqs:*", ARNS.queue, { Principal: { AWS: ARNS.functionRole } }),
    ),
  ),
  property("sqs-queue-dead-letter", "queue", "redrivePolicy", undefined),
  {
    rule: "sqs-queue-dead-letter-type",
    on: "queue",
    broken: [["dead-letters", "fifoQueue", true]],
    unknown: ["dead-letters", "fifoQueue"],
  },
  {
    rule: "sqs-queue-tls",
    on: "queue",
    broken: [{ without: ["queue-policy"] }],
    unknown: ["queue-policy", "policy"],
  },
];

const TRAILS: Case[] = [
  property("cloudtrail-trail-multi-region", "trail", "isMultiRegionTrail", false),
  property("cloudtrail-trail-validation", "trail", "enableLogFileValidation", false),
  property("cloudtrail-trail-encryption", "trail", "kmsKeyId", undefined),
  property("cloudtrail-trail-logs", "trail", "cloudWatchLogsGroupArn", undefined),
  property("cloudtrail-trail-enabled", "trail", "enableLogging", false),
  property("cloudtrail-trail-topic", "trail", "snsTopicName", undefined),
  property("cloudtrail-lambda-events", "trail", "eventSelectors.0.dataResources", [
    { type: "AWS::S3::Object", values: [`${ARNS.bucket}/`] },
  ]),
  property("cloudtrail-s3-events", "trail", "eventSelectors.0.dataResources", [
    { type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] },
  ]),
  {
    rule: "cloudtrail-stack-trail",
    on: "root",
    settings: { requireTrail: true },
    broken: [{ without: ["trail"] }],
    given: [["trail", "enableLogging", true]],
    unknown: ["trail", "enableLogging"],
  },
];

const EVENTS: Case[] = [
  property("events-target-dead-letter", "target", "deadLetterConfig", undefined, {
    unknown: ["deadLetterConfig.arn"],
  }),
  property("scheduler-schedule-dead-letter", "schedule", "target.deadLetterConfig", undefined, {
    unknown: ["target.deadLetterConfig.arn"],
  }),
  property("events-bus-policy-public", "bus-permission", "principal", "*"),
  {
    rule: "events-bus-policy",
    on: "bus",
    broken: [{ without: ["bus-policy"] }],
    unknown: ["bus-policy", "eventBusName"],
  },
  property("scheduler-schedule-encryption", "schedule", "kmsKeyArn", undefined),
  {
    rule: "sfn-trigger-role",
    on: "trigger-role",
    broken: [
      [
        "trigger-policy",
        "policy",
        policy(allow(["states:StartExecution", "states:StopExecution"], ARNS.machineAlias)),
      ],
    ],
    unknown: ["trigger-policy", "policy"],
    unjudged: "target",
  },
  property("sfn-trigger-retry", "target", "retryPolicy", undefined, {
    unknown: ["retryPolicy.maximumEventAgeInSeconds"],
  }),
  property("sfn-trigger-qualified", "target", "arn", ARNS.machine),
];

const DATA: Case[] = [
  property("dynamodb-table-encryption", "table", "serverSideEncryption.kmsKeyArn", undefined),
  property("dynamodb-table-recovery", "table", "pointInTimeRecovery.enabled", false),
  property("dynamodb-table-deletion-protection", "table", "deletionProtectionEnabled", false),
  property("secretsmanager-secret-key", "secret", "kmsKeyId", undefined),
  {
    rule: "secretsmanager-secret-rotation",
    on: "secret",
    broken: [{ without: ["secret-rotation"] }],
    unknown: ["secret-rotation", "secretId"],
  },
  property("ssm-parameter-secret", "parameter", "value", "AKIAABCDEFGHIJKLMNOP"),
  property("ecr-repository-scan", "repository", "imageScanningConfiguration.scanOnPush", false),
  property("ecr-repository-immutable", "repository", "imageTagMutability", "MUTABLE"),
  property("ecr-repository-encryption", "repository", "encryptionConfigurations", undefined),
  property(
    "s3-access-point-public-access",
    "point",
    "publicAccessBlockConfiguration.blockPublicAcls",
    false,
  ),
  property("kms-grant-scope", "grant", "operations", ["Decrypt", "CreateGrant"]),
  property("iam-access-key", "access-key", "status", "Active", {
    given: [
      {
        with: {
          "access-key": {
            type: "aws:iam/accessKey:AccessKey",
            inputs: { user: "ci", status: "Inactive" },
          },
        },
      },
    ],
  }),
  property("iam-user", "user", "name", "ada", {
    given: [{ with: { user: { type: t.USER, inputs: { name: "ci" } } } }],
    settings: { allowed: ["ci"] },
  }),
];

const RESOURCE_POLICIES: Case[] = [
  property(
    "aws-policy-public",
    "secret-policy",
    "policy",
    policy(allow("secretsmanager:GetSecretValue", "*", EVERYONE)),
  ),
  property(
    "aws-policy-foreign-account",
    "queue-policy",
    "policy",
    policy(
      TLS_ONLY("sqs:*", ARNS.queue),
      allow("sqs:SendMessage", ARNS.queue, {
        Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      }),
    ),
  ),
  property(
    "aws-policy-service-source",
    "queue-policy",
    "policy",
    policy(
      TLS_ONLY("sqs:*", ARNS.queue),
      allow("sqs:SendMessage", ARNS.queue, { Principal: { Service: "sns.amazonaws.com" } }),
    ),
  ),
  property(
    "aws-policy-negated",
    "secret-policy",
    "policy",
    policy({
      Effect: "Allow",
      Principal: { AWS: ARNS.functionRole },
      NotAction: "secretsmanager:DeleteSecret",
      Resource: "*",
    }),
  ),
];

const TAGS: Case[] = [
  property("aws-resource-tags", "queue", "tags", undefined, { settings: { required: ["Owner"] } }),
];

/** A case for each rule of the pack, in the order of the rules' files. */
export const CASES: readonly Case[] = [
  ...KMS,
  ...S3,
  ...LAMBDA,
  ...IAM,
  ...LOGS,
  ...MACHINE,
  ...MESSAGING,
  ...TRAILS,
  ...EVENTS,
  ...DATA,
  ...RESOURCE_POLICIES,
  ...TAGS,
];

/** A second function, good in all respects, with a role outside of the stack. */
function second(): Record<string, unknown> {
  return {
    name: "second",
    role: `arn:aws:iam::${ACCOUNT}:role/second`,
    runtime: "nodejs24.x",
    timeout: 30,
    memorySize: 256,
    tracingConfig: { mode: "Active" },
    loggingConfig: { logGroup: "/aws/lambda/check" },
    tags: { Owner: "orders" },
  };
}
