import { parsePointer } from "../../../json";
import { memoize, type Machine } from "../../../definition/reader";
import type { LintRule, RuleContext } from "../../rule";
import { coverage } from "../../../permissions/coverage";

type MachineContext = RuleContext & { readonly machine: Machine };

/** Rules about the role's policies, when they are known. */
export const GRANTS_RULES: readonly LintRule[] = [
  {
    id: "unused-grant",
    meta: {
      description: "The machine's role may do nothing that no state does.",
      pillar: "security",
      severity: "warning",
      remedy: "remove the grant",
    },
    needs: ["grants"],
    on: "machine",
    check: (context) => {
      for (const { sid, action, resource } of compared(context)?.unused ?? []) {
        const what = [action, resource].filter((part) => part !== undefined).join(" on ");
        context.report(
          [],
          `no state uses the grant of ${what}${sid === undefined ? "" : ` (${sid})`}`,
        );
      }
    },
  },
  {
    id: "uncovered-state",
    meta: {
      description: "The machine's role may do what its states do.",
      pillar: "security",
      severity: "warning",
      remedy: "grant the action, on that resource only",
    },
    needs: ["grants"],
    on: "machine",
    check: (context) => {
      for (const { path, state, action, resource } of compared(context)?.uncovered ?? []) {
        const target = resource === undefined ? "" : ` on ${resource}`;
        context.report(
          parsePointer(path),
          `'${state}' needs ${action}${target}, which no grant allows`,
        );
      }
    },
  },
];

/** What the grants allow and the states need; both rules of a run have the same context. */
const compared = memoize(({ machine: { value }, grants, account }: MachineContext) =>
  grants === undefined
    ? undefined
    : coverage(value, grants, account === undefined ? {} : { accountId: account }),
);
