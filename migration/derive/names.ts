import { display, isRecord } from "../../statemachine/json";
import { type Attributes, tagsOf } from "../state/attributes";

/** Terraform variables of one module by their names there. */
export type Variables = Readonly<Record<string, unknown>>;

/** The three parts of every name in the modules. */
export interface NameParts {
  readonly prefix: string;
  readonly environment: string;
  readonly name: string;
}

/** A physical name that does not follow `<prefix>-<environment>-<name>`. */
export class NameError extends Error {
  public constructor(name: string) {
    super(
      `the name "${name}" is not of the form <prefix>-<environment>-<name>, so it was not made by the original module`,
    );
    this.name = "NameError";
  }
}

/**
 * Takes a name apart at its environment, which the Environment tag holds.
 *
 * A caller may have overridden that tag; then the first two parts are prefix and environment. Where either could hold
 * a hyphen the split is a guess, but no resource can tell: names and tags come out the same.
 */
export function splitName(whole: string, environment: unknown): NameParts {
  const marker = `-${display(environment)}-`;
  const at = whole.indexOf(marker, 1);
  if (typeof environment === "string" && at > 0 && at + marker.length < whole.length) {
    return { prefix: whole.slice(0, at), environment, name: whole.slice(at + marker.length) };
  }
  const [prefix, second, ...rest] = whole.split("-");
  if (!prefix || !second || rest.length === 0) throw new NameError(whole);
  return { prefix, environment: second, name: rest.join("-") };
}

/**
 * The caller's tags: all but those that the module adds by itself. A caller may have overridden one of those.
 *
 * @param own what the module adds besides Environment.
 */
export function callerTags(
  attributes: Attributes,
  { environment }: Pick<NameParts, "environment">,
  own: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const added: Record<string, unknown> = { Environment: environment, ...own };
  return Object.fromEntries(
    Object.entries(tagsOf(attributes)).filter(([key, value]) => added[key] !== value),
  );
}

/** Leaves out what says nothing: undefined, null, empty text, empty list and empty map. */
export function compact(variables: Variables): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
