import data from "./aws-limits.json";

// The one table of AWS's limits is aws-limits.json; docs/limits.md prints it.

/** What AWS lets a name be; regular expressions as text. */
interface NameLimit {
  /** What the name is of, as it reads in a message. */
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** Every allowed character, one after the other. */
  readonly characters: string;
  /** The same in words. */
  readonly allowed: string;
  /** What else AWS demands: the pattern of a broken name, and the rule it breaks. */
  readonly rules?: readonly (readonly string[])[];
  /** AWS's page that says so. */
  readonly source: string;
}

/** How much AWS takes of something. */
interface SizeLimit {
  readonly max: number;
  /** What is counted, in the plural. */
  readonly unit: string;
  /** Where, as it reads after the number and the unit. */
  readonly where: string;
  /** What to do with more. */
  readonly fix?: string;
  /** AWS's page that says so. */
  readonly source: string;
}

/** The form of an ARN or account. */
interface Form {
  readonly pattern: string;
  readonly example: string;
}

// No declaration that the package's users compile may name these kinds: their compilers refuse the type of a JSON file.

/** The kinds of names that AWS limits. */
export type NameKind = keyof typeof data.names;
/** What AWS limits the size or number of. */
export type SizeKind = keyof typeof data.sizes;
/** What an argument names by its ARN, or an account. */
export type FormKind = keyof typeof data.forms;

/** The limits of every name that the components make. */
export const NAME_LIMITS: Readonly<Record<NameKind, NameLimit>> = data.names;
/** The limits of every size and number that the components can know before AWS does. */
export const SIZE_LIMITS: Readonly<Record<SizeKind, SizeLimit>> = data.sizes;
/** The form of every ARN that the components take. */
export const FORMS: Readonly<Record<FormKind, Form>> = data.forms;
/** Names that Lambda itself sets in a function's environment, and AWS's page that lists them. */
export const RESERVED_ENVIRONMENT: { readonly names: readonly string[]; readonly source: string } =
  data.reservedEnvironment;

/**
 * Says how a name breaks AWS's limit for its kind: the limit and the offending value.
 * @returns undefined for a good name
 */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const { what, min, max, characters, allowed, rules = [] } = NAME_LIMITS[kind];
  const shown = JSON.stringify(name);
  if (name.length < min || name.length > max) {
    return `${what} ${shown} has ${name.length} characters: AWS allows ${min} to ${max}`;
  }
  if (!new RegExp(characters, "u").test(name)) return `${what} ${shown} may hold only ${allowed}`;
  const broken = rules.find(([pattern = ""]) => new RegExp(pattern, "u").test(name));
  return broken && `${what} ${shown} ${broken[1]}`;
}

/**
 * Says that something is larger than AWS takes: its size and the limit.
 * @returns undefined for what fits
 */
export function sizeProblem(kind: SizeKind, size: number): string | undefined {
  const { max, unit, where, fix } = SIZE_LIMITS[kind];
  const reason = `has ${size} ${unit}: AWS allows ${max} ${where}`;
  return size > max ? [reason, fix].filter(Boolean).join("; ") : undefined;
}

/**
 * Says that a text is not an ARN of the kind, or not an account.
 * @returns undefined for a good one
 */
export function formProblem(kind: FormKind, text: unknown): string | undefined {
  const { pattern, example } = FORMS[kind];
  return typeof text === "string" && new RegExp(pattern, "u").test(text)
    ? undefined
    : `is ${JSON.stringify(text)}: must be such as ${example}`;
}
