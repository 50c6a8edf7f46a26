import { argumentsOf, IntegrationCall, type PermissionContext } from "../integrations/call";
import {
  type RequiredPermission,
  type Resources,
  requires,
} from "../integrations/required-permission";
import { bucketArn, escapeKey, objects } from "../iam/resource-arns";
import { hasUnresolved } from "../iam/unresolved";
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
  const machine = /:stateMachine:(.*)$/s.exec(context.machineArn)?.[1] ?? "";
  const label = text(value, "Label") ?? "*";
  const executions = context.machineArn.replace(":stateMachine:", ":execution:");
  return [
    requires("states:StartExecution", [context.machineArn]),
    requires(["states:DescribeExecution", "states:StopExecution"], [`${executions}:*`]),
    requires("states:RedriveExecution", [
      `${executions.slice(0, executions.length - machine.length)}${machine}/${label}:*`,
    ]),
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
  if (action === "listObjectsV2") {
    const flattens = config["Transformation"] === "LOAD_AND_FLATTEN";
    return [
      listing(call),
      ...(flattens ? [requires("s3:GetObject", below(call, "Prefix", ""))] : []),
    ];
  }
  if (action !== "getObject")
    return [
      requires([], { unknown: `an ItemReader with the Resource '${resource}' is not known` }),
    ];
  // A manifest names data files that lie beside it in its bucket.
  const isManifest = config["InputType"] === "MANIFEST";
  const read = isManifest ? below(call, undefined, "") : below(call, "Key", undefined);
  return [requires("s3:GetObject", read)];
}

function listing(call: IntegrationCall): RequiredPermission {
  const prefix = call.value("Prefix");
  const known = "text" in prefix ? prefix.text : "";
  const bucket = call.on("Bucket", (name) => bucketArn(name, call.context));
  return known === "" || /[*?]/.test(known)
    ? requires("s3:ListBucket", bucket)
    : requires("s3:ListBucket", bucket, { StringLike: { "s3:prefix": `${known}*` } });
}

/** Step Functions adds a folder for each run below the prefix. */
function writer(step: unknown, context: PermissionContext): RequiredPermission[] {
  if (!isRecord(step) || step["Resource"] === undefined) return [];
  const call = new IntegrationCall(argumentsOf(step), context, false);
  return [
    requires(
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      below(call, "Prefix", "/"),
    ),
  ];
}

/** The objects of a bucket below the prefix in `field`, `end` after it; with no `end`, the object of exactly that key. */
function below(
  call: IntegrationCall,
  field: string | undefined,
  end: string | undefined,
): Resources {
  const value = field === undefined ? { is: "missing" as const } : call.value(field);
  return call.on("Bucket", (bucket) => {
    const text = "text" in value ? escapeKey(value.text) : "";
    if (value.is === "text" && end === undefined) return objects(bucket, text, call.context);
    const close =
      value.is === "text" && text !== "" && !text.endsWith("/") && !hasUnresolved(text)
        ? (end ?? "")
        : "";
    return objects(bucket, `${text}${close}*`, call.context);
  });
}
