import { groupBy } from "../group-by";
import type { Finding } from "./finding";

/** This many warnings of one rule are told together, and so many places of theirs beside the first. */
const MANY = 3;

/** A finding, and others that are like it. */
export type Group<Found> = readonly [Found, ...Found[]];

/** Each finding by itself, but many warnings of one rule in one file together, where the first of them is. */
export function grouped<Found extends Finding>(
  findings: readonly Found[],
  fileOf: (finding: Found) => string = () => "",
): Group<Found>[] {
  const groups = groupBy(findings, (finding) =>
    finding.severity === "error" ? finding : `${finding.code} ${fileOf(finding)}`,
  );
  const split = [...groups.values()].flatMap((group): Group<Found>[] =>
    group.length < MANY ? group.map((finding): Group<Found> => [finding]) : [group],
  );
  // Pairs that were taken apart go back to where they were found.
  const place = new Map(findings.map((finding, index) => [finding, index]));
  const order = ([first]: Group<Found>): number => place.get(first) ?? 0;
  return split.sort((left, right) => order(left) - order(right));
}

/** Where some of the others of a group are, and how many more there are. */
export function otherPlaces<Found>(
  [, ...others]: Group<Found>,
  placeOf: (finding: Found) => string,
): string {
  const more = others.length > MANY ? [`${others.length - MANY} more`] : [];
  return [...others.slice(0, MANY).map(placeOf), ...more].join(", ");
}
