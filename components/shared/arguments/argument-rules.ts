import table from "./allowed-arguments.json";
import { isDeferredInput } from "./inputs";
import { type FormKind, type SizeKind } from "../limits/limits";
import { LOG_RETENTION_DAYS } from "../limits/retention";
import { format, Problems } from "../problems";

// The one table of what an argument may be by itself is allowed-arguments.json; what hangs on another is each component's
// own to check. A path goes into each member of a list with `[]` and of a record with `*`.

/** What an argument may be. Undefined is the default and fine; an Output is looked at once it is known, by AWS. */
interface ArgumentRule {
  /** A text that is not empty, known at once. */
  readonly required?: boolean;
  /** Known at once: it decides names, or which resources there are. */
  readonly plain?: boolean;
  readonly oneOf?: readonly unknown[];
  /** A whole number from the first to the second. */
  readonly whole?: readonly number[];
  /** A number of days that CloudWatch Logs can keep events. */
  readonly logRetention?: boolean;
  /** An ARN or account of this form. */
  readonly form?: string;
  /** A text or list of which AWS takes so much. */
  readonly size?: string;
  /** A text that fits, and the same in words. */
  readonly pattern?: string;
  readonly must?: string;
  /** It has to be given, and what to do about it. */
  readonly missing?: string;
}

const RULES = Object.entries as (
  rules: Readonly<Record<string, ArgumentRule>>,
) => [path: string, rule: ArgumentRule][];

/**
 * Begins the check of a component's arguments: what is wrong with each by itself.
 * @throws pulumi.InputPropertiesError for Outputs where a value must be known at once, as nothing else can be checked then
 */
export function checkArguments(component: keyof typeof table, args: object): Problems {
  requirePlain(component, args);
  const problems = new Problems();
  for (const [path, rule] of RULES(table[component])) {
    for (const [place, value] of valuesAt(args, path.split("."))) {
      checkValue(problems, place, value, rule);
    }
  }
  return problems;
}

function requirePlain(component: keyof typeof table, args: object): void {
  const problems = new Problems();
  for (const [name, { plain, required }] of RULES(table[component])) {
    const value: unknown = args[name as keyof typeof args];
    const reason =
      "is an Output: must be a plain value, because names and what there is are decided before anything is made";
    problems.add(name, (plain ?? required) && holdsDeferred(value) && reason);
  }
  problems.done(component);
}

function holdsDeferred(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isDeferredInput(value) || Object.values(value).some(holdsDeferred);
}

function checkValue(problems: Problems, path: string, value: unknown, rule: ArgumentRule): void {
  const { required, oneOf, whole, form, size, pattern, must, missing } = rule;
  const isUnlike = (text: string): boolean => pattern !== undefined && !RegExp(pattern).test(text);
  if (required) problems.required(path, value);
  if (oneOf) problems.oneOf(path, value, oneOf);
  if (whole) problems.wholeNumber(path, value, whole[0]!, whole[1]!);
  if (rule.logRetention) problems.oneOf(path, value, LOG_RETENTION_DAYS);
  if (form) problems.form(path, form as FormKind, value);
  problems
    .add(path, missing && !value && `is missing: ${missing}`)
    .add(path, typeof value === "string" && isUnlike(value) && `is ${format(value)}: must ${must}`);
  const isSized = typeof value === "string" || Array.isArray(value);
  if (size && isSized) problems.size(path, size as SizeKind, value.length);
}

/** The values that a path leads to, each with its own path; none within what is left out or not known yet. */
function valuesAt(
  value: unknown,
  [step, ...rest]: readonly string[],
  path = "",
): (readonly [path: string, value: unknown])[] {
  if (step === undefined) return [[path, value]];
  if (typeof value !== "object" || value === null || isDeferredInput(value)) return [];
  if (step !== "[]" && step !== "*") {
    const member: unknown = value[step as keyof typeof value];
    return valuesAt(member, rest, path === "" ? step : `${path}.${step}`);
  }
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    valuesAt(each, rest, step === "*" ? `${path}.${key}` : `${path}[${key}]`),
  );
}
