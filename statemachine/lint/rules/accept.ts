import { machine, pass } from "./examples";
import type { Machine, StateNode } from "../../definition/reader";
import type { OwnRule, Rule } from "../rule";
import type { RawFinding } from "../run";
import { text } from "../../json/values";

/** One `lint-accept <code>: <reason>` of a Comment; it ends with its line or at a semicolon. */
const ACCEPTANCE = /\blint-accept[ \t]+([\w-]+)(?:[ \t]*:([^\n;]*))?/g;

interface Acceptance {
  readonly code: string;
  readonly reason: string;
  /** The state whose Comment it is in; `undefined` for the machine's. */
  readonly holder: StateNode | undefined;
}

/** Rules about acceptances: what was accepted must be there, and the reason be given. */
export const ACCEPTANCE_RULES: readonly OwnRule[] = [
  {
    code: "acceptance-unused",
    severity: "warning",
    practice: "operations",
    summary:
      "A Comment accepts only findings that there are, so that no acceptance outlives its reason.",
    fix: "remove the acceptance from the Comment",
    on: "document",
    failing: machine({ Done: pass({ Comment: "lint-accept task-timeout: it never takes long" }) }),
    fixed: machine({ Done: pass() }),
  },
  {
    code: "acceptance-without-reason",
    severity: "warning",
    practice: "operations",
    summary: "Who accepts a finding says why.",
    fix: "write the reason: lint-accept <code>: <reason>",
    on: "document",
    failing: machine({
      Go: pass({ Comment: "lint-accept pass-without-effect", Result: undefined }),
    }),
    fixed: machine({
      Go: pass({
        Comment: "lint-accept pass-without-effect: kept for the diagram",
        Result: undefined,
      }),
    }),
  },
];

/**
 * Takes out the findings that the Comments of their states accept, and reports acceptances that are not in order.
 * One of a rule that is not `judged` this time is left alone: it may be of use another time.
 */
export function applyAcceptances(
  machine: Machine,
  raw: readonly RawFinding[],
  judged: (code: string) => boolean,
): RawFinding[] {
  const acceptances = readAcceptances(machine);
  if (acceptances.length === 0) return [...raw];
  const byHolder = new Map<StateNode | undefined, Acceptance[]>();
  for (const each of acceptances) {
    byHolder.set(each.holder, [...(byHolder.get(each.holder) ?? []), each]);
  }
  const used = new Set<Acceptance>();
  const left = raw.filter(({ rule, holder }) => {
    const by = byHolder.get(holder)?.find(({ code }) => code === rule.code);
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  const [unusedRule, reasonRule] = ACCEPTANCE_RULES as readonly [Rule, Rule];
  for (const each of acceptances) {
    if (!used.has(each) && judged(each.code)) {
      left.push(about(each, unusedRule, `there is no finding '${each.code}' to accept here`));
    }
    if (each.reason === "") {
      left.push(about(each, reasonRule, `'${each.code}' is accepted without a reason`));
    }
  }
  return left;
}

function about({ holder }: Acceptance, rule: Rule, message: string): RawFinding {
  return { rule, holder, steps: [...(holder?.steps ?? []), "Comment"], message, fix: rule.fix };
}

function readAcceptances(machine: Machine): Acceptance[] {
  const holders = [undefined, ...machine.states];
  return holders.flatMap((holder) => {
    const comment = text(holder?.value ?? machine.value, "Comment");
    if (comment === undefined || !comment.includes("lint-accept")) return [];
    return [...comment.matchAll(ACCEPTANCE)].map(([, code, reason]) => ({
      code: code ?? "",
      reason: (reason ?? "").trim(),
      holder,
    }));
  });
}
