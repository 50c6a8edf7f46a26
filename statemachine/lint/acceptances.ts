import type { Machine } from "../definition/reader";
import { groupBy } from "../group-by";
import { text } from "../json";
import type { Acceptance } from "./finding";
import type { RawFinding } from "./rule";

/** One `lint-accept <id>: <reason>` of a Comment; it ends with its line or at a semicolon. */
const ACCEPTANCE = /\blint-accept[ \t]+([\w-]+)(?:[ \t]*:([^\n;]*))?/g;

/** Takes out the findings that the Comments of their states accept; gives the others, and all acceptances. */
export function applyAcceptances(
  machine: Machine,
  findings: readonly RawFinding[],
  isLinted: (id: string) => boolean,
): { readonly left: readonly RawFinding[]; readonly acceptances: readonly Acceptance[] } {
  const acceptances = readAcceptances(machine);
  if (acceptances.length === 0) return { left: findings, acceptances: [] };
  const byHolder = groupBy(acceptances, ({ holder }) => holder);
  const used = new Set<unknown>();
  const left = findings.filter(({ rule, holder }) => {
    const by = byHolder.get(holder)?.find(({ id }) => id === rule.id);
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  return {
    left,
    acceptances: acceptances.map((each) => ({
      ...each,
      isUsed: used.has(each),
      isLinted: isLinted(each.id),
    })),
  };
}

function readAcceptances(machine: Machine): Pick<Acceptance, "id" | "reason" | "holder">[] {
  return [undefined, ...machine.states].flatMap((holder) => {
    const comment = text(holder?.value ?? machine.value, "Comment");
    if (comment === undefined || !comment.includes("lint-accept")) return [];
    return [...comment.matchAll(ACCEPTANCE)].map(([, id = "", reason = ""]) => ({
      id,
      reason: reason.trim(),
      holder,
    }));
  });
}
