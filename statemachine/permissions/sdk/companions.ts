import type { IntegrationCall } from "../../integrations/call";
import { ANY, type RequiredPermission, requires } from "../../integrations/required-permission";
import { type PermissionRow, permissionsOf } from "../../integrations/template";
import data from "./companion-calls.json";
import { NAMED } from "./resources/named";

/** What a call needs besides its own action when it has certain arguments. */
interface Companion extends PermissionRow {
  /** The calls, as the pattern of `service:operation`. */
  readonly calls: string;
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

/** What `service:operation` needs besides the action of its own name, by its arguments. */
export function companionPermissions(id: string, call: IntegrationCall): RequiredPermission[] {
  const rows = COMPANIONS.filter(({ calls }) => calls.test(id));
  return [...permissionsOf(rows, call, NAMED), ...languageDetection(id, call)];
}

/** Translate asks Comprehend, for its caller, which language a text is in. */
function languageDetection(id: string, call: IntegrationCall): RequiredPermission[] {
  const source = call.value("SourceLanguageCode");
  const isFixed = source.is === "missing" || (source.is === "text" && source.text !== "auto");
  return id.startsWith("translate:") && !isFixed
    ? [requires("comprehend:DetectDominantLanguage", ANY)]
    : [];
}
