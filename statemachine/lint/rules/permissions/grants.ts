import { parsePointer } from "../../../json";
import { on, type Checks, type Context } from "../../rule";
import { coverage } from "../../../permissions/coverage";
import { memoize } from "../../../memoize";

/** Rules about the role's policies, when they are known. */
export const grantChecks = {
  "unused-grant": on("machine", (context) => {
    for (const { sid, action, resource } of compared(context)?.unused ?? []) {
      const what = [action, resource].filter((part) => part !== undefined).join(" on ");
      context.report(
        [],
        `no state uses the grant of ${what}${sid === undefined ? "" : ` (${sid})`}`,
      );
    }
  }),
  "uncovered-state": on("machine", (context) => {
    for (const { path, state, action, resource } of compared(context)?.uncovered ?? []) {
      const target = resource === undefined ? "" : ` on ${resource}`;
      context.report(
        parsePointer(path),
        `'${state}' needs ${action}${target}, which no grant allows`,
      );
    }
  }),
} satisfies Checks;

/** What the grants allow and the states need; both rules of a run have the same context. */
const compared = memoize(
  ({ machine: { value }, grants, account }: Pick<Context, "machine" | "grants" | "account">) =>
    grants === undefined
      ? undefined
      : coverage(value, grants, account === undefined ? {} : { accountId: account }),
);
