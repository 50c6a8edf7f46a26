import { argumentsOf, IntegrationCall, type PermissionContext } from "../integrations/call";
import { type RequiredPermission, requires } from "../integrations/required-permission";
import { resourcesOf } from "../integrations/template";
import { asFolder, escapeKey, objects } from "../iam/resource-arns";
import type { StateNode } from "../definition/reader";
import { isRecord, record, text } from "../json";

/**
 * What a Distributed Map needs: its child executions are executions of the same machine, its items may be read from S3
 * and its results written there. An Inline Map needs nothing of its own.
 * Source: Step Functions developer guide, "Creating IAM policies for using Distributed Map state".
 */
export function mapPermissions(
  { value, inner }: StateNode,
  context: PermissionContext,
): RequiredPermission[] {
  if (!inner[0]?.distributed) return [];
  const label = text(value, "Label") ?? "*";
  const executions = context.machineArn.replace(":stateMachine:", ":execution:");
  return [
    requires("states:StartExecution", [context.machineArn]),
    requires(["states:DescribeExecution", "states:StopExecution"], [`${executions}:*`]),
    requires("states:RedriveExecution", [`${executions}/${label}:*`]),
    ...reader(value["ItemReader"], context),
    ...writer(value["ResultWriter"], context),
  ];
}

function reader(step: unknown, context: PermissionContext): RequiredPermission[] {
  if (!isRecord(step)) return [];
  const call = new IntegrationCall(argumentsOf(step), context, false);
  const resource = text(step, "Resource") ?? "";
  const action = resource.split(":").at(-1);
  const config = record(step, "ReaderConfig");
  const reading = (key: string): RequiredPermission =>
    requires("s3:GetObject", resourcesOf(`s3://{Bucket}/${key}`, call));
  if (action === "listObjectsV2") {
    const flattens = config["Transformation"] === "LOAD_AND_FLATTEN";
    return [listing(call), ...(flattens ? [reading("{Prefix, as far as known}*")] : [])];
  }
  if (action !== "getObject")
    return [
      requires([], { unknown: `an ItemReader with the Resource '${resource}' is not known` }),
    ];
  // A manifest names data files that lie beside it in its bucket.
  const isManifest = config["InputType"] === "MANIFEST";
  return [reading(isManifest ? "*" : "{Key, as far as known}")];
}

function listing(call: IntegrationCall): RequiredPermission {
  const prefix = call.value("Prefix");
  const known = "text" in prefix ? prefix.text : "";
  const bucket = resourcesOf("s3://{Bucket}", call);
  return known === "" || /[*?]/.test(known)
    ? requires("s3:ListBucket", bucket)
    : requires("s3:ListBucket", bucket, { StringLike: { "s3:prefix": `${known}*` } });
}

/** Step Functions adds a folder for each run below the prefix. */
function writer(step: unknown, context: PermissionContext): RequiredPermission[] {
  if (!isRecord(step) || step["Resource"] === undefined) return [];
  const call = new IntegrationCall(argumentsOf(step), context, false);
  const prefix = call.value("Prefix");
  const known = "text" in prefix ? escapeKey(prefix.text) : "";
  const folder = prefix.is === "text" ? asFolder(known) : known;
  return [
    requires(
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      call.on("Bucket", (bucket) => objects(bucket, `${folder}*`, context)),
    ),
  ];
}
