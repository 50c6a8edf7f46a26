import { WAITING_INTEGRATIONS } from "../../../integrations/table";
import { loopOf } from "../../facts/graph";
import type { LintRule } from "../../rule";

/** Rules about loops that wait for a job. */
export const POLLING_RULES: readonly LintRule[] = [
  {
    id: "poll-instead-of-sync",
    meta: {
      description:
        "A job is waited for with `.sync` where the service offers it, not polled in a loop: each round is paid and fills the history.",
      pillar: "cost",
      severity: "warning",
      remedy: "start the job with the integration that the message names, and remove the loop",
    },
    on: "Task",
    check: ({ call: { kind, service, action }, state, report }) => {
      const better = kind === "sdk" ? WAITING_INTEGRATIONS.get(`${service}:${action}`) : undefined;
      const loop = loopOf(state);
      if (better === undefined || !loop?.waits) return;
      report([], `the loop polls ${service}:${action}; ${better} waits by itself`);
    },
  },
];
