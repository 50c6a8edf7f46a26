import { display, isRecord, type JsonRecord } from "../../statemachine/json";
import { MAPPINGS } from "../modules/mappings";
import { tagsOf } from "../state/attributes";
import { type ModuleInstance, primaryOf } from "../state/detect-modules";

/** The three parts of every name in the modules. */
type NameParts = Readonly<Record<"prefix" | "environment" | "name", string>>;

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
 * The variables that the name and the tags of what a module made show.
 *
 * @param whole the name, without a random suffix
 * @param end what the module puts after the three parts
 * @param tags what it adds to the tags besides Environment; by default the name
 * @throws NameError for a name that the module does not make
 */
export function madeNames(
  module: ModuleInstance,
  whole: string,
  end: string,
  tags: JsonRecord = { Name: whole },
): NameParts & { readonly tags: JsonRecord } {
  if (!whole.endsWith(end)) throw new NameError(whole);
  const given = tagsOf(primaryOf(module).attributes);
  const parts = splitName(whole.slice(0, whole.length - end.length), given["Environment"]);
  const added: JsonRecord = {
    Environment: parts.environment,
    ...MAPPINGS[module.kind].tags,
    ...tags,
  };
  // A caller may have overridden one of those that the module adds by itself.
  const own = Object.entries(given).filter(([key, value]) => added[key] !== value);
  return { ...parts, tags: Object.fromEntries(own) };
}

/**
 * Takes a name apart at its environment, which the Environment tag holds.
 *
 * A caller may have overridden that tag; then the first two parts are prefix and environment. Where either could hold
 * a hyphen the split is a guess, but no resource can tell: names and tags come out the same.
 */
function splitName(whole: string, environment: unknown): NameParts {
  const marker = `-${display(environment)}-`;
  const at = whole.indexOf(marker, 1);
  if (typeof environment === "string" && at > 0 && at + marker.length < whole.length) {
    return { prefix: whole.slice(0, at), environment, name: whole.slice(at + marker.length) };
  }
  const [prefix, second, ...rest] = whole.split("-");
  if (!prefix || !second || rest.length === 0) throw new NameError(whole);
  return { prefix, environment: second, name: rest.join("-") };
}

/** Leaves out what says nothing: undefined, null, empty text, empty list and empty map. */
export function compact(variables: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
