import { operation } from "../../../aws-api";
import { isPlaceholder } from "../../../definition/placeholder";
import { type Action, arnPattern } from "../../../iam/actions";
import { isUnresolved } from "../../../iam/unresolved";
import type { IntegrationCall } from "../../../integrations/call";
import { ANY, type Resources, together } from "../../../integrations/required-permission";
import { own } from "../../../json";
import { CHOSEN_IDS, DEFAULTS, SPELLINGS } from "../actions";
import { assign, type Field, firstNamed, plain, possibleFields, writtenFields } from "./arn-fields";

/** A kind of resource that an action can be restricted to, by one ARN pattern. */
interface Kind {
  readonly prefix: string;
  readonly name: string;
  readonly pattern: string;
  /** The variables of the pattern besides partition, region and account. */
  readonly variables: readonly string[];
  /** Whether the action's name contains the kind's. */
  readonly about: boolean;
  /** Whether the action makes one of the kind. */
  readonly made: boolean;
  /** Whether IAM compares every call with a resource of the kind. */
  readonly required: boolean;
}

const VARIABLE = /([a-z]+-)?\$\{(\w+)\}/g;

/**
 * The resources of `action`, its ARN patterns filled from the arguments of `call` to `aws-sdk:<id>`. A part that no argument
 * names is `*`: an id that AWS chooses, a thing that the call could name and does not, or one that it names by other means than
 * its name. It is unknown when the argument that names it is decided by the run, or missing.
 */
export function patternResources(action: Action, call: IntegrationCall, id: string): Resources {
  if (isPlaceholder(call.args)) return [call.args];
  const fields = writtenFields(call.args);
  const kinds = action.kinds.flatMap((name) => kindsOf(action, name));
  const found = new Map(kinds.map((kind) => [kind, named(kind, fields, call)]));
  const resources = [...found.values()].filter((some) => some !== undefined);
  const unnamed = kinds.filter((kind) => kind.required && found.get(kind) === undefined);
  const any = unnamed.map((kind) => render(kind, new Map(), call));
  if (resources.length > 0) return together([...resources, any]);
  const whole = fields.find((field) => isResourceArn(field, action.prefix, call));
  if (whole !== undefined) return texts(whole, call, (text) => text, true);
  const fixed = kinds.filter(({ variables }) => variables.length === 0);
  if (unnamed.length === 0 && fixed.length > 0)
    return fixed.map((kind) => render(kind, new Map(), call));
  const missing = demanded(kinds, call, id);
  if (missing?.required) {
    const reason = call.has(...missing.path) ? "only known when the task runs" : "missing";
    return { unknown: `${missing.path.join(".")} is ${reason}` };
  }
  if (unnamed.length > 0) return any;
  // What the call works on is named by nothing that it is given: all of the kind, or, where it could be named, nothing in particular.
  return missing === undefined && kinds.length > 0 && fields.some(isTelling)
    ? kinds.map((kind) => render(kind, new Map(), call))
    : ANY;
}

/** Everything of the kinds that `action` can be restricted to; of those that `made` is about when there are some. */
export function allOf(action: Action, made: string, call: IntegrationCall): Resources {
  const about = action.kinds.filter((kind) => plain(made).includes(plain(kind)));
  const kinds = (about.length > 0 ? about : action.kinds).flatMap((name) => kindsOf(action, name));
  return kinds.length === 0 ? ANY : kinds.map((kind) => render(kind, new Map(), call));
}

function kindsOf(action: Action, name: string): Kind[] {
  const about = plain(action.name).includes(plain(name));
  const made = plain(action.name).endsWith(`create${plain(name)}`);
  const required = action.required.includes(name);
  return (arnPattern(action.prefix, name)?.split(", ") ?? []).map((pattern) => {
    const variables = [...pattern.matchAll(VARIABLE)]
      .map(([, , variable]) => variable ?? "")
      .filter((variable) => !/^(Partition|Region|Account)$/.test(variable));
    return { prefix: action.prefix, name, pattern, variables, about, made, required };
  });
}

/** The ARNs of one kind; undefined when no argument is about it. */
function named(kind: Kind, fields: readonly Field[], call: IntegrationCall): Resources | undefined {
  const whole =
    fields.find((field) => isOfKind(field, kind, call)) ?? firstNamed(fields, arnNames(kind));
  if (whole !== undefined) return texts(whole, call, (text) => text, true);
  const assigned = assign(kind, fields);
  const [first = "", last = first] = [kind.variables[0], kind.variables.at(-1)];
  const preset = DEFAULTS[kind.prefix]?.[first];
  const field = assigned.get(first) ?? (preset === undefined ? assigned.get(last) : undefined);
  if (field === undefined)
    return preset === undefined || assigned.size === 0 ? undefined : [render(kind, assigned, call)];
  const variable = field === assigned.get(first) ? first : last;
  if (isChosenByAws(kind, variable, field)) return [render(kind, assigned, call)];
  return texts(field, call, (text) =>
    isArn(text, kind.prefix) ? text : render(kind, assigned, call, field, text),
  );
}

/** Whether a variable is an id that AWS chooses, though the call gives or knows the thing by a name. */
function isChosenByAws(
  { made, prefix }: Kind,
  variable: string,
  argument: Field | undefined,
): boolean {
  const isName = argument?.names.every((name) => !/(id|ids|identifier|uuid)$/.test(name));
  const isChosen = (made && /(Id|Uuid)$/.test(variable)) || CHOSEN_IDS[prefix]?.includes(variable);
  return isName === true && isChosen === true;
}

/** The pattern with the values of its variables, `*` for those that are not known; `text` is the value of `field`. */
function render(
  kind: Kind,
  assigned: ReadonlyMap<string, Field>,
  call: IntegrationCall,
  field?: Field,
  text = "",
): string {
  const { partition: Partition, region: Region, accountId: Account } = call.context;
  const place = { Partition, Region, Account, ...DEFAULTS[kind.prefix] };
  return kind.pattern.replace(VARIABLE, (_whole, lead: string | undefined, variable: string) => {
    const argument = assigned.get(variable);
    const from = isChosenByAws(kind, variable, argument) ? undefined : argument;
    const value = from === undefined ? undefined : call.value(...from.path);
    const known = value?.is === "text" && !/[*?]/.test(value.text) ? value.text : undefined;
    const preset = from === undefined ? own(place, variable) : undefined;
    const given = from !== undefined && from === field ? text : (known ?? preset ?? "*");
    const filled = own(SPELLINGS[kind.prefix]?.[variable] ?? {}, given) ?? given;
    return lead !== undefined && filled.startsWith(lead) ? filled : `${lead ?? ""}${filled}`;
  });
}

/** What `build` makes of the text of a field, or of each text of its list. */
function texts(
  { path }: Field,
  call: IntegrationCall,
  build: (text: string) => string,
  areArns = false,
): Resources {
  const items = call.items(...path) ?? [path];
  return together(items.map((at) => (areArns ? call.arnIn(...at) : call.on(at, build))));
}

/** Whether a field holds an ARN of this kind. Roles and keys that are handed over are no resource of the call. */
function isOfKind({ path }: Field, { pattern }: Kind, call: IntegrationCall): boolean {
  const [first = [...path, 0]] = call.items(...path) ?? [path];
  const value = call.value(...first);
  if (value.is !== "text" || !value.text.startsWith("arn:")) return false;
  const parts = pattern.split(/\$\{\w+\}|\*/).map((part) => part.replace(/[^\w:/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(value.text);
}

/** Whether a field holds the ARN of something of the service, or what a deployment makes one. */
function isResourceArn({ path, names }: Field, prefix: string, call: IntegrationCall): boolean {
  const value = call.value(...path);
  const isArnField = names.some((name) => /arn$/.test(name) && !/(role|key)arn$/.test(name));
  if (names.includes("resourcearn")) return true;
  if (value.is !== "text") return false;
  return value.text.startsWith("arn:")
    ? isArn(value.text, prefix)
    : isUnresolved(value.text) && isArnField;
}

const isArn = (text: string, prefix: string): boolean =>
  new RegExp(`^arn:[^:]*:${prefix}:`).test(text) ||
  (isUnresolved(text) && /A(rn|RN)\}$/.test(text));

/** The arguments that may hold the whole ARN of a thing of this kind. */
const arnNames = ({ name, about }: Kind): string[] => [
  `${name}Arn`,
  `${name}Arns`,
  ...(about ? ["Arn", "ResourceArn"] : []),
];

/**
 * The argument by which the operation can name one of `kinds`, after the API model. A name that an expression gives is none
 * where AWS chooses the id.
 */
function demanded(kinds: readonly Kind[], call: IntegrationCall, id: string): Field | undefined {
  const [service = "", name = ""] = id.split(":");
  const input = operation(service, name)?.input;
  const fields = input === undefined ? [] : possibleFields(input);
  const naming = kinds.flatMap((kind) => {
    const whole = firstNamed(fields, arnNames(kind));
    const assigned = assign(kind, fields);
    const variable = [kind.variables[0], kind.variables.at(-1)].find((each = "") =>
      assigned.has(each),
    );
    const part = assigned.get(variable ?? "");
    const isIdle =
      part !== undefined && call.has(...part.path) && isChosenByAws(kind, variable ?? "", part);
    return [whole, isIdle ? undefined : part].filter((field) => field !== undefined);
  });
  return naming.find(({ required }) => required) ?? naming[0];
}

/** Whether an argument looks like the name of something that the call works on. */
const isTelling = ({ names }: Field): boolean =>
  names.some((name) => /(id|ids|name|names|identifier|identifiers|arn|arns)$/.test(name)) &&
  !names.some((name) => /(token|role|role_?arn|key_?id|key_?arn)$/.test(name));
