/** A function of an object that is computed once for each. */
export function memoize<Key extends object, Value>(
  compute: (key: Key) => Value,
): (key: Key) => Value {
  // On the object itself: with 100,000 of them in a WeakMap, collecting garbage takes longer than linting.
  const slot = Symbol(compute.name);
  return (key) => {
    const memo = key as { [slot]?: { readonly value: Value } };
    return (memo[slot] ??= { value: compute(key) }).value;
  };
}
