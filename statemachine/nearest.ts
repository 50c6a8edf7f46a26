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
