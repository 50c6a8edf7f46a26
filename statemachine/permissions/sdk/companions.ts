import { operation } from "../../aws-api";
import { type Action, findAction } from "../../iam/actions";
import { Expression } from "../../integrations/argument";
import type { IntegrationCall } from "../../integrations/call";
import {
  ANY,
  type RequiredPermission,
  requires,
  type Resources,
  together,
} from "../../integrations/required-permission";
import { type PermissionRow, permissionsOf } from "../../integrations/template";
import { PASSED_TO } from "./actions";
import data from "./companion-calls.json";
import { allOf } from "./resources/arn-patterns";
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

/** A service that gets a role must be given it: every argument that is a role, in calls that change something. */
export function passedRoles(
  actions: readonly Action[],
  call: IntegrationCall,
  id: string,
): RequiredPermission[] {
  const changes = actions.filter(
    ({ name, prefix }) =>
      !/:(Get|List|Describe|Batch(Get|Describe)|Assume|Invoke|Search)/.test(name) &&
      !/^(sts|iam)$/.test(prefix),
  );
  if (changes.length === 0) return [];
  const paths = [...rolePaths(call.args, 3), ...hiddenRoles(call, id)];
  if (paths.length === 0) return [];
  const service = PASSED_TO[changes[0]?.prefix ?? ""];
  const roles = together(paths.map((path) => call.arnIn(...path)));
  const condition =
    service === undefined ? undefined : { StringEquals: { "iam:PassedToService": service } };
  return [requires("iam:PassRole", roles, condition)];
}

function rolePaths(args: unknown, depth: number): (string | number)[][] {
  if (depth === 0 || typeof args !== "object" || args === null) return [];
  return Object.entries(args).flatMap(([key, value]): (string | number)[][] => {
    const name = key.replace(/\.\$$/, "");
    const text = typeof value === "string" ? value : "";
    const isRole =
      /Role(Arn|ARN)$/.test(name) || (/Role$/.test(name) && /^(arn:|\$|\{%)/.test(text));
    // A list under such a name is a filter's, of what to find.
    if (isRole && !Array.isArray(value)) return [[name]];
    const step = Array.isArray(args) ? Number(name) : name;
    return rolePaths(value, depth - 1).map((path) => [step, ...path]);
  });
}

/** Roles that the API demands inside of an argument that the run decides as a whole. */
function hiddenRoles(call: IntegrationCall, id: string): (string | number)[][] {
  const [service = "", name = ""] = id.split(":");
  const members = [...(operation(service, name)?.input.members.values() ?? [])];
  return members.flatMap(({ name: argument, shape }): string[][] => {
    if (shape.type !== "structure" || !(call.raw(argument) instanceof Expression)) return [];
    const roles = [...shape.members.values()].filter((member) => member.required);
    return roles
      .filter((role) => role.name.endsWith("RoleArn"))
      .map((role) => [argument, role.name]);
  });
}

/** Arguments that give what a call makes its tags. */
const TAGS = /^(?:Tags|TagList|TagSpecifications?)$/;

/** Calls that make something; those that tag, find or change what is there have actions of their own. */
const MAKES =
  /:(?:Allocate|Copy|Create|Import|Issue|Provision|Purchase|Put|Register|Request|Restore|Run|Start|Submit)(?!.*Tagging$)/;

/** How the actions are called by which services tag, the likeliest first; `X` is what the call makes. */
const NAMES = [
  "PutXTagging",
  "TagX",
  "AddTagsToX",
  "TagResource",
  "AddTagsToResource",
  "AddTags",
  "CreateTags",
];

/**
 * The right to tag, for a call that gives what it makes tags: on what the call itself is on. Source: the user guides of the
 * services, "tag on create"; of EC2, "Grant permission to tag resources during creation".
 */
export function taggingPermissions(
  actions: readonly Action[],
  call: IntegrationCall,
  resourcesOf: (action: Action) => Resources,
): RequiredPermission[] {
  const [action, ...others] = actions;
  if (action === undefined || others.length > 0 || !MAKES.test(action.name)) return [];
  if (!argumentNames(call).some((name) => TAGS.test(name))) return [];
  const made = action.name.replace(/^.*:(?:[A-Z][a-z]+)/, "");
  const tagging = NAMES.map((name) => findAction(action.prefix, name.replace("X", made))).find(
    (found) => found !== undefined,
  );
  // EC2's CreateTags is the right to tag itself.
  if (tagging === undefined || tagging.name === action.name) return [];
  if (action.prefix !== "ec2") {
    const resources = resourcesOf(action);
    return [requires(tagging.name, resources === ANY ? allOf(tagging, made, call) : resources)];
  }
  const creates = { StringEquals: { "ec2:CreateAction": action.name.replace("ec2:", "") } };
  return [requires(tagging.name, [call.arn("ec2", "*/*")], creates)];
}

function argumentNames({ args }: IntegrationCall): string[] {
  return typeof args === "object" && args !== null
    ? Object.keys(args).map((name) => name.replace(/\.\$$/, ""))
    : [];
}
