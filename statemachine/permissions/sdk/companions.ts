import { arnOr, escapeKey, objects, s3Uri } from "../../iam/resource-arns";
import type { IntegrationCall } from "../../integrations/call";
import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
} from "../../integrations/required-permission";
import {
  type NamedResources,
  type PermissionRow,
  permissionsOf,
} from "../../integrations/template";
import data from "./companion-calls.json";
import { s3Objects } from "./resources";

/** What a call needs besides its own action when it has certain arguments. */
interface Companion extends PermissionRow {
  /** The calls, as the pattern of `service:operation`. */
  readonly calls: string;
  /** Arguments, separated by blanks, with any of which another row counts instead. */
  readonly unless?: string;
}

/**
 * Sources: the API references of Rekognition, Textract, Transcribe and Polly ("the caller must have permission to the
 * bucket"), of RDS Data, Redshift Data ("Authorizing access"), Bedrock (RetrieveAndGenerate), Timestream
 * (DescribeEndpoints), DynamoDB ("Requesting a table export", "Requesting a table import"), and the S3 user guide,
 * "Required permissions for Amazon S3 API operations".
 */
const COMPANIONS = (data as readonly Companion[]).map((row) => ({
  ...row,
  calls: new RegExp(`^(?:${row.calls})$`),
}));

const RESOURCES: NamedResources = { mediaFile, modelOfKnowledgeBase, objects: s3Objects };

/** What `service:operation` needs besides the action of its own name, by its arguments. */
export function companionPermissions(id: string, call: IntegrationCall): RequiredPermission[] {
  const rows = COMPANIONS.filter(
    ({ calls, unless }) =>
      calls.test(id) && !unless?.split(" ").some((argument) => call.has(argument)),
  );
  return [...permissionsOf(rows, call, RESOURCES), ...languageDetection(id, call)];
}

function modelOfKnowledgeBase(call: IntegrationCall): Resources {
  const { partition, region } = call.context;
  return call.on(
    ["RetrieveAndGenerateConfiguration", "KnowledgeBaseConfiguration", "ModelArn"],
    (model) =>
      arnOr(model, (id) => `arn:${partition}:bedrock:${region}::foundation-model/${id}`, "arn"),
  );
}

/** `s3://bucket/key`, of which at least the bucket must be known. */
function mediaFile(call: IntegrationCall): Resources {
  const uri = call.value("Media", "MediaFileUri");
  const text = "text" in uri ? uri.text : "*";
  const target = /[*?]/.test(text) ? undefined : s3Uri(text);
  const isKnown = uri.is === "text" || /^s3:\/\/[^/]+\//.test(text);
  if (target === undefined || !isKnown)
    return { unknown: "Media.MediaFileUri is only known when the task runs" };
  const end = uri.is === "text" ? "" : "*";
  return [objects(target.bucket, `${escapeKey(target.key)}${end}`, call.context)];
}

/** Translate asks Comprehend, for its caller, which language a text is in. */
function languageDetection(id: string, call: IntegrationCall): RequiredPermission[] {
  const source = call.value("SourceLanguageCode");
  const isFixed = source.is === "missing" || (source.is === "text" && source.text !== "auto");
  return id.startsWith("translate:") && !isFixed
    ? [requires("comprehend:DetectDominantLanguage", ANY)]
    : [];
}
