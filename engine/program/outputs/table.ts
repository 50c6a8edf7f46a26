import { global, regional, type Output, type OutputRow } from "./row";

/** A setting of a bucket: its id is the bucket's name. */
const OF_BUCKET: OutputRow = { outputs: { id: "{bucket}" } };

const S3_ARN = "arn:{partition}:s3:::{bucket}";
const CREATED = "1970-01-01T00:00:00Z";

const invokeArn = (target: string): string =>
  `arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/${target}/invocations`;

/** An input that the provider makes up when it is left out. */
const orGenerated =
  (input: string): Output =>
  ({ inputs, environment: { random } }) =>
    inputs[input] ?? `terraform-${random(26)}`;

/** An optional input, with what AWS takes without it. */
const orDefault =
  (input: string, value: string): Output =>
  ({ inputs }) =>
    inputs[input] ?? value;

/** The last part of an input that may be an ARN. */
const lastPart =
  (input: string, separator: string): Output =>
  ({ fill }) =>
    fill(`{${input}}`).split(separator).pop();

/** The name of the machine to whose version an alias leads. */
const machineOfRoute: Output = ({ inputs }) => {
  const [route] = (inputs["routingConfigurations"] ?? []) as { stateMachineVersionArn: string }[];
  return route?.stateMachineVersionArn.split(":")[6];
};

/** The id formats and ARNs of version 7 of the AWS provider: one row for each type that the project uses. */
export const OUTPUT_TABLE: Readonly<Record<string, OutputRow>> = {
  "aws:apigatewayv2/api:Api": {
    outputs: {
      id: "{uuid}",
      arn: "arn:{partition}:apigateway:{region}::/apis/{id}",
      apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
      executionArn: regional("execute-api", "{id}"),
    },
  },
  "aws:apigatewayv2/authorizer:Authorizer": { outputs: { id: "{uuid}" } },
  "aws:apigatewayv2/integration:Integration": { outputs: { id: "{uuid}" } },
  "aws:apigatewayv2/route:Route": { outputs: { id: "{uuid}" } },
  "aws:apigatewayv2/stage:Stage": {
    outputs: {
      id: "{name}",
      arn: "arn:{partition}:apigateway:{region}::/apis/{apiId}/stages/{name}",
      invokeUrl: "https://{apiId}.execute-api.{region}.amazonaws.com/",
    },
  },
  "aws:cloudtrail/trail:Trail": {
    named: "name",
    outputs: {
      arn: regional("cloudtrail", "trail/{name}"),
      id: "{arn}",
      name: "{name}",
      homeRegion: "{region}",
    },
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    outputs: { id: "{alarmName}", arn: regional("cloudwatch", "alarm:{alarmName}") },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    outputs: {
      id: "{dashboardName}",
      dashboardArn: global("cloudwatch", "dashboard/{dashboardName}"),
    },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    named: "name",
    parts: {
      path: ({ inputs: { eventBusName: bus = "default" }, fill }) =>
        fill(bus === "default" ? "{name}" : "{eventBusName}/{name}"),
    },
    outputs: { id: "{path}", name: "{name}", arn: regional("events", "rule/{path}") },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    outputs: { targetId: orGenerated("targetId"), id: "{rule}-{targetId}" },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    named: "name",
    outputs: { id: "{name}", name: "{name}", arn: regional("logs", "log-group:{name}") },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { outputs: { id: "{name}" } },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { outputs: { id: "{policyName}" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    named: "name",
    outputs: { id: "{name}", arn: regional("cloudwatch", "alarm:{name}") },
  },
  "aws:dynamodb/table:Table": {
    named: "name",
    outputs: {
      id: "{name}",
      name: "{name}",
      arn: regional("dynamodb", "table/{name}"),
      streamArn: ({ inputs, fill }) =>
        inputs["streamEnabled"] === true ? fill("{arn}/stream/1970-01-01T00:00:00.000") : undefined,
    },
  },
  "aws:iam/policy:Policy": {
    named: "name",
    parts: { path: orDefault("path", "/") },
    outputs: {
      arn: global("iam", "policy{path}{name}"),
      id: "{arn}",
      name: "{name}",
      policyId: "{uuid}",
    },
  },
  "aws:iam/role:Role": {
    named: "name",
    parts: { path: orDefault("path", "/") },
    outputs: {
      id: "{name}",
      name: "{name}",
      arn: global("iam", "role{path}{name}"),
      uniqueId: "{uuid}",
    },
  },
  "aws:iam/rolePolicy:RolePolicy": { named: "name", outputs: { id: "{role}:{name}" } },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { outputs: { id: "{role}/{policyArn}" } },
  "aws:kms/alias:Alias": {
    named: "name",
    parts: { key: lastPart("targetKeyId", "/") },
    outputs: {
      id: "{name}",
      arn: regional("kms", "{name}"),
      targetKeyArn: regional("kms", "key/{key}"),
    },
  },
  "aws:kms/key:Key": {
    outputs: { id: "{uuid}", keyId: "{id}", arn: regional("kms", "key/{id}") },
  },
  "aws:kms/keyPolicy:KeyPolicy": { outputs: { id: "{keyId}" } },
  "aws:lambda/alias:Alias": {
    parts: { function: lastPart("functionName", ":function:") },
    outputs: { arn: regional("lambda", "function:{function}:{name}"), id: "{arn}" },
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    outputs: {
      id: "{uuid}",
      uuid: "{id}",
      arn: regional("lambda", "event-source-mapping:{id}"),
    },
  },
  "aws:lambda/function:Function": {
    named: "name",
    outputs: {
      id: "{name}",
      name: "{name}",
      arn: regional("lambda", "function:{name}"),
      version: ({ inputs }) => (inputs["publish"] === true ? "1" : "$LATEST"),
      qualifiedArn: "{arn}:{version}",
      invokeArn: invokeArn("{arn}"),
      qualifiedInvokeArn: invokeArn("{qualifiedArn}"),
    },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    outputs: {
      id: ({ inputs: { qualifier }, fill }) =>
        fill(qualifier ? "{functionName}:{qualifier}" : "{functionName}"),
    },
  },
  "aws:lambda/permission:Permission": {
    outputs: { statementId: orGenerated("statementId"), id: "{statementId}" },
  },
  "aws:pipes/pipe:Pipe": {
    named: "name",
    outputs: { id: "{name}", name: "{name}", arn: regional("pipes", "pipe/{name}") },
  },
  "aws:s3/bucket:Bucket": {
    named: "bucket",
    outputs: {
      id: "{bucket}",
      bucket: "{bucket}",
      arn: S3_ARN,
      bucketDomainName: "{bucket}.s3.amazonaws.com",
      bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
      bucketRegion: "{region}",
    },
  },
  "aws:s3/bucketAcl:BucketAcl": { outputs: { id: "{bucket},{acl}" } },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": OF_BUCKET,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": OF_BUCKET,
  "aws:s3/bucketLogging:BucketLogging": OF_BUCKET,
  "aws:s3/bucketNotification:BucketNotification": OF_BUCKET,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": OF_BUCKET,
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    outputs: { id: "{bucket}/{key}", arn: `${S3_ARN}/{key}`, versionId: "{uuid}" },
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": OF_BUCKET,
  "aws:s3/bucketPolicy:BucketPolicy": OF_BUCKET,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": OF_BUCKET,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    OF_BUCKET,
  "aws:s3/bucketVersioning:BucketVersioning": OF_BUCKET,
  "aws:scheduler/schedule:Schedule": {
    named: "name",
    parts: { group: orDefault("groupName", "default") },
    outputs: { id: "{group}/{name}", arn: regional("scheduler", "schedule/{group}/{name}") },
  },
  "aws:sfn/alias:Alias": {
    parts: { machine: machineOfRoute },
    outputs: {
      arn: regional("states", "stateMachine:{machine}:{name}"),
      id: "{arn}",
      creationDate: CREATED,
    },
  },
  "aws:sfn/stateMachine:StateMachine": {
    named: "name",
    outputs: {
      arn: regional("states", "stateMachine:{name}"),
      id: "{arn}",
      name: "{name}",
      status: "ACTIVE",
      creationDate: CREATED,
      revisionId: "{uuid}",
      stateMachineVersionArn: ({ inputs, fill }) =>
        inputs["publish"] === true ? fill("{arn}:1") : undefined,
    },
  },
  "aws:sns/topic:Topic": {
    named: "name",
    outputs: { arn: regional("sns", "{name}"), id: "{arn}", name: "{name}", owner: "{accountId}" },
  },
  "aws:sns/topicPolicy:TopicPolicy": { outputs: { id: "{arn}" } },
  "aws:sns/topicSubscription:TopicSubscription": {
    outputs: { arn: "{topic}:{uuid}", id: "{arn}" },
  },
  "aws:sqs/queue:Queue": {
    named: "name",
    outputs: {
      url: "https://sqs.{region}.amazonaws.com/{accountId}/{name}",
      id: "{url}",
      name: "{name}",
      arn: regional("sqs", "{name}"),
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": { outputs: { id: "{queueUrl}" } },
  "aws:ssm/parameter:Parameter": {
    named: "name",
    parts: { path: ({ fill }) => fill("{name}").replace(/^\//, "") },
    outputs: { id: "{name}", arn: regional("ssm", "parameter/{path}"), version: 1 },
  },
  "random:index/randomString:RandomString": {
    outputs: {
      id: ({ inputs, environment: { random } }) => random(Number(inputs["length"])),
      result: "{id}",
    },
  },
};
