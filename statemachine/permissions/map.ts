import { bucketArn, escapeKey, objects } from "../iam/resource-arns";
import { hasUnresolved } from "../iam/unresolved";
import { argumentsOf } from "./integration";
import { Call, type Need, type Resources, type Surroundings, need } from "./need";
import { isRecord } from "./tasks";

/**
 * What a Distributed Map needs: its child executions are executions of the same machine, its items may be read from S3
 * and its results written there. An Inline Map needs nothing of its own.
 * Source: Step Functions developer guide, "Creating IAM policies for using Distributed Map state".
 */
export function mapNeeds(state: Readonly<Record<string, unknown>>, where: Surroundings): Need[] {
  if (!isDistributed(state)) return [];
  const machine = /:stateMachine:(.*)$/s.exec(where.machine)?.[1] ?? "";
  const label = typeof state["Label"] === "string" ? state["Label"] : "*";
  const executions = where.machine.replace(":stateMachine:", ":execution:");
  return [
    need("states:StartExecution", [where.machine]),
    need(["states:DescribeExecution", "states:StopExecution"], [`${executions}:*`]),
    need("states:RedriveExecution", [
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

function reader(step: unknown, where: Surroundings): Need[] {
  if (!isRecord(step)) return [];
  const call = new Call(argumentsOf(step), where, false);
  const action = String(step["Resource"]).split(":").at(-1);
  const config = isRecord(step["ReaderConfig"]) ? step["ReaderConfig"] : {};
  if (action === "listObjectsV2") {
    const flattens = config["Transformation"] === "LOAD_AND_FLATTEN";
    return [listing(call), ...(flattens ? [need("s3:GetObject", below(call, "Prefix", ""))] : [])];
  }
  if (action !== "getObject")
    return [
      need([], {
        unknown: `an ItemReader with the Resource '${String(step["Resource"])}' is not known`,
      }),
    ];
  // A manifest names data files that lie beside it in its bucket.
  const isManifest = config["InputType"] === "MANIFEST";
  const read = isManifest ? below(call, undefined, "") : below(call, "Key", undefined);
  return [need("s3:GetObject", read)];
}

function listing(call: Call): Need {
  const prefix = call.value("Prefix");
  const text = "text" in prefix ? prefix.text : "";
  const bucket = call.on("Bucket", (name) => bucketArn(name, call.where));
  return text === "" || /[*?]/.test(text)
    ? need("s3:ListBucket", bucket)
    : need("s3:ListBucket", bucket, { StringLike: { "s3:prefix": `${text}*` } });
}

/** Step Functions adds a folder for each run below the prefix. */
function writer(step: unknown, where: Surroundings): Need[] {
  if (!isRecord(step) || step["Resource"] === undefined) return [];
  const call = new Call(argumentsOf(step), where, false);
  return [
    need(
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      below(call, "Prefix", "/"),
    ),
  ];
}

/** The objects of a bucket below the prefix in `field`, `end` after it; with no `end`, the object of exactly that key. */
function below(call: Call, field: string | undefined, end: string | undefined): Resources {
  const value = field === undefined ? { is: "missing" as const } : call.value(field);
  return call.on("Bucket", (bucket) => {
    const text = "text" in value ? escapeKey(value.text) : "";
    if (value.is === "text" && end === undefined) return objects(bucket, text, call.where);
    const close =
      value.is === "text" && text !== "" && !text.endsWith("/") && !hasUnresolved(text)
        ? (end ?? "")
        : "";
    return objects(bucket, `${text}${close}*`, call.where);
  });
}
