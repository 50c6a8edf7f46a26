import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as sfn from "@aws-sdk/client-sfn";
import type { Clients } from "../../engine/aws";
import type { Attributes } from "../../migration/state/attributes";
import type { StateResource } from "../../migration/state/state-resource";

/** Creates one resource as Terraform's provider does, from what the state says of it. */
type Create = (attributes: Attributes, clients: Clients, code: Uint8Array) => Promise<unknown>;

/** In the order in which they need each other. */
const CREATE: Readonly<Record<string, Create>> = {
  aws_kms_alias: (a, { kms: client }) =>
    client.send(
      new kms.CreateAliasCommand({
        AliasName: text(a, "name"),
        TargetKeyId: text(a, "target_key_id"),
      }),
    ),
  aws_cloudwatch_log_group: async (a, { logs: client }) => {
    const logGroupName = text(a, "name");
    const kmsKeyId = text(a, "kms_key_id") || undefined;
    await client.send(new logs.CreateLogGroupCommand({ logGroupName, kmsKeyId, tags: tags(a) }));
    const retentionInDays = Number(a["retention_in_days"]);
    await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  },
  aws_iam_role: (a, { iam: client }) =>
    client.send(
      new iam.CreateRoleCommand({
        RoleName: text(a, "name"),
        AssumeRolePolicyDocument: text(a, "assume_role_policy"),
        Description: text(a, "description") || undefined,
        Tags: tagList(a),
      }),
    ),
  aws_iam_role_policy: (a, { iam: client }) =>
    client.send(
      new iam.PutRolePolicyCommand({
        RoleName: text(a, "role"),
        PolicyName: text(a, "name"),
        PolicyDocument: text(a, "policy"),
      }),
    ),
  aws_iam_policy: (a, { iam: client }) =>
    client.send(
      new iam.CreatePolicyCommand({
        PolicyName: text(a, "name"),
        PolicyDocument: text(a, "policy"),
        Tags: tagList(a),
      }),
    ),
  aws_iam_role_policy_attachment: (a, { iam: client }) =>
    client.send(
      new iam.AttachRolePolicyCommand({
        RoleName: text(a, "role"),
        PolicyArn: text(a, "policy_arn"),
      }),
    ),
  aws_lambda_function: (a, { lambda: client }, ZipFile) =>
    client.send(
      new lambda.CreateFunctionCommand({
        FunctionName: text(a, "function_name"),
        Description: text(a, "description"),
        Role: text(a, "role"),
        Runtime: text(a, "runtime") as lambda.Runtime,
        Handler: text(a, "handler"),
        Timeout: Number(a["timeout"]),
        MemorySize: Number(a["memory_size"]),
        TracingConfig: { Mode: "PassThrough" },
        Publish: true,
        Code: { ZipFile },
        Tags: tags(a),
      }),
    ),
  aws_sfn_state_machine: (a, { sfn: client }) => {
    const [logging] = a["logging_configuration"] as Attributes[];
    return client.send(
      new sfn.CreateStateMachineCommand({
        name: text(a, "name"),
        definition: text(a, "definition"),
        roleArn: text(a, "role_arn"),
        type: text(a, "type") as sfn.StateMachineType,
        loggingConfiguration: {
          level: text(logging ?? {}, "level") as sfn.LogLevel,
          includeExecutionData: false,
          destinations: [
            { cloudWatchLogsLogGroup: { logGroupArn: text(logging ?? {}, "log_destination") } },
          ],
        },
        tags: Object.entries(tags(a)).map(([key, value]) => ({ key, value })),
      }),
    );
  },
};

/** Makes the key of the example's state, whose id AWS invents, and gives that id. */
export async function createKey(
  resources: readonly StateResource[],
  { kms: client }: Clients,
): Promise<string> {
  const key = resources.find(({ type }) => type === "aws_kms_key")?.attributes ?? {};
  const { KeyMetadata: made } = await client.send(
    new kms.CreateKeyCommand({
      Description: text(key, "description"),
      Policy: text(key, "policy"),
      Tags: Object.entries(tags(key)).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  const KeyId = made?.KeyId ?? "";
  await client.send(new kms.EnableKeyRotationCommand({ KeyId }));
  return KeyId;
}

/** Makes everything else of the state. @throws Error for a managed resource of AWS that this cannot make */
export async function createAll(
  resources: readonly StateResource[],
  clients: Clients,
  code: Uint8Array,
): Promise<void> {
  const rest = resources.filter(({ type }) => type.startsWith("aws_") && type !== "aws_kms_key");
  const unknown = rest.find(({ type }) => CREATE[type] === undefined);
  if (unknown !== undefined) throw new Error(`this test cannot create ${unknown.address}`);
  for (const [type, create] of Object.entries(CREATE)) {
    for (const each of rest.filter((resource) => resource.type === type)) {
      await create(each.attributes, clients, code);
    }
  }
}

function text(attributes: Attributes, name: string): string {
  return String(attributes[name] ?? "");
}

function tags(attributes: Attributes): Record<string, string> {
  return (attributes["tags"] ?? {}) as Record<string, string>;
}

function tagList(attributes: Attributes): { Key: string; Value: string }[] {
  return Object.entries(tags(attributes)).map(([Key, Value]) => ({ Key, Value }));
}
