/** The fields of a state, a scope or data. */
export type Fields = Record<string, unknown>;

/** `fields` with each value replaced by what `map` makes of it. */
export function mapValues(fields: Fields, map: (value: unknown, field: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value, key)]));
}
