import { WAITING_INTEGRATIONS } from "../../../integrations/table";
import { loopOf } from "../../facts/graph";
import { resourceOf } from "../../facts/resource";
import type { LintRule } from "../../rule";
import { faulty, machine, pass, task } from "../examples";
import { wait } from "./examples";

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
    on: "state",
    types: ["Task"],
    check: ({ state, report }) => {
      const { kind, service, action } = resourceOf(state);
      const better = kind === "sdk" ? WAITING_INTEGRATIONS.get(`${service}:${action}`) : undefined;
      const loop = loopOf(state);
      if (better === undefined || !loop?.waits) return;
      report([], `the loop polls ${service}:${action}; ${better} waits by itself`);
    },
    examples: {
      correct: [
        machine({
          Run: task({
            Resource: "arn:aws:states:::glue:startJobRun.sync",
            Parameters: { JobName: "${Job}" },
          }),
        }),
      ],
      incorrect: [
        faulty(
          machine({
            Ask: task({
              Resource: "arn:aws:states:::aws-sdk:glue:getJobRun",
              Parameters: { JobName: "${Job}" },
              End: undefined,
              Next: "Done",
            }),
            Done: {
              Type: "Choice",
              Choices: [
                { Variable: "$.JobRun.JobRunState", StringEquals: "RUNNING", Next: "Pause" },
              ],
              Default: "Finish",
            },
            Pause: wait(30, "Ask"),
            Finish: pass(),
          }),
          ["/States/Ask", "the loop polls glue:getJobRun; glue:startJobRun.sync waits by itself"],
        ),
      ],
    },
  },
];
