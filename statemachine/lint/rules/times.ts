import { machine, pass, task } from "./examples";
import { edgesOf, loopOf } from "../facts/graph";
import type { Scope, StateNode, Machine } from "../../definition/reader";
import { resourceOf } from "../facts/resource";
import type { Example, Rule, Report } from "../rule";
import { WAITING_INTEGRATIONS } from "../../integrations/table";
import { has, number, text } from "../../json/values";

/** The longest run of an Express workflow, and the longest HTTP call, in seconds (quotas page of the guide). */
const EXPRESS_SECONDS = 300;
const HTTP_SECONDS = 60;

const GOOD = machine({ Send: task() });
const express = (example: Example): Example => ({ ...example, type: "EXPRESS" });
const wait = (Seconds: number, Next: string): object => ({ Type: "Wait", Seconds, Next });
const TOKEN = {
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Parameters: { QueueUrl: "${Queue}", MessageBody: { "Token.$": "$$.Task.Token" } },
};
const HTTP = {
  Resource: "arn:aws:states:::http:invoke",
  Parameters: {
    ApiEndpoint: "${Endpoint}",
    Method: "GET",
    Authentication: { ConnectionArn: "${Connection}" },
  },
};

/** Rules about time. Source: "Use timeouts to avoid stuck executions" and the quotas page of the guide. */
export const TIME_RULES: readonly Rule[] = [
  {
    code: "task-timeout",
    severity: "warning",
    practice: "reliability",
    summary: "A Task has a timeout; else a lost answer blocks the run for up to a year.",
    fix: "add TimeoutSeconds, a little more than the call may take",
    failing: machine({ Send: task({ TimeoutSeconds: undefined }) }),
    fixed: GOOD,
    on: "state",
    types: ["Task"],
    check: ({ value }: StateNode, report: Report): void => {
      if (!has(value, "TimeoutSeconds") && !has(value, "TimeoutSecondsPath"))
        report([], "the Task has no timeout");
    },
  },
  {
    code: "machine-timeout",
    severity: "warning",
    practice: "reliability",
    summary: "The machine has a timeout, so that no run outlives its use.",
    fix: "add TimeoutSeconds beside StartAt",
    failing: machine({ Send: task() }, { TimeoutSeconds: undefined }),
    fixed: GOOD,
    on: "machine",
    check: ({ value }: Machine, report: Report): void => {
      if (!has(value, "TimeoutSeconds") && has(value, "States"))
        report([], "the machine has no TimeoutSeconds");
    },
  },
  {
    code: "heartbeat-too-long",
    severity: "warning",
    practice: "reliability",
    summary: "HeartbeatSeconds is less than TimeoutSeconds; else the timeout always comes first.",
    fix: "lower HeartbeatSeconds, to a fraction of the timeout",
    failing: machine({ Send: task({ ...TOKEN, HeartbeatSeconds: 60 }) }),
    fixed: machine({ Send: task({ ...TOKEN, HeartbeatSeconds: 5 }) }),
    on: "state",
    types: ["Task"],
    check: ({ value }: StateNode, report: Report): void => {
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
    code: "heartbeat-missing",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Task that others answer, by token or as an activity, has HeartbeatSeconds, so that a dead worker is noticed.",
    fix: "add HeartbeatSeconds, and let the worker call SendTaskHeartbeat",
    failing: machine({ Send: task(TOKEN) }),
    fixed: machine({ Send: task({ ...TOKEN, HeartbeatSeconds: 5 }) }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, pattern } = resourceOf(state);
      if (kind !== "activity" && pattern !== "waitForTaskToken") return;
      if (has(state.value, "HeartbeatSeconds") || has(state.value, "HeartbeatSecondsPath")) return;
      report([], "the task waits for others, but has no heartbeat");
    },
  },
  {
    code: "http-timeout",
    severity: "warning",
    practice: "reliability",
    summary: `An HTTP task has a timeout of at most ${HTTP_SECONDS} seconds, after which Step Functions gives up anyway.`,
    fix: `set TimeoutSeconds to ${HTTP_SECONDS} or less`,
    failing: machine({ Ask: task({ ...HTTP, TimeoutSeconds: 90 }) }),
    fixed: machine({ Ask: task({ ...HTTP, TimeoutSeconds: 30 }) }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service } = resourceOf(state);
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
    code: "poll-instead-of-sync",
    severity: "warning",
    practice: "cost",
    summary:
      "A job is waited for with `.sync` where the service offers it, not polled in a loop: each round is paid and fills the history.",
    fix: "start the job with the integration that the message names, and remove the loop",
    failing: machine({
      Ask: task({
        Resource: "arn:aws:states:::aws-sdk:glue:getJobRun",
        Parameters: { JobName: "${Job}" },
        End: undefined,
        Next: "Done",
      }),
      Done: {
        Type: "Choice",
        Choices: [{ Variable: "$.JobRun.JobRunState", StringEquals: "RUNNING", Next: "Pause" }],
        Default: "Finish",
      },
      Pause: wait(30, "Ask"),
      Finish: pass(),
    }),
    fixed: machine({
      Run: task({
        Resource: "arn:aws:states:::glue:startJobRun.sync",
        Parameters: { JobName: "${Job}" },
      }),
    }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { kind, service, action } = resourceOf(state);
      const better = kind === "sdk" ? WAITING_INTEGRATIONS.get(`${service}:${action}`) : undefined;
      const loop = loopOf(state);
      if (better === undefined || !loop?.waits) return;
      report([], `the loop polls ${service}:${action}; ${better} waits by itself`);
    },
  },
  {
    code: "express-wait",
    severity: "error",
    practice: "reliability",
    summary: `In an Express workflow no Wait is longer than the ${EXPRESS_SECONDS} seconds that a run may take.`,
    fix: "make the workflow STANDARD, or wait less",
    failing: express(machine({ Pause: wait(600, "Send"), Send: task() }, { TimeoutSeconds: 300 })),
    fixed: machine({ Pause: wait(600, "Send"), Send: task() }),
    on: "state",
    types: ["Wait"],
    check: ({ value, scope }: StateNode, report: Report): void => {
      const seconds = number(value, "Seconds") ?? 0;
      if (scope.express && seconds > EXPRESS_SECONDS)
        report(
          ["Seconds"],
          `the run ends ${EXPRESS_SECONDS} s after its start, in the middle of this Wait`,
        );
    },
  },
  {
    code: "express-timeout",
    severity: "warning",
    practice: "reliability",
    summary: `In an Express workflow a timeout of more than ${EXPRESS_SECONDS} seconds never takes effect.`,
    fix: `set TimeoutSeconds to ${EXPRESS_SECONDS} or less`,
    failing: express(machine({ Send: task({ TimeoutSeconds: 400 }) }, { TimeoutSeconds: 300 })),
    fixed: express(machine({ Send: task() }, { TimeoutSeconds: 300 })),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      if (!scope.express) return;
      const late = (holder: StateNode["value"]): boolean =>
        (number(holder, "TimeoutSeconds") ?? 0) > EXPRESS_SECONDS;
      if (scope.owner === undefined && late(scope.value))
        report(["TimeoutSeconds"], `an Express run ends after ${EXPRESS_SECONDS} s`);
      for (const { name, type, value } of scope.states) {
        if (type === "Task" && late(value))
          report(
            ["States", name, "TimeoutSeconds"],
            `an Express run ends after ${EXPRESS_SECONDS} s`,
          );
      }
    },
  },
  {
    code: "express-path",
    severity: "warning",
    practice: "reliability",
    summary: `In an Express workflow the Waits and timeouts of the longest way through add up to at most ${EXPRESS_SECONDS} seconds.`,
    fix: "shorten Waits and timeouts, or make the workflow STANDARD",
    failing: express(
      machine(
        { Pause: wait(200, "Again"), Again: wait(200, "Send"), Send: task() },
        { TimeoutSeconds: 300 },
      ),
    ),
    fixed: express(
      machine(
        { Pause: wait(100, "Again"), Again: wait(100, "Send"), Send: task() },
        { TimeoutSeconds: 300 },
      ),
    ),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      if (!scope.express || (scope.owner !== undefined && !scope.distributed)) return;
      if (scope.states.some((state) => secondsOf(state) > EXPRESS_SECONDS)) return;
      const seconds = longest(scope, secondsOf);
      if (seconds > EXPRESS_SECONDS) report([], `the longest way through takes up to ${seconds} s`);
    },
  },
  {
    code: "express-unsupported",
    severity: "error",
    practice: "reliability",
    summary:
      "An Express workflow has no .sync, no .waitForTaskToken, no activity and no Distributed Map.",
    fix: "make the workflow STANDARD, or call without waiting",
    failing: express(
      machine({ Send: task({ ...TOKEN, HeartbeatSeconds: 5 }) }, { TimeoutSeconds: 300 }),
    ),
    fixed: machine({ Send: task({ ...TOKEN, HeartbeatSeconds: 5 }) }),
    on: "state",
    types: ["Task", "Map"],
    check: (state: StateNode, report: Report): void => {
      if (!state.scope.express) return;
      const { kind, pattern } = resourceOf(state);
      if (pattern !== "") report(["Resource"], `an Express workflow cannot call with .${pattern}`);
      if (kind === "activity") report(["Resource"], "an Express workflow has no activities");
      if (state.inner.some(({ distributed }) => distributed))
        report([], "an Express workflow has no Distributed Map");
    },
  },
];

/** The most that the states of one way from StartAt add up to, loops taken once. */
export function longest(scope: Scope, weight: (state: StateNode) => number): number {
  const best = new Map<StateNode, number>();
  const order = postOrder(scope);
  for (const state of order) {
    const after = edgesOf(state).map(
      ({ target }) => best.get(scope.byName.get(target) as StateNode) ?? 0,
    );
    best.set(state, weight(state) + after.reduce((most, each) => Math.max(most, each), 0));
  }
  const last = order.at(-1);
  return last === undefined ? 0 : (best.get(last) ?? 0);
}

/** The states that StartAt leads to, each after all that it leads to; StartAt is the last. */
function postOrder(scope: Scope): StateNode[] {
  const order: StateNode[] = [];
  const seen = new Set<StateNode>();
  const start = scope.byName.get(text(scope.value, "StartAt") ?? "");
  const work = start === undefined ? [] : [{ state: start, next: edgesOf(start), at: 0 }];
  if (start !== undefined) seen.add(start);
  for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
    const edge = frame.next[frame.at++];
    if (edge === undefined) {
      order.push(frame.state);
      work.pop();
      continue;
    }
    const target = scope.byName.get(edge.target);
    if (target === undefined || seen.has(target)) continue;
    seen.add(target);
    work.push({ state: target, next: edgesOf(target), at: 0 });
  }
  return order;
}

/** Seconds that a state may take, as far as it says. */
export function secondsOf({ type, value, inner }: StateNode): number {
  if (type === "Wait") return number(value, "Seconds") ?? 0;
  if (type === "Task") return number(value, "TimeoutSeconds") ?? 0;
  const inside = inner.filter(({ distributed }) => !distributed);
  return inside.reduce((most, scope) => Math.max(most, longest(scope, secondsOf)), 0);
}
