import { globalArn } from "../iam/arn";
import { arnOr, bucketArn, escapeKey, objectAt, objects } from "../iam/resource-arns";
import { own } from "../json";
import type { IntegrationCall } from "./call";
import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "./required-permission";

/** A required permission as the tables in JSON say it. */
export interface PermissionRow {
  /** Arguments, divided by spaces, without any of which it is not required. */
  readonly if?: string;
  /** Arguments, divided by spaces, with any of which it is not required. */
  readonly unless?: string;
  readonly actions?: readonly string[];
  /** Those besides while the task waits for the end of its job. */
  readonly sync?: readonly string[];
  /** The resources, see {@link resourcesOf}. */
  readonly on: string | readonly string[];
  /** The condition: keys and what they equal. */
  readonly equals?: Readonly<Record<string, string>>;
}

/** What no template can say: resources, which a row has after `@`, and permissions, in place of a row. */
export interface Named {
  readonly resources: NamedResources;
  readonly permissions: Readonly<Record<string, Permissions>>;
}

export type NamedResources = Readonly<Record<string, (call: IntegrationCall) => Resources>>;

/** What a call requires. */
export type Permissions = (call: IntegrationCall) => readonly RequiredPermission[];

/** What `rows` require for a call. */
export function permissionsOf(
  rows: readonly (PermissionRow | string)[],
  call: IntegrationCall,
  named: Named,
): RequiredPermission[] {
  return rows.flatMap((row) => {
    if (typeof row === "string") return lookup(named.permissions, row)(call);
    const { actions = [], sync = [], on, equals } = row;
    const required = call.sync ? [...actions, ...sync] : actions;
    if (required.length === 0 || !applies(row, call)) return [];
    const resources = resourcesOn(on, call, named.resources);
    return [requires(required, resources, equals && { StringEquals: { ...equals } })];
  });
}

/** Whether a call has the arguments that a row asks for. */
export function applies(
  { if: given, unless }: Pick<PermissionRow, "if" | "unless">,
  call: IntegrationCall,
): boolean {
  const has = (argument: string): boolean => call.has(...argument.split("."));
  return (given?.split(" ").some(has) ?? true) && !unless?.split(" ").some(has);
}

/** The resources of a row, by templates or by their names after `@`. */
export function resourcesOn(
  on: PermissionRow["on"],
  call: IntegrationCall,
  named: NamedResources,
): Resources {
  const resources = [on]
    .flat()
    .map((each) =>
      each.startsWith("@") ? lookup(named, each.slice(1))(call) : resourcesOf(each, call),
    );
  return together(resources);
}

/** The rule by which Step Functions learns of the end of a job, which it makes and keeps itself; none without `.sync`. */
export function managedRule(call: IntegrationCall, name: string | undefined): RequiredPermission[] {
  const actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];
  return call.sync && name ? [requires(actions, [call.arn("events", `rule/${name}`)])] : [];
}

/** What a table in JSON names: a test reads all of them. */
function lookup<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = own(values, name);
  if (value === undefined) throw new Error(`there is nothing called '${name}'`);
  return value;
}

/** A field of a call in a template. */
interface Field {
  readonly path: readonly string[];
  /** What takes a name as well as an ARN: what a stand-in for it is taken for. Or a `uri`, the place of an object. */
  readonly form: "arn" | "name" | "uri" | undefined;
  /** The service's default for a field left out. */
  readonly fallback: string | undefined;
  /** How it is read when it is not known, or not given: see {@link resourcesOf}. */
  readonly how: string | undefined;
}

const FIELD = /\{([\w.]+)(?::(arn|name|uri))?(?:=(\w+))?(?:, ([^}]+))?\}/g;
const MADE_BY = "made by ";

/**
 * The resources that a template stands for: `eks:cluster/{Name}` with the field Name of the call, an ARN of its region and
 * account; `iam::role/x`, an ARN without a region; `s3://{Bucket}/{Key}`; `{RoleArn}` alone, the ARN in that field; `*`.
 * A field that takes an ARN as well as a name is `{Name:name}`, or `{Name:arn}` when a stand-in is taken for an ARN;
 * `{Place:uri}` is the object that `s3://bucket/key` names; `{Name=Default}` has a default. A field must be known, but for `{Id, if known}` (else `*`), `{Key, as far as known}`,
 * `{Name, new}` (of what the call makes, the beginning is enough), `{Id, made by service:action}` (anything, when a task of
 * the machine makes it so) and `{Name, optional}`, without which there is no such resource.
 */
export function resourcesOf(template: string, call: IntegrationCall): Resources {
  if (template === "*") return ANY;
  const fields = [...template.matchAll(FIELD)].map(fieldOf);
  const field = fields.find(({ how }) => how !== "if known");
  if (field === undefined) return [fill(template, call, "")];
  const { path, form, fallback, how } = field;
  const build = (text: string): string => fill(template, call, text);
  if (template === `{${path.join(".")}}`) return call.arnIn(...path);
  if (form === "uri") return call.on(path, (uri) => objectAt(uri, call.context));
  if (how === "optional" && !call.has(...path)) return [];
  if (how === "new") return call.onNew(path.join(), build);
  if (how?.startsWith(MADE_BY)) return call.onMade(path.join(), how.slice(MADE_BY.length), build);
  return call.on(path, form ? (text) => arnOr(text, build, form) : build, fallback);
}

function fieldOf([, path = "", form, fallback, how]: readonly (string | undefined)[]): Field {
  return { path: path.split("."), form: form as Field["form"], fallback, how };
}

/** The ARN of a template, `text` in the field that must be known. */
function fill(template: string, call: IntegrationCall, text: string): string {
  const [, key] = /^s3:\/\/\{[^}]*\}(?:\/(.*))?$/.exec(template) ?? [];
  if (key !== undefined) return objects(text, fillFields(key, call, text), call.context);
  if (template.startsWith("s3://")) return bucketArn(text, call.context);
  const service = template.slice(0, template.indexOf(":"));
  const resource = template.slice(service.length + 1);
  // IAM compares SageMaker's names in lower case.
  const name = service === "sagemaker" && !text.startsWith("${") ? text.toLowerCase() : text;
  return resource.startsWith(":")
    ? globalArn(call.context, service, fillFields(resource.slice(1), call, name))
    : call.arn(service, fillFields(resource, call, name));
}

function fillFields(template: string, call: IntegrationCall, text: string): string {
  const filled = template.replace(FIELD, (...match: string[]) => {
    const { path, how } = fieldOf(match);
    if (how === "if known") return call.textOrAny(...path);
    if (how !== "as far as known") return text;
    const value = call.value(...path);
    const begin = "text" in value ? escapeKey(value.text) : "";
    return value.is === "text" ? begin : `${begin}*`;
  });
  // A star spans the steps of a path, too.
  return filled.replace(/\*\/?\*$/, "*");
}
