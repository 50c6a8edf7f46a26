import type { LintRule } from "../../rule";

/** Rules about acceptances: what was accepted must be there, and the reason be given. */
export const ACCEPTANCES_RULES: readonly LintRule[] = [
  {
    id: "acceptance-unused",
    meta: {
      description:
        "A Comment accepts only findings that there are, so that no acceptance outlives its reason.",
      pillar: "operations",
      severity: "warning",
      remedy: "remove the acceptance from the Comment",
    },
    on: "acceptance",
    check: ({ acceptance: { id, isUsed, isLinted }, report }) => {
      if (!isUsed && isLinted) report(["Comment"], `there is no finding '${id}' to accept here`);
    },
  },
  {
    id: "acceptance-without-reason",
    meta: {
      description: "Who accepts a finding says why.",
      pillar: "operations",
      severity: "warning",
      remedy: "write the reason: lint-accept <code>: <reason>",
    },
    on: "acceptance",
    check: ({ acceptance: { id, reason }, report }) => {
      if (reason === "") report(["Comment"], `'${id}' is accepted without a reason`);
    },
  },
];
