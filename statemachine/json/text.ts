/** `value` as text, as `String` gives it; that throws on an object with a field "toString", which data may hold. */
export function display(value: unknown): string {
  const isPlain = typeof value !== "object" || value === null || value instanceof Error;
  if (isPlain) return String(value as string | Error);
  return Array.isArray(value) ? "[object Array]" : "[object Object]";
}

/** What an error says, or whatever else was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : display(error);
}

/** `value` as JSON text: `undefined` for what has none, an ellipsis for more levels than calls fit on the stack. */
export function compactJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return "…";
    throw error;
  }
}

/** What a JSON text says; undefined for any other text. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * `value` as compact JSON text with the keys of every object in code-unit order, so that two equal values give the
 * same text and a reordered object is not a difference in a preview. Otherwise as `JSON.stringify`: undefined members
 * are left out. Keys that look like array indexes come first, as in every JavaScript object.
 *
 * @throws TypeError for what has no JSON text: undefined, a function, a circular structure, a bigint.
 */
export function stableStringify(value: unknown): string {
  const text = JSON.stringify(value, sortKeys) as string | undefined;
  if (text === undefined) throw new TypeError(`a value of type ${typeof value} has no JSON text`);
  return text;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const byKey = ([left]: [string, unknown], [right]: [string, unknown]): number =>
    left < right ? -1 : 1;
  return Object.fromEntries(Object.entries(value).sort(byKey));
}
