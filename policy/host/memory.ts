/** The value that a map has for a key, made where it has none yet. */
export function getOrMake<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Results kept in a {@link remembering} function; more begin anew. */
const MOST = 1000;

/** `make`, called once for each text: many rules ask the same about the same resource. */
export function remembering<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    if (!known.has(text)) {
      if (known.size >= MOST) known.clear();
      known.set(text, make(text));
    }
    return known.get(text) as Result;
  };
}
