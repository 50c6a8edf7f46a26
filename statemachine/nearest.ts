import { distance } from "fastest-levenshtein";

/** The names most like `name`, the likest first; letter case does not count, nor what follows the first 80 letters. */
export function nearest(name: string, names: readonly string[], count = 3): string[] {
  const wanted = name.slice(0, 80).toLowerCase();
  return names
    .map((candidate) => ({ candidate, cost: distance(wanted, candidate.toLowerCase()) }))
    .sort((left, right) => left.cost - right.cost)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** The name most like `name`, if it is near enough to have been meant: two letters differ, or a third of them. */
export function similar(name: string, names: readonly string[]): string | undefined {
  const wanted = name.slice(0, 80).toLowerCase();
  const [best] = nearest(wanted, names, 1);
  if (best === undefined) return undefined;
  return distance(wanted, best.toLowerCase()) <= Math.max(2, wanted.length / 3) ? best : undefined;
}
