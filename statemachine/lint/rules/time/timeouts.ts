import { WAITING_INTEGRATIONS } from "../../../integrations/table";
import { has, number } from "../../../json";
import { loopOf } from "../../facts/graph";
import type { LintRule } from "../../rule";

const HTTP_SECONDS = 60;

/** Rules about timeouts, heartbeats, and waiting in a loop instead. */
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
  {
    id: "heartbeat-too-long",
    meta: {
      description:
        "HeartbeatSeconds is less than TimeoutSeconds; else the timeout always comes first.",
      pillar: "reliability",
      severity: "error",
      remedy: "lower HeartbeatSeconds, to a fraction of the timeout",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      const heartbeat = number(value, "HeartbeatSeconds");
      const timeout = number(value, "TimeoutSeconds");
      if (heartbeat === undefined || timeout === undefined || heartbeat < timeout) return;
      report(
        ["HeartbeatSeconds"],
        `a heartbeat of ${heartbeat} s never counts before the timeout of ${timeout} s`,
      );
    },
  },
  {
    id: "heartbeat-missing",
    meta: {
      description:
        "A Task that others answer, by token or as an activity, has HeartbeatSeconds, so that a dead worker is noticed.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add HeartbeatSeconds, and let the worker call SendTaskHeartbeat",
    },
    on: "Task",
    check: ({ call: { kind, pattern }, state, report }) => {
      if (kind !== "activity" && pattern !== "waitForTaskToken") return;
      if (has(state.value, "HeartbeatSeconds") || has(state.value, "HeartbeatSecondsPath")) return;
      report([], "the task waits for others, but has no heartbeat");
    },
  },
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
