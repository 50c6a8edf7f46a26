import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
} from "../../integrations/required-permission";
import type { IntegrationCall } from "../../integrations/call";
import { own } from "../../json";
import { escapeKey, objects, s3Uri } from "../../iam/resource-arns";

type Path = readonly (string | number)[];

/** Objects that a service reads or writes with the rights of its caller. */
interface DataAccess {
  /** Arguments that are `{Bucket, Name}` of an object to read. */
  readonly reads?: readonly Path[];
  /** An argument that is the `s3://` text of an object to read. */
  readonly readsUri?: Path;
  /** Arguments with the bucket to write to, and the beginning of the keys. */
  readonly writes?: { readonly bucket: Path; readonly prefix: Path };
}

/**
 * SDK services that use their caller's rights to data.
 * Sources: Rekognition, Textract, Transcribe and Polly API references ("the caller must have permission to the bucket").
 */
const DATA_ACCESS: Readonly<Record<string, DataAccess>> = {
  rekognition: {
    reads: [
      ["Image", "S3Object"],
      ["Video", "S3Object"],
      ["SourceImage", "S3Object"],
      ["TargetImage", "S3Object"],
    ],
  },
  textract: {
    reads: [
      ["Document", "S3Object"],
      ["DocumentLocation", "S3Object"],
    ],
    writes: { bucket: ["OutputConfig", "S3Bucket"], prefix: ["OutputConfig", "S3Prefix"] },
  },
  transcribe: {
    readsUri: ["Media", "MediaFileUri"],
    writes: { bucket: ["OutputBucketName"], prefix: ["OutputKey"] },
  },
  polly: { writes: { bucket: ["OutputS3BucketName"], prefix: ["OutputS3KeyPrefix"] } },
};

/** What a call to `service` needs besides its own action, so that the service gets at the caller's data. */
export function dataPermissions(service: string, call: IntegrationCall): RequiredPermission[] {
  const access = own(DATA_ACCESS, service);
  const { reads = [], readsUri, writes } = access ?? {};
  return [
    ...reads
      .filter((path) => call.raw(...path) !== undefined)
      .map((path) =>
        requires("s3:GetObject", within(call, [...path, "Bucket"], [...path, "Name"], "")),
      ),
    ...(readsUri && call.has(...readsUri)
      ? [requires("s3:GetObject", uriObject(call, readsUri))]
      : []),
    ...(writes && call.has(...writes.bucket)
      ? [requires("s3:PutObject", within(call, writes.bucket, writes.prefix, "*"))]
      : []),
    ...languageDetection(service, call),
  ];
}

function within(call: IntegrationCall, bucket: Path, key: Path, end: string): Resources {
  const name = call.value(...key);
  const text = "text" in name ? escapeKey(name.text) : "";
  return call.on(bucket, (owner) =>
    objects(owner, `${text}${name.is === "text" ? end : "*"}`, call.context),
  );
}

/** `s3://bucket/key`, of which at least the bucket must be known. */
function uriObject(call: IntegrationCall, path: Path): Resources {
  const uri = call.value(...path);
  const target = "text" in uri && !/[*?]/.test(uri.text) ? s3Uri(uri.text) : undefined;
  const known =
    target && (uri.is === "text" || /^s3:\/\/[^/]+\//.test("text" in uri ? uri.text : ""));
  if (!known) return { unknown: `${path.join(".")} is only known when the task runs` };
  const end = uri.is === "text" ? "" : "*";
  return [objects(target.bucket, `${escapeKey(target.key)}${end}`, call.context)];
}

/** Translate asks Comprehend, for its caller, which language a text is in. */
function languageDetection(service: string, call: IntegrationCall): RequiredPermission[] {
  const source = call.value("SourceLanguageCode");
  const fixed = source.is === "text" && source.text !== "auto";
  return service === "translate" && call.has("SourceLanguageCode") && !fixed
    ? [requires("comprehend:DetectDominantLanguage", ANY)]
    : [];
}
