import { argumentsOf, IntegrationCall, type PermissionContext } from "../integrations/call";
import {
  type RequiredPermission,
  type Resources,
  requires,
} from "../integrations/required-permission";
import { bucketArn, escapeKey, objects } from "../iam/resource-arns";
import { hasUnresolved } from "../iam/unresolved";
import { isRecord } from "./tasks";

/**
 * What a Distributed Map needs: its child executions are executions of the same machine, its items may be read from S3
 * and its results written there. An Inline Map needs nothing of its own.
 * Source: Step Functions developer guide, "Creating IAM policies for using Distributed Map state".
 */
export function mapPermissions(
  state: Readonly<Record<string, unknown>>,
  where: PermissionContext,
): RequiredPermission[] {
  if (!isDistributed(state)) return [];
  const machine = /:stateMachine:(.*)$/s.exec(where.machineArn)?.[1] ?? "";
  const label = typeof state["Label"] === "string" ? state["Label"] : "*";
  const executions = where.machineArn.replace(":stateMachine:", ":execution:");
  return [
    requires("states:StartExecution", [where.machineArn]),
    requires(["states:DescribeExecution", "states:StopExecution"], [`${executions}:*`]),
    requires("states:RedriveExecution", [
      `${executions.slice(0, executions.length - machine.length)}${machine}/${label}:*`,
    ]),
    ...reader(state["ItemReader"], where),
    ...writer(state["ResultWriter"], where),
  ];
}

function isDistributed(state: Readonly<Record<string, unknown>>): boolean {
  const processor = isRecord(state["ItemProcessor"]) ? state["ItemProcessor"] : state["Iterator"];
  const config = isRecord(processor) ? processor["ProcessorConfig"] : undefined;
  return state["Type"] === "Map" && isRecord(config) && config["Mode"] === "DISTRIBUTED";
}

function reader(step: unknown, where: PermissionContext): RequiredPermission[] {
  if (!isRecord(step)) return [];
  const call = new IntegrationCall(argumentsOf(step), where, false);
  const action = String(step["Resource"]).split(":").at(-1);
  const config = isRecord(step["ReaderConfig"]) ? step["ReaderConfig"] : {};
  if (action === "listObjectsV2") {
    const flattens = config["Transformation"] === "LOAD_AND_FLATTEN";
    return [
      listing(call),
      ...(flattens ? [requires("s3:GetObject", below(call, "Prefix", ""))] : []),
    ];
  }
  if (action !== "getObject")
    return [
      requires([], {
        unknown: `an ItemReader with the Resource '${String(step["Resource"])}' is not known`,
      }),
    ];
  // A manifest names data files that lie beside it in its bucket.
  const isManifest = config["InputType"] === "MANIFEST";
  const read = isManifest ? below(call, undefined, "") : below(call, "Key", undefined);
  return [requires("s3:GetObject", read)];
}

function listing(call: IntegrationCall): RequiredPermission {
  const prefix = call.value("Prefix");
  const text = "text" in prefix ? prefix.text : "";
  const bucket = call.on("Bucket", (name) => bucketArn(name, call.context));
  return text === "" || /[*?]/.test(text)
    ? requires("s3:ListBucket", bucket)
    : requires("s3:ListBucket", bucket, { StringLike: { "s3:prefix": `${text}*` } });
}

/** Step Functions adds a folder for each run below the prefix. */
function writer(step: unknown, where: PermissionContext): RequiredPermission[] {
  if (!isRecord(step) || step["Resource"] === undefined) return [];
  const call = new IntegrationCall(argumentsOf(step), where, false);
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
