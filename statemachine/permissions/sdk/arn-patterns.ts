import type { IntegrationCall } from "../../integrations/call";
import { type Resources, together } from "../../integrations/required-permission";
import { isUnresolved } from "../../iam/unresolved";
import { ARGUMENTS, DEFAULTS } from "./actions";
import { isPlaceholder } from "../../definition/placeholder";
import { type Action, arnPattern } from "../../iam/actions";

/** What makes something new also needs permission for the things that the call does not name. */
const MAKES = /:(Allocate|Copy|Create|Import|Launch|Purchase|Register|Request|Restore|Run)/;

/**
 * The resources of an action whose ARN patterns can be filled from the call's arguments. The first name in a pattern must
 * be known; what lies below it, such as a run of a job, may be any.
 */
export function patternResources(action: Action, call: IntegrationCall): Resources {
  if (isPlaceholder(call.args)) return [call.args];
  const whole = fieldFor(call, ["ResourceArn"]);
  if (whole !== undefined) return arnsIn(call, whole);
  const tried = action.kinds.map((kind) => fill(action, kind, call));
  const named = tried.filter((resources) => resources !== undefined);
  const makesMore = MAKES.test(action.name) && named.length < tried.length && tried.length > 1;
  if (named.length === 0) {
    const other = fieldWithArnOf(call, action.prefix);
    if (other !== undefined) return arnsIn(call, other);
  }
  if (named.length === 0 || makesMore) {
    const patterns = action.kinds.map((kind) => arnPattern(action.prefix, kind) ?? kind);
    const some = patterns.slice(0, 3).join(", ");
    const which = makesMore ? "not every resource is" : "no argument is";
    return { unknown: `${which} the name of what the call works on: ${some}` };
  }
  return together(named);
}

/** The ARNs of one kind; undefined when no argument is about it. */
function fill(action: Action, kind: string, call: IntegrationCall): Resources | undefined {
  const pattern = arnPattern(action.prefix, kind);
  if (pattern === undefined) return undefined;
  const variables = [...pattern.matchAll(/\$\{(\w+)\}/g)]
    .map(([, name]) => name ?? "")
    .filter((name) => !/^(Partition|Region|Account)$/.test(name));
  const first = variables[0];
  if (first === undefined) return undefined;
  const whole = fieldFor(call, arnFields(kind, action));
  if (whole !== undefined) return arnsIn(call, whole);
  const field = fieldFor(call, nameFields(first, kind, action));
  const preset = DEFAULTS[action.prefix]?.[first];
  if (field === undefined && preset === undefined) return undefined;
  const rest = (name: string, text: string): string =>
    text.replace(/\$\{(\w+)\}/g, (_whole, variable: string) => {
      if (variable === first) return name;
      return lower(variable, kind, action, call);
    });
  const build = (name: string): string => (isArn(name, action.prefix) ? name : rest(name, pattern));
  if (field === undefined) return [build(preset ?? "")];
  return named(call, field, build);
}

function lower(variable: string, kind: string, action: Action, call: IntegrationCall): string {
  const { partition, region, accountId } = call.context;
  const place: Record<string, string> = {
    Partition: partition,
    Region: region,
    Account: accountId,
  };
  if (place[variable] !== undefined) return place[variable];
  const field = fieldFor(call, nameFields(variable, kind, action));
  const value = field === undefined ? undefined : call.value(field);
  return value?.is === "text" && !/[*?]/.test(value.text) ? value.text : "*";
}

/** The ARN in a field, or the ARNs of a list. */
function arnsIn(call: IntegrationCall, field: string): Resources {
  const items = call.list(field);
  if (!items) return call.arnIn(field);
  return together(items.map((_item, index) => call.arnIn(field, index)));
}

/** An argument that holds the ARN of something of this service, such as the PolicyArn of a GetX call. */
function fieldWithArnOf(call: IntegrationCall, prefix: string): string | undefined {
  if (typeof call.args !== "object" || call.args === null) return undefined;
  const fields = Object.entries(call.args as Record<string, unknown>);
  return fields.find(
    ([field, value]) =>
      typeof value === "string" &&
      (value.startsWith("arn:")
        ? isArn(value, prefix)
        : isUnresolved(value) && /Arn$/.test(field) && !/(Role|Key)Arn$/.test(field)),
  )?.[0];
}

/** One ARN for a text, several for a list of texts. */
function named(call: IntegrationCall, field: string, build: (text: string) => string): Resources {
  const items = call.list(field);
  if (!items) return call.on(field, build);
  return together(items.map((_item, index) => call.on([field, index], build)));
}

const isArn = (text: string, prefix: string): boolean =>
  new RegExp(`^arn:[^:]*:${prefix}:`).test(text) ||
  (isUnresolved(text) && /A(rn|RN)\}$/.test(text));

const plain = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();

/** The arguments that may hold the whole ARN of a thing of this kind. */
function arnFields(kind: string, action: Action): string[] {
  const about = plain(action.name).includes(plain(kind));
  return [`${kind}Arn`, `${kind}Arns`, ...(about ? ["Arn", "ResourceArn", "ResourceARN"] : [])];
}

/** The arguments that may hold the value of a variable, the likeliest first. */
function nameFields(variable: string, kind: string, action: Action): string[] {
  const stem = variable.replace(/(Name|Id|Identifier|Key)$/, "");
  const about = plain(action.name).includes(plain(kind)) && plain(variable).includes(plain(kind));
  return [
    ...(ARGUMENTS[action.prefix]?.[variable] ? [ARGUMENTS[action.prefix]?.[variable] ?? ""] : []),
    ...["", "s", "Name", "Id", "Identifier", "Names", "Ids"].map((end) => `${stem}${end}`),
    variable,
    `${variable}s`,
    ...["Name", "Id", "Identifier"].map((end) => `${kind}${end}`),
    ...(about ? ["Name", "Names", "Id", "Ids", "Identifier"] : []),
  ];
}

/** The first of `names` that is an argument of the call, as the call spells it. */
function fieldFor(call: IntegrationCall, names: readonly string[]): string | undefined {
  if (typeof call.args !== "object" || call.args === null) return undefined;
  const fields = Object.keys(call.args).map((key) => key.replace(/\.\$$/, ""));
  for (const name of names) {
    const field = fields.find((candidate) => plain(candidate) === plain(name));
    if (field !== undefined) return field;
  }
  return undefined;
}
