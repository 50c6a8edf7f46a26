import type { ResourceRequest } from "./provider";

/** Where resources live, and how an id that AWS would invent is written. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** An id such as a KMS key's. */
  readonly uuid: () => string;
  /** A random text of this length. */
  readonly random: (length: number) => string;
}

/** What a provider adds to a resource's inputs: always an id. */
export type Computed = { readonly id: string } & Record<string, unknown>;

/** How one resource type computes its outputs. */
type Rule = (
  resource: ResourceRequest & { readonly text: (input: string) => string },
  place: Place,
) => Computed;

/** Where to add a type: named by the error for one that is missing. */
const HERE = "engine/program/computed.ts";

/** An ARN in the account and region of `place`. */
function arn({ account, region, partition }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of something that exists once for all regions. */
function globalArn({ account, partition }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}::${account}:${resource}`;
}

/** A setting of a bucket: its id is the bucket's name. */
const ofBucket: Rule = ({ text }) => ({ id: text("bucket") });

/** The id formats and ARNs of AWS provider 7, one rule for each type that the project uses. */
const RULES: Record<string, Rule> = {
  "random:index/randomString:RandomString": ({ inputs }, { random }) => {
    const result = random(Number(inputs["length"]));
    return { id: result, result };
  },
  "aws:kms/key:Key": ({ id: existing }, place) => {
    const id = existing ?? place.uuid();
    return { id, keyId: id, arn: arn(place, "kms", `key/${id}`) };
  },
  "aws:kms/keyPolicy:KeyPolicy": ({ text }) => ({ id: text("keyId") }),
  "aws:kms/alias:Alias": ({ text }, place) => {
    const key = text("targetKeyId").split("/").pop();
    return {
      id: text("name"),
      arn: arn(place, "kms", text("name")),
      targetKeyArn: arn(place, "kms", `key/${key}`),
    };
  },
  "aws:s3/bucket:Bucket": ({ text }, { partition, region }) => ({
    id: text("bucket"),
    bucket: text("bucket"),
    arn: `arn:${partition}:s3:::${text("bucket")}`,
    bucketDomainName: `${text("bucket")}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${text("bucket")}.s3.${region}.amazonaws.com`,
    bucketRegion: region,
  }),
  "aws:s3/bucketAcl:BucketAcl": ({ text }) => ({ id: `${text("bucket")},${text("acl")}` }),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ofBucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketLogging:BucketLogging": ofBucket,
  "aws:s3/bucketNotification:BucketNotification": ofBucket,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ofBucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:s3/bucketObjectv2:BucketObjectv2": ({ text }, { partition, uuid }) => ({
    id: `${text("bucket")}/${text("key")}`,
    arn: `arn:${partition}:s3:::${text("bucket")}/${text("key")}`,
    versionId: uuid(),
  }),
  "aws:iam/role:Role": ({ text, inputs }, place) => ({
    id: text("name"),
    name: text("name"),
    arn: globalArn(place, "iam", `role${inputs["path"] ?? "/"}${text("name")}`),
    uniqueId: place.uuid(),
  }),
  "aws:iam/policy:Policy": ({ text, inputs }, place) => {
    const own = globalArn(place, "iam", `policy${inputs["path"] ?? "/"}${text("name")}`);
    return { id: own, arn: own, name: text("name"), policyId: place.uuid() };
  },
  "aws:iam/rolePolicy:RolePolicy": ({ text }) => ({ id: `${text("role")}:${text("name")}` }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ text }) => ({
    id: `${text("role")}/${text("policyArn")}`,
  }),
  "aws:cloudwatch/logGroup:LogGroup": ({ text }, place) => ({
    id: text("name"),
    name: text("name"),
    arn: arn(place, "logs", `log-group:${text("name")}`),
  }),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ({ text }) => ({ id: text("policyName") }),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": ({ text }) => ({ id: text("name") }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ text }, place) => ({
    id: text("name"),
    arn: arn(place, "cloudwatch", `alarm:${text("name")}`),
  }),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": ({ text }, place) => ({
    id: text("alarmName"),
    arn: arn(place, "cloudwatch", `alarm:${text("alarmName")}`),
  }),
  "aws:cloudwatch/dashboard:Dashboard": ({ text }, place) => ({
    id: text("dashboardName"),
    dashboardArn: globalArn(place, "cloudwatch", `dashboard/${text("dashboardName")}`),
  }),
  "aws:cloudwatch/eventRule:EventRule": ({ text, inputs }, place) => {
    const bus = inputs["eventBusName"] ?? "default";
    const path = bus === "default" ? text("name") : `${bus}/${text("name")}`;
    return { id: path, name: text("name"), arn: arn(place, "events", `rule/${path}`) };
  },
  "aws:cloudwatch/eventTarget:EventTarget": ({ inputs, text }, { random }) => {
    const target = inputs["targetId"] ?? `terraform-${random(26)}`;
    return { id: `${text("rule")}-${target}`, targetId: target };
  },
  "aws:lambda/function:Function": ({ text, inputs }, place) => {
    const version = inputs["publish"] === true ? "1" : "$LATEST";
    const own = arn(place, "lambda", `function:${text("name")}`);
    const invoke = (target: string): string =>
      `arn:${place.partition}:apigateway:${place.region}:lambda:path/2015-03-31/functions/${target}/invocations`;
    return {
      id: text("name"),
      name: text("name"),
      arn: own,
      version,
      qualifiedArn: `${own}:${version}`,
      invokeArn: invoke(own),
      qualifiedInvokeArn: invoke(`${own}:${version}`),
    };
  },
  "aws:lambda/alias:Alias": ({ text }, place) => {
    const name = text("functionName").split(":function:").pop();
    const own = arn(place, "lambda", `function:${name}:${text("name")}`);
    return { id: own, arn: own };
  },
  "aws:lambda/permission:Permission": ({ inputs }, { random }) => {
    const statementId = inputs["statementId"] ?? `terraform-${random(26)}`;
    return { id: String(statementId), statementId };
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ({ text, inputs }) => ({
    id: [text("functionName"), inputs["qualifier"]].filter(Boolean).join(":"),
  }),
  "aws:lambda/eventSourceMapping:EventSourceMapping": (_, place) => {
    const uuid = place.uuid();
    return { id: uuid, uuid, arn: arn(place, "lambda", `event-source-mapping:${uuid}`) };
  },
  "aws:sfn/stateMachine:StateMachine": ({ text, inputs }, place) => {
    const own = arn(place, "states", `stateMachine:${text("name")}`);
    const published = inputs["publish"] === true ? { stateMachineVersionArn: `${own}:1` } : {};
    return {
      id: own,
      arn: own,
      name: text("name"),
      status: "ACTIVE",
      creationDate: "1970-01-01T00:00:00Z",
      revisionId: place.uuid(),
      ...published,
    };
  },
  "aws:sfn/alias:Alias": ({ text, inputs }, place) => {
    const [route] = (inputs["routingConfigurations"] ?? []) as { stateMachineVersionArn: string }[];
    const machine = route?.stateMachineVersionArn.split(":").slice(6, 7)[0];
    const own = arn(place, "states", `stateMachine:${machine}:${text("name")}`);
    return { id: own, arn: own, creationDate: "1970-01-01T00:00:00Z" };
  },
  "aws:sns/topic:Topic": ({ text }, place) => {
    const own = arn(place, "sns", text("name"));
    return { id: own, arn: own, name: text("name"), owner: place.account };
  },
  "aws:sns/topicPolicy:TopicPolicy": ({ text }) => ({ id: text("arn") }),
  "aws:sns/topicSubscription:TopicSubscription": ({ text }, { uuid }) => {
    const own = `${text("topic")}:${uuid()}`;
    return { id: own, arn: own };
  },
  "aws:sqs/queue:Queue": ({ text }, place) => {
    const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${text("name")}`;
    return { id: url, url, name: text("name"), arn: arn(place, "sqs", text("name")) };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ text }) => ({ id: text("queueUrl") }),
  "aws:ssm/parameter:Parameter": ({ text }, place) => ({
    id: text("name"),
    arn: arn(place, "ssm", `parameter/${text("name").replace(/^\//, "")}`),
    version: 1,
  }),
  "aws:cloudtrail/trail:Trail": ({ text }, place) => {
    const own = arn(place, "cloudtrail", `trail/${text("name")}`);
    return { id: own, arn: own, name: text("name"), homeRegion: place.region };
  },
  "aws:scheduler/schedule:Schedule": ({ text, inputs }, place) => {
    const path = `${inputs["groupName"] ?? "default"}/${text("name")}`;
    return { id: path, arn: arn(place, "scheduler", `schedule/${path}`) };
  },
  "aws:dynamodb/table:Table": ({ text }, place) => ({
    id: text("name"),
    name: text("name"),
    arn: arn(place, "dynamodb", `table/${text("name")}`),
  }),
};

/** Types whose physical name Pulumi makes up when the program gives none, and the input that holds it. */
const AUTO_NAMED: Record<string, string> = {
  "aws:s3/bucket:Bucket": "bucket",
  ...Object.fromEntries(
    [
      "aws:cloudwatch/eventRule:EventRule",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:cloudtrail/trail:Trail",
      "aws:dynamodb/table:Table",
      "aws:iam/policy:Policy",
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:kms/alias:Alias",
      "aws:lambda/function:Function",
      "aws:scheduler/schedule:Schedule",
      "aws:sfn/stateMachine:StateMachine",
      "aws:sns/topic:Topic",
      "aws:sqs/queue:Queue",
      "aws:ssm/parameter:Parameter",
    ].map((type) => [type, "name"]),
  ),
};

/** The types that this table can compute. */
export const KNOWN_TYPES: readonly string[] = Object.keys(RULES);

/**
 * What the provider adds to the inputs of a resource: id, ARNs, and `tagsAll` and `region` where AWS has them.
 *
 * @throws Error for a type that has no rule, naming the type and the file to add it to
 */
export function compute(resource: ResourceRequest, place: Place): Computed {
  const { type, name } = resource;
  if (type.startsWith("pulumi:providers:")) return { id: place.uuid() };
  const rule = RULES[type];
  if (rule === undefined) {
    throw new Error(`${name}: nothing computes the outputs of ${type}; add one rule to ${HERE}`);
  }
  const inputs = withName(resource, place);
  const text = (input: string): string => {
    const value = inputs[input];
    if (typeof value === "string") return value;
    throw new Error(`${name}: ${type} needs the text input ${input}, not ${JSON.stringify(value)}`);
  };
  const aws = type.startsWith("aws:");
  return {
    ...(aws && typeof inputs["tags"] === "object" ? { tagsAll: inputs["tags"] } : {}),
    ...(aws && !type.startsWith("aws:iam/") ? { region: place.region } : {}),
    ...rule({ ...resource, inputs, text }, place),
  };
}

/**
 * The inputs with the physical name filled in where the program left it out:
 * the id of a resource that exists already, the prefix asked for, or the logical name, each with random characters.
 */
export function withName(
  { type, name, inputs, id }: ResourceRequest,
  { random }: Place,
): Record<string, unknown> {
  const input = AUTO_NAMED[type];
  if (input === undefined || inputs[input] !== undefined) return inputs;
  const prefix = inputs[`${input}Prefix`];
  const made = typeof prefix === "string" ? `${prefix}${random(26)}` : `${name}-${random(7)}`;
  return { ...inputs, [input]: id ?? made };
}
