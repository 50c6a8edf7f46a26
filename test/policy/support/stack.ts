import type * as cloudtrail from "@pulumi/aws/cloudtrail";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as dynamodb from "@pulumi/aws/dynamodb";
import type * as ecr from "@pulumi/aws/ecr";
import type * as iam from "@pulumi/aws/iam";
import type * as kms from "@pulumi/aws/kms";
import type * as lambda from "@pulumi/aws/lambda";
import type * as s3 from "@pulumi/aws/s3";
import type * as scheduler from "@pulumi/aws/scheduler";
import type * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as sfn from "@pulumi/aws/sfn";
import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import type { input } from "@pulumi/aws/types";
import type * as ssm from "@pulumi/aws/ssm";
import type { Unwrap } from "@pulumi/pulumi";
import type { AnalyzedResource } from "../../../engine/policy/pack";
import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import type { CheckedStack } from "../../../engine/policy/input";
import t from "../../../policy/rules/shared/resource-types.json";

/** A stack that keeps every rule, as data: each test breaks one thing of it. */

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "999999999999";
const REGION = "eu-west-1";
const PROJECT = "orders";
const STACK = "prod";

export const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A resource of the good stack: its type, what the program wrote, what AWS answered. */
export interface GoodResource {
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  readonly computed?: Record<string, unknown>;
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: unknown;
  NotPrincipal?: unknown;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export const policy = (...statements: Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const allow = (
  action: string | string[],
  resource: string | string[],
  more: Partial<Statement> = {},
): Statement => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

export const ARNS = {
  key: arn("kms", "key/1111"),
  bucket: "arn:aws:s3:::orders",
  logs: "arn:aws:s3:::orders-logs",
  function: arn("lambda", "function:check"),
  machine: arn("states", "stateMachine:orders"),
  machineAlias: arn("states", "stateMachine:orders:live"),
  machineLogs: arn("logs", "log-group:/aws/vendedlogs/states/orders"),
  functionLogs: arn("logs", "log-group:/aws/lambda/check"),
  topic: arn("sns", "alerts"),
  queue: arn("sqs", "orders"),
  deadLetters: arn("sqs", "dead-letters"),
  machineRole: role("orders-machine"),
  functionRole: role("orders-function"),
  triggerRole: role("orders-trigger"),
  machinePolicy: `arn:aws:iam::${ACCOUNT}:policy/orders-machine`,
  functionPolicy: `arn:aws:iam::${ACCOUNT}:policy/orders-function`,
  triggerPolicy: `arn:aws:iam::${ACCOUNT}:policy/orders-trigger`,
} as const;

export const TLS_ONLY = (action: string, ...resources: string[]): Statement => ({
  Sid: "DenyWithoutTls",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resources,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

export const KEY_STATEMENTS: readonly Statement[] = [
  allow(["kms:Describe*", "kms:Put*", "kms:ScheduleKeyDeletion"], "*", {
    Sid: "Admin",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  }),
  allow(
    ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    "*",
    {
      Sid: "Logs",
      Principal: { Service: `logs.${REGION}.amazonaws.com` },
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn("logs", "log-group:*") } },
    },
  ),
  allow("kms:Decrypt*", "*", {
    Sid: "LogDelivery",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": arn("logs", "*") } },
  }),
  allow(["kms:Decrypt", "kms:GenerateDataKey"], "*", {
    Sid: "Machine",
    Principal: { AWS: ARNS.machineRole },
    Condition: {
      StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": ARNS.machine },
    },
  }),
  allow("kms:GenerateDataKey", "*", {
    Sid: "MachineLogs",
    Principal: { AWS: ARNS.machineRole },
    Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": arn("logs", "*") } },
  }),
];

export const DEFINITION = {
  Comment: "Checks an order.",
  StartAt: "Check",
  TimeoutSeconds: 600,
  States: {
    Check: {
      Type: "Task",
      Comment: "Calls the function.",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: `${ARNS.function}:1`, "Payload.$": "$" },
      TimeoutSeconds: 35,
      Retry: [
        {
          ErrorEquals: [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.Unknown",
            "Sandbox.Timedout",
            "Runtime.ExitError",
            "Runtime.OutOfMemory",
          ],
          IntervalSeconds: 2,
          MaxAttempts: 6,
          BackoffRate: 2,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed", ResultPath: "$.error" }],
      OutputPath: "$.Payload",
      Next: "Done",
    },
    Done: { Type: "Succeed" },
    Failed: { Type: "Fail", ErrorPath: "$.error.Error", CausePath: "$.error.Cause" },
  },
};

const SECRET_ARN = arn("secretsmanager", "secret:orders-AbCdEf");

const trust = (service: string, more: Partial<Statement> = {}): string =>
  policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", ...more });

const ours = { StringEquals: { "aws:SourceAccount": ACCOUNT } };
const TAGS = { Environment: "prod", Owner: "orders" };

/** Checks the inputs against the provider's own types: a misspelt property does not compile. */
type Args<T> = { [K in keyof T]: Unwrap<T[K]> };
function good<T>(
  type: string,
  inputs: Args<T>,
  computed: Record<string, unknown> = {},
): GoodResource {
  return { type, inputs: inputs as Record<string, unknown>, computed };
}

function bucket(
  name: string,
  own: string,
  statements: readonly Statement[],
  encryption: Record<string, unknown>,
): Record<string, GoodResource> {
  return {
    [name]: good<s3.BucketArgs>(
      t.BUCKETS[0]!,
      { bucket: name, objectLockEnabled: true, tags: TAGS },
      { id: name, arn: own },
    ),
    [`${name}-block`]: good<s3.BucketPublicAccessBlockArgs>(t.PUBLIC_ACCESS_BLOCK, {
      bucket: name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    [`${name}-ownership`]: good<s3.BucketOwnershipControlsArgs>(t.BUCKET_OWNERSHIP, {
      bucket: name,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    }),
    [`${name}-policy`]: good<s3.BucketPolicyArgs>(t.BUCKET_POLICY, {
      bucket: name,
      policy: policy(TLS_ONLY("s3:*", own, `${own}/*`), ...statements),
    }),
    [`${name}-versioning`]: good<s3.BucketVersioningArgs>(t.BUCKET_VERSIONINGS[0]!, {
      bucket: name,
      versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" },
    }),
    [`${name}-encryption`]: good<s3.BucketServerSideEncryptionConfigurationArgs>(
      t.BUCKET_ENCRYPTIONS[0]!,
      {
        bucket: name,
        rules: [
          encryption as unknown as Unwrap<input.s3.BucketServerSideEncryptionConfigurationRule>,
        ],
      },
    ),
    [`${name}-lifecycle`]: good<s3.BucketLifecycleConfigurationArgs>(t.BUCKET_LIFECYCLES[0]!, {
      bucket: name,
      rules: [
        {
          id: "old",
          status: "Enabled",
          expiration: { days: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    }),
    [`${name}-replication`]: good<Partial<s3.BucketReplicationConfigArgs>>(t.BUCKET_REPLICATION, {
      bucket: name,
      rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::copies" } }],
    }),
    [`${name}-events`]: good<s3.BucketNotificationArgs>(t.BUCKET_NOTIFICATION, {
      bucket: name,
      eventbridge: true,
    }),
    [`${name}-acl`]: good<s3.BucketAclArgs>(t.BUCKET_ACLS[0]!, { bucket: name, acl: "private" }),
  };
}

function identity(
  name: string,
  arns: { role: string; policy: string },
  trusted: string,
  document: string,
): Record<string, GoodResource> {
  return {
    [`${name}-role`]: good<iam.RoleArgs>(
      t.ROLE,
      {
        name: arns.role.split("/")[1],
        assumeRolePolicy: trusted,
        permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
        tags: TAGS,
      },
      { id: arns.role.split("/")[1], arn: arns.role },
    ),
    [`${name}-policy`]: good<iam.PolicyArgs>(
      t.POLICY,
      { policy: document, tags: TAGS },
      { id: arns.policy, arn: arns.policy },
    ),
    [`${name}-attachment`]: good<iam.RolePolicyAttachmentArgs>(t.ROLE_ATTACHMENT, {
      role: arns.role.split("/")[1] ?? "",
      policyArn: arns.policy,
    }),
  };
}

function alarm(metric: string): GoodResource {
  return good<cloudwatch.MetricAlarmArgs>(t.ALARM, {
    namespace: "AWS/States",
    metricName: metric,
    dimensions: { StateMachineArn: ARNS.machine },
    alarmActions: [ARNS.topic],
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    period: 300,
    threshold: 0,
    treatMissingData: "notBreaching",
    tags: TAGS,
  });
}

/** The good stack, afresh. */
export function goodStack(): Record<string, GoodResource> {
  return structuredClone({
    key: good<kms.KeyArgs>(
      t.KEY,
      {
        description: "Encrypts orders",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policy(...KEY_STATEMENTS),
        tags: TAGS,
      },
      { id: "1111", keyId: "1111", arn: ARNS.key },
    ),
    ...bucket("orders", ARNS.bucket, [], {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: ARNS.key },
      bucketKeyEnabled: true,
    }),
    ...bucket(
      "orders-logs",
      ARNS.logs,
      [
        allow("s3:PutObject", `${ARNS.logs}/*`, {
          Principal: { Service: "logging.s3.amazonaws.com" },
          Condition: { ...ours, ArnLike: { "aws:SourceArn": ARNS.bucket } },
        }),
      ],
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ),
    "orders-logging": good<s3.BucketLoggingArgs>(t.BUCKET_LOGGINGS[0]!, {
      bucket: "orders",
      targetBucket: "orders-logs",
      targetPrefix: "orders/",
    }),
    function: good<lambda.FunctionArgs>(
      t.FUNCTION,
      {
        name: "check",
        description: "Checks orders",
        role: ARNS.functionRole,
        runtime: "nodejs24.x",
        handler: "index.handler",
        timeout: 30,
        memorySize: 256,
        kmsKeyArn: ARNS.key,
        environment: { variables: { TABLE: "orders" } },
        tracingConfig: { mode: "Active" },
        loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/check" },
        deadLetterConfig: { targetArn: ARNS.deadLetters },
        reservedConcurrentExecutions: 10,
        vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] },
        codeSigningConfigArn: arn("lambda", "code-signing-config:csc-1"),
        layers: [arn("lambda", "layer:tools:1")],
        tags: TAGS,
      },
      { id: "check", arn: ARNS.function },
    ),
    permission: good<lambda.PermissionArgs>(t.PERMISSION, {
      action: "lambda:InvokeFunction",
      function: "check",
      principal: "s3.amazonaws.com",
      sourceArn: ARNS.bucket,
      sourceAccount: ACCOUNT,
    }),
    url: good<lambda.FunctionUrlArgs>("aws:lambda/functionUrl:FunctionUrl", {
      functionName: "check",
      authorizationType: "AWS_IAM",
      cors: { allowOrigins: ["https://orders.example.com"] },
    }),
    stream: good<lambda.EventSourceMappingArgs>(t.EVENT_SOURCE, {
      functionName: ARNS.function,
      eventSourceArn: arn("kinesis", "stream/orders"),
      destinationConfig: { onFailure: { destinationArn: ARNS.deadLetters } },
    }),
    poller: good<lambda.EventSourceMappingArgs>(t.EVENT_SOURCE, {
      functionName: ARNS.function,
      eventSourceArn: ARNS.queue,
    }),
    ...identity(
      "machine",
      { role: ARNS.machineRole, policy: ARNS.machinePolicy },
      trust("states.amazonaws.com", { Condition: ours }),
      policy(
        allow("lambda:InvokeFunction", [ARNS.function, `${ARNS.function}:*`]),
        allow(["logs:CreateLogDelivery", "logs:GetLogDelivery", "xray:PutTraceSegments"], "*"),
      ),
    ),
    ...identity(
      "function",
      { role: ARNS.functionRole, policy: ARNS.functionPolicy },
      trust("lambda.amazonaws.com"),
      policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${ARNS.functionLogs}:*`)),
    ),
    ...identity(
      "trigger",
      { role: ARNS.triggerRole, policy: ARNS.triggerPolicy },
      trust("events.amazonaws.com", { Condition: ours }),
      policy(allow("states:StartExecution", ARNS.machineAlias)),
    ),
    "role-policy": good<iam.RolePolicyArgs>(t.ROLE_POLICY, {
      role: "outside",
      policy: policy(allow("sqs:SendMessage", ARNS.queue)),
    }),
    "group-attachment": good<iam.PolicyAttachmentArgs>(t.ATTACHMENT, {
      groups: ["operators"],
      policyArn: `arn:aws:iam::${ACCOUNT}:policy/operators`,
    }),
    "machine-logs": good<cloudwatch.LogGroupArgs>(
      t.LOG_GROUP,
      {
        name: "/aws/vendedlogs/states/orders",
        retentionInDays: 365,
        kmsKeyId: ARNS.key,
        tags: TAGS,
      },
      { id: "/aws/vendedlogs/states/orders", arn: ARNS.machineLogs },
    ),
    "function-logs": good<cloudwatch.LogGroupArgs>(
      t.LOG_GROUP,
      { name: "/aws/lambda/check", retentionInDays: 365, kmsKeyId: ARNS.key, tags: TAGS },
      { id: "/aws/lambda/check", arn: ARNS.functionLogs },
    ),
    "log-policy": good<cloudwatch.LogResourcePolicyArgs>(t.LOG_RESOURCE_POLICY, {
      policyName: "orders",
      policyDocument: policy(
        allow("logs:PutLogEvents", `${ARNS.machineLogs}:*`, {
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Condition: ours,
        }),
      ),
    }),
    failed: alarm("ExecutionsFailed"),
    "timed-out": alarm("ExecutionsTimedOut"),
    throttled: alarm("ExecutionThrottled"),
    workflow: good<cloudwatch.CompositeAlarmArgs>(t.COMPOSITE_ALARM, {
      alarmName: "orders",
      alarmRule: "ALARM(failed)",
      alarmActions: [ARNS.topic],
      tags: TAGS,
    }),
    machine: good<sfn.StateMachineArgs>(
      t.MACHINE,
      {
        name: "orders",
        type: "STANDARD",
        roleArn: ARNS.machineRole,
        definition: JSON.stringify(DEFINITION),
        publish: true,
        loggingConfiguration: {
          level: "ALL",
          includeExecutionData: true,
          logDestination: `${ARNS.machineLogs}:*`,
        },
        tracingConfiguration: { enabled: true },
        encryptionConfiguration: {
          type: "CUSTOMER_MANAGED_KMS_KEY",
          kmsKeyId: ARNS.key,
          kmsDataKeyReusePeriodSeconds: 300,
        },
        tags: TAGS,
      },
      { id: ARNS.machine, arn: ARNS.machine },
    ),
    live: good<sfn.AliasArgs>(
      t.MACHINE_ALIAS,
      {
        name: "live",
        routingConfigurations: [{ stateMachineVersionArn: `${ARNS.machine}:1`, weight: 100 }],
      },
      { id: ARNS.machineAlias, arn: ARNS.machineAlias },
    ),
    activity: good<sfn.ActivityArgs>("aws:sfn/activity:Activity", { name: "approve", tags: TAGS }),
    topic: good<sns.TopicArgs>(
      t.TOPIC,
      {
        name: "alerts",
        kmsMasterKeyId: ARNS.key,
        lambdaFailureFeedbackRoleArn: role("feedback"),
        tags: TAGS,
      },
      { id: ARNS.topic, arn: ARNS.topic },
    ),
    "topic-policy": good<sns.TopicPolicyArgs>(t.TOPIC_POLICY, {
      arn: ARNS.topic,
      policy: policy(
        TLS_ONLY("sns:Publish", ARNS.topic),
        allow("sns:Publish", ARNS.topic, {
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: ours,
        }),
      ),
    }),
    subscription: good<sns.TopicSubscriptionArgs>(t.SUBSCRIPTION, {
      topic: ARNS.topic,
      protocol: "https",
      endpoint: "https://orders.example.com/alerts",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: ARNS.deadLetters }),
    }),
    queue: good<sqs.QueueArgs>(
      t.QUEUE,
      {
        name: "orders",
        kmsMasterKeyId: ARNS.key,
        visibilityTimeoutSeconds: 180,
        redrivePolicy: JSON.stringify({
          deadLetterTargetArn: ARNS.deadLetters,
          maxReceiveCount: 5,
        }),
        tags: TAGS,
      },
      { id: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders", arn: ARNS.queue },
    ),
    "dead-letters": good<sqs.QueueArgs>(
      t.QUEUE,
      { name: "dead-letters", kmsMasterKeyId: ARNS.key, tags: TAGS },
      {
        id: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
        arn: ARNS.deadLetters,
      },
    ),
    "queue-policy": good<sqs.QueuePolicyArgs>(t.QUEUE_POLICY, {
      queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
      policy: policy(
        TLS_ONLY("sqs:*", ARNS.queue),
        allow("sqs:SendMessage", ARNS.queue, {
          Principal: { Service: "sns.amazonaws.com" },
          Condition: ours,
        }),
      ),
    }),
    "dead-letters-policy": good<sqs.QueuePolicyArgs>(t.QUEUE_POLICY, {
      queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
      policy: policy(TLS_ONLY("sqs:*", ARNS.deadLetters)),
    }),
    table: good<Partial<dynamodb.TableArgs>>(t.TABLE, {
      name: "orders",
      serverSideEncryption: { enabled: true, kmsKeyArn: ARNS.key },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      tags: TAGS,
    }),
    secret: good<secretsmanager.SecretArgs>(
      t.SECRET,
      { name: "orders", kmsKeyId: ARNS.key, tags: TAGS },
      { id: SECRET_ARN, arn: SECRET_ARN },
    ),
    "secret-policy": good<secretsmanager.SecretPolicyArgs>(t.SECRET_POLICY, {
      secretArn: SECRET_ARN,
      policy: policy(
        allow("secretsmanager:GetSecretValue", "*", { Principal: { AWS: ARNS.functionRole } }),
      ),
    }),
    "secret-rotation": good<Partial<secretsmanager.SecretRotationArgs>>(t.SECRET_ROTATION, {
      secretId: SECRET_ARN,
    }),
    parameter: good<ssm.ParameterArgs>(t.PARAMETER, {
      name: "/orders/table",
      type: "String",
      value: "orders",
    }),
    repository: good<ecr.RepositoryArgs>("aws:ecr/repository:Repository", {
      name: "orders",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: ARNS.key }],
    }),
    point: good<s3.AccessPointArgs>(t.ACCESS_POINT, {
      bucket: "orders",
      publicAccessBlockConfiguration: { blockPublicAcls: true },
    }),
    grant: good<kms.GrantArgs>(t.KEY_GRANT, {
      keyId: ARNS.key,
      granteePrincipal: ARNS.functionRole,
      operations: ["Decrypt"],
    }),
    trail: good<cloudtrail.TrailArgs>(t.TRAIL, {
      name: "orders",
      s3BucketName: "orders-logs",
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      kmsKeyId: ARNS.key,
      cloudWatchLogsGroupArn: arn("logs", "log-group:/trail:*"),
      cloudWatchLogsRoleArn: role("trail"),
      snsTopicName: "alerts",
      eventSelectors: [
        {
          dataResources: [
            { type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] },
            { type: "AWS::S3::Object", values: [`${ARNS.bucket}/`] },
          ],
        },
      ],
      tags: TAGS,
    }),
    bus: good<cloudwatch.EventBusArgs>(
      t.EVENT_BUS,
      { name: "orders-bus", tags: TAGS },
      { id: "orders-bus", arn: arn("events", "event-bus/orders-bus") },
    ),
    "bus-policy": good<cloudwatch.EventBusPolicyArgs>(t.EVENT_BUS_POLICY, {
      eventBusName: "orders-bus",
      policy: policy(
        allow("events:PutEvents", arn("events", "event-bus/orders-bus"), {
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        }),
      ),
    }),
    "bus-permission": good<cloudwatch.EventPermissionArgs>(t.EVENT_PERMISSION, {
      principal: ACCOUNT,
      statementId: "ours",
    }),
    target: good<cloudwatch.EventTargetArgs>(t.EVENT_TARGET, {
      rule: "orders",
      arn: ARNS.machineAlias,
      roleArn: ARNS.triggerRole,
      deadLetterConfig: { arn: ARNS.deadLetters },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
    }),
    schedule: good<scheduler.ScheduleArgs>(t.SCHEDULE, {
      scheduleExpression: "rate(1 hour)",
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn: ARNS.key,
      target: {
        arn: ARNS.machineAlias,
        roleArn: ARNS.triggerRole,
        deadLetterConfig: { arn: ARNS.deadLetters },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      },
    }),
  });
}

/** The URN of a resource of the test stack. */
export function urnOf(type: string, name: string): string {
  return `urn:pulumi:${STACK}::${PROJECT}::${type}::${name}`;
}

/** The resources as the engine hands them to a pack. */
export function judged(
  resources: Readonly<Record<string, GoodResource>>,
  links: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {},
): CheckedStack {
  const root = urnOf("pulumi:pulumi:Stack", `${PROJECT}-${STACK}`);
  const urns = new Map(
    Object.entries(resources).map(([name, { type }]) => [name, urnOf(type, name)]),
  );
  const list = Object.entries(resources).map(
    ([name, { type, inputs, computed = {} }]): AnalyzedResource => {
      const own = Object.entries(links[name] ?? {}).map(
        ([property, names]) => [property, names.map((each) => urns.get(each) ?? "")] as const,
      );
      return {
        urn: urnOf(type, name),
        type,
        name,
        parent: root,
        dependencies: own.flatMap(([, found]) => found),
        propertyDependencies: Object.fromEntries(own),
        inputs,
        outputs: { ...inputs, ...computed },
      };
    },
  );
  const stack: AnalyzedResource = {
    urn: root,
    type: "pulumi:pulumi:Stack",
    name: `${PROJECT}-${STACK}`,
    parent: null,
    dependencies: [],
    propertyDependencies: {},
    inputs: {},
    outputs: {},
  };
  return { project: PROJECT, stack: STACK, resources: [stack, ...list] };
}

/** Sets the value at a dotted path; undefined removes it. Both sides see it: what was written and what AWS answered. */
export function set(resource: GoodResource | undefined, path: string, value: unknown): void {
  if (resource === undefined) throw new Error(`no resource to set ${path} of`);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let holder = resource.inputs;
  for (const key of keys) holder = (holder[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

export { UNKNOWN };
