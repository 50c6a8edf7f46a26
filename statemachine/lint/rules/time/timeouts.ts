import { WAITING_INTEGRATIONS } from "../../../integrations/table";
import { has, number } from "../../../json";
import { loopOf } from "../../facts/graph";
import { on, type Checks } from "../../rule";

const HTTP_SECONDS = 60;

/** Rules about timeouts, heartbeats, and waiting in a loop instead. */
export const timeoutChecks = {
  "task-timeout": on("Task", ({ state: { value }, report }) => {
    if (!has(value, "TimeoutSeconds") && !has(value, "TimeoutSecondsPath"))
      report([], "the Task has no timeout");
  }),
  "machine-timeout": on("machine", ({ machine: { value }, report }) => {
    if (!has(value, "TimeoutSeconds") && has(value, "States"))
      report([], "the machine has no TimeoutSeconds");
  }),
  "http-timeout": on("Task", ({ call: { kind, service }, state, report }) => {
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
  }),
  "heartbeat-too-long": on("Task", ({ state: { value }, report }) => {
    const heartbeat = number(value, "HeartbeatSeconds");
    const timeout = number(value, "TimeoutSeconds");
    if (heartbeat === undefined || timeout === undefined || heartbeat < timeout) return;
    report(
      ["HeartbeatSeconds"],
      `a heartbeat of ${heartbeat} s never counts before the timeout of ${timeout} s`,
    );
  }),
  "heartbeat-missing": on("Task", ({ call: { kind, pattern }, state, report }) => {
    if (kind !== "activity" && pattern !== "waitForTaskToken") return;
    if (has(state.value, "HeartbeatSeconds") || has(state.value, "HeartbeatSecondsPath")) return;
    report([], "the task waits for others, but has no heartbeat");
  }),
  "poll-instead-of-sync": on("Task", ({ call: { kind, service, action }, state, report }) => {
    const better = kind === "sdk" ? WAITING_INTEGRATIONS.get(`${service}:${action}`) : undefined;
    const loop = loopOf(state);
    if (better === undefined || !loop?.waits) return;
    report([], `the loop polls ${service}:${action}; ${better} waits by itself`);
  }),
} satisfies Checks;
