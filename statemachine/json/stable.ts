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
