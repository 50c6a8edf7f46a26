import { has, number } from "../../../json";
import type { LintRule } from "../../rule";

const HTTP_SECONDS = 60;

/** Rules about timeouts. */
export const TIMEOUTS_RULES: readonly LintRule[] = [
  {
    id: "task-timeout",
    meta: {
      description: "A Task has a timeout; else a lost answer blocks the run for up to a year.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add TimeoutSeconds, a little more than the call may take",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      if (!has(value, "TimeoutSeconds") && !has(value, "TimeoutSecondsPath"))
        report([], "the Task has no timeout");
    },
  },
  {
    id: "machine-timeout",
    meta: {
      description: "The machine has a timeout, so that no run outlives its use.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add TimeoutSeconds beside StartAt",
    },
    on: "machine",
    check: ({ machine: { value }, report }) => {
      if (!has(value, "TimeoutSeconds") && has(value, "States"))
        report([], "the machine has no TimeoutSeconds");
    },
  },
  {
    id: "http-timeout",
    meta: {
      description: `An HTTP task has a timeout of at most ${HTTP_SECONDS} seconds, after which Step Functions gives up anyway.`,
      pillar: "reliability",
      severity: "warning",
      remedy: `set TimeoutSeconds to ${HTTP_SECONDS} or less`,
    },
    on: "Task",
    check: ({ call: { kind, service }, state, report }) => {
      const timeout = number(state.value, "TimeoutSeconds");
      if (
        kind !== "integration" ||
        service !== "http" ||
        timeout === undefined ||
        timeout <= HTTP_SECONDS
      )
        return;
      report(
        ["TimeoutSeconds"],
        `an HTTP call takes at most ${HTTP_SECONDS} s, the timeout is ${timeout} s`,
      );
    },
  },
];
