/** What may stand in for a placeholder. A number or truth value that is a whole JSON string loses its quotes. */
export type TemplateValue = string | number | boolean;

/** Everything that is wrong between one template and its values. */
export class TemplateError extends Error {
  public override readonly name = "TemplateError";

  public constructor(
    /** The template, as the caller named it. */
    public readonly file: string,
    /** One sentence for each placeholder or value that does not fit. */
    public readonly problems: readonly string[],
  ) {
    super(`${file}: ${problems.join("; ")}`);
  }
}

/** `${name}`, also with a name that is not allowed, so that a slip is reported and not left in the text. */
const PLACEHOLDER = /\$\{([^{}"]*)\}?/g;
const NAME = /^[A-Za-z_]\w*$/;

/** The names of all `${name}` placeholders in `text`, each once, in the order of their first use. */
export function placeholderNames(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([whole, name]) => nameOf(whole, name)))];
}

/**
 * Fills the `${name}` placeholders of a JSON text, in one pass: a value that itself holds `${...}` is left alone.
 * Values are escaped for the JSON string they stand in. `"${name}"` with a number or truth value becomes the bare
 * value, so that `"Seconds": "${waitSeconds}"` is a number afterwards.
 *
 * @param file names the template in errors; nothing is read
 * @throws TemplateError naming every unknown, misspelt and unused placeholder at once
 */
export function substitute(
  file: string,
  text: string,
  values: Readonly<Record<string, TemplateValue>>,
): string {
  const problems = mismatches(placeholderNames(text), Object.keys(values));
  if (problems.length > 0) throw new TemplateError(file, problems);
  return text.replace(
    /(?<!\\)"\$\{(\w+)\}"|\$\{(\w+)\}/g,
    (_match, whole?: string, part?: string) => {
      const value = values[(whole ?? part)!]!;
      const json = JSON.stringify(value);
      if (whole !== undefined) return json;
      return typeof value === "string" ? json.slice(1, -1) : json;
    },
  );
}

function mismatches(used: readonly string[], given: readonly string[]): string[] {
  const known = given.length === 0 ? "no values are given" : `known are ${given.join(", ")}`;
  const unknown = used.filter((name) => !given.includes(name));
  const unused = given.filter((name) => !used.includes(name));
  return [
    ...unknown.map((name) =>
      NAME.test(name)
        ? `unknown placeholder \${${name}} (${known})`
        : `"${name}" is not a placeholder: write \${name}, with letters, digits and underscores`,
    ),
    ...unused.map((name) => `value "${name}" is not used by any placeholder`),
  ];
}

/** The name of a well-formed placeholder, or the whole text of a malformed one. */
function nameOf(whole: string, name: string | undefined): string {
  return whole.endsWith("}") && name !== undefined && NAME.test(name) ? name : whole;
}
