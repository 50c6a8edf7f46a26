import { has, number } from "../../../json";
import type { LintRule } from "../../rule";

/** Rules about heartbeats. */
export const HEARTBEATS_RULES: readonly LintRule[] = [
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
];
