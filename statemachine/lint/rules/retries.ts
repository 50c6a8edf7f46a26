import type { StateNode } from "../../definition/reader";
import { BACKOFF, invoke, jsonataTask, machine, task } from "./examples";
import { attempts, handlers, handles, type Handler } from "../facts/handlers";
import type { Rule, Report } from "../rule";
import { isLambda, resourceOf } from "../facts/resource";
import { has, number, text } from "../../json/values";

const HANDLED = ["Task", "Map", "Parallel"] as const;
const TO_FAIL = { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Stop" };
const STOP = { Type: "Fail", Error: "Failed", Cause: "The message was not sent." };
const caught = (...entries: object[]): ReturnType<typeof machine> =>
  machine({
    Send: task({ Retry: undefined, Catch: entries, End: undefined, Next: "Sent" }),
    Sent: task(),
    Stop: STOP,
  });
const retried = (fields: object): ReturnType<typeof machine> =>
  machine({ Send: task({ Retry: [{ ...BACKOFF, ...fields }] }) });

/** Passing faults of the Lambda service, which AWS asks every caller to retry (guide, bp-lambda-serviceexception). */
const LAMBDA_FAULTS = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
];
const THROTTLED = "Lambda.TooManyRequestsException";

/** Errors of the language. Source: "Handling errors" of the guide. */
const STATES_ERRORS: ReadonlySet<string> = new Set(
  (
    "ALL BranchFailed DataLimitExceeded ExceedToleratedFailureThreshold HeartbeatTimeout Http.Socket " +
    "IntrinsicFailure ItemReaderFailed NoChoiceMatched ParameterPathFailure Permissions QueryEvaluationError " +
    "ResultPathMatchFailure ResultWriterFailed Runtime TaskFailed Timeout"
  )
    .split(" ")
    .map((name) => `States.${name}`),
);

/** Errors that no retrier and no catcher ever sees. */
const UNSEEN = ["States.Runtime", "States.DataLimitExceeded"];

/** Seconds that a retry may wait at most before it is called too long. */
const LONG_DELAY = 900;

/** Tries that are called too many. */
const MANY_ATTEMPTS = 10;

/** Every entry of Retry and Catch. */
function allHandlers(state: Parameters<typeof handlers>[0]): Handler[] {
  return [...handlers(state, "Retry"), ...handlers(state, "Catch")];
}

/** Seconds before the last try when nothing caps it. */
function longestDelay(entry: Handler): number {
  const interval = number(entry.value, "IntervalSeconds") ?? 1;
  const rate = number(entry.value, "BackoffRate") ?? 2;
  return interval * rate ** Math.max(0, attempts(entry) - 1);
}

/** Rules about Retry and Catch. */
export const RETRY_RULES: readonly Rule[] = [
  {
    code: "states-all-order",
    severity: "error",
    practice: "reliability",
    summary:
      "States.ALL is in the last entry of Retry or Catch; whatever comes after it would never match.",
    fix: "move the entry to the end",
    failing: caught(TO_FAIL, { ...TO_FAIL, ErrorEquals: ["States.Timeout"] }),
    fixed: caught({ ...TO_FAIL, ErrorEquals: ["States.Timeout"] }, TO_FAIL),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const field of ["Retry", "Catch"] as const) {
        const entries = handlers(state, field);
        for (const { index, errors } of entries.slice(0, -1)) {
          if (errors.includes("States.ALL"))
            report(
              [field, index],
              `States.ALL in entry ${index + 1} of ${entries.length} hides the rest`,
            );
        }
      }
    },
  },
  {
    code: "states-all-alone",
    severity: "error",
    practice: "reliability",
    summary: "States.ALL is the only name in its entry.",
    fix: "remove the other names, which States.ALL includes",
    failing: caught({ ...TO_FAIL, ErrorEquals: ["States.Timeout", "States.ALL"] }),
    fixed: caught(TO_FAIL),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const { field, index, errors } of allHandlers(state)) {
        if (errors.includes("States.ALL") && errors.length > 1) {
          report(
            [field, index, "ErrorEquals"],
            `States.ALL stands beside ${errors.length - 1} other names`,
          );
        }
      }
    },
  },
  {
    code: "unknown-states-error",
    severity: "warning",
    practice: "reliability",
    summary:
      "A name that begins with States. is one that Step Functions has; the prefix is its own.",
    fix: "correct the name, or give an error of your own another prefix",
    failing: caught({ ...TO_FAIL, ErrorEquals: ["States.TaskFailure"] }, TO_FAIL),
    fixed: caught({ ...TO_FAIL, ErrorEquals: ["States.TaskFailed"] }, TO_FAIL),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const { field, index, errors } of allHandlers(state)) {
        errors.forEach((name, place) => {
          if (
            !name.startsWith("States.") ||
            STATES_ERRORS.has(name) ||
            name.startsWith("States.Http.")
          )
            return;
          report(
            [field, index, "ErrorEquals", place],
            `Step Functions has no error '${name.slice(0, 80)}'`,
          );
        });
      }
    },
  },
  {
    code: "unseen-error",
    severity: "warning",
    practice: "reliability",
    summary:
      "States.Runtime and States.DataLimitExceeded end a run at once: no Retry and no catch-all sees them.",
    fix: "remove the name, and keep the data small or the paths right instead",
    failing: retried({ ErrorEquals: ["States.Runtime"] }),
    fixed: retried({ ErrorEquals: ["States.Timeout"] }),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const { field, index, errors } of allHandlers(state)) {
        errors.forEach((name, place) => {
          if (UNSEEN.includes(name))
            report(
              [field, index, "ErrorEquals", place],
              `${name} cannot be handled: the ${field} is dead`,
            );
        });
      }
    },
  },
  {
    code: "error-unhandled",
    severity: "warning",
    practice: "reliability",
    summary: "A Task, Map or Parallel has a Retry or a Catch; else its first failure ends the run.",
    fix: "add a Retry for passing faults, and a Catch that leads to a clean end",
    failing: machine({ Send: task({ Retry: undefined }) }),
    fixed: machine({ Send: task() }),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      if (allHandlers(state).length === 0) report([], "the state has neither Retry nor Catch");
    },
  },
  {
    code: "catch-without-all",
    severity: "warning",
    practice: "reliability",
    summary: "The last entry of Catch takes States.ALL, so that no error goes past it.",
    fix: "add a last entry for States.ALL",
    failing: caught({ ...TO_FAIL, ErrorEquals: ["States.Timeout", "States.TaskFailed"] }),
    fixed: caught(TO_FAIL),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      const entries = handlers(state, "Catch");
      if (entries.length > 0 && !entries.some(({ errors }) => errors.includes("States.ALL"))) {
        report(["Catch"], "no entry of Catch takes States.ALL");
      }
    },
  },
  {
    code: "timeout-unhandled",
    severity: "warning",
    practice: "reliability",
    summary:
      "States.TaskFailed does not include States.Timeout: who handles one handles the other.",
    fix: "add States.Timeout to the names, or use States.ALL",
    failing: retried({ ErrorEquals: ["States.TaskFailed"] }),
    fixed: retried({ ErrorEquals: ["States.TaskFailed", "States.Timeout"] }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const names = allHandlers(state).flatMap(({ errors }) => errors);
      if (!names.includes("States.TaskFailed")) return;
      if (["States.ALL", "States.Timeout"].some((name) => names.includes(name))) return;
      report([], "the state handles States.TaskFailed, but no States.Timeout");
    },
  },
  {
    code: "lambda-retry",
    severity: "warning",
    practice: "reliability",
    summary: `A Lambda task retries the passing faults of the service: ${LAMBDA_FAULTS.join(", ")}.`,
    fix: "add a Retry for them: 2 seconds, 6 attempts, rate 2, with jitter",
    failing: machine({ Send: invoke({ Retry: [{ ...BACKOFF, ErrorEquals: [THROTTLED] }] }) }),
    fixed: machine({
      Send: invoke({ Retry: [{ ...BACKOFF, ErrorEquals: [...LAMBDA_FAULTS, THROTTLED] }] }),
    }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (!isLambda(state)) return;
      const entries = handlers(state, "Retry").filter((entry) => attempts(entry) > 0);
      const missing = LAMBDA_FAULTS.filter((name) => !handles(entries, name));
      if (missing.length > 0) report([], `the Lambda task does not retry ${missing.join(", ")}`);
    },
  },
  {
    code: "lambda-throttle-retry",
    severity: "warning",
    practice: "performance",
    summary: `A Lambda task retries ${THROTTLED}: a throttled function is free again in a moment.`,
    fix: "add the name to the Retry for passing faults",
    failing: machine({ Send: invoke({ Retry: [{ ...BACKOFF, ErrorEquals: LAMBDA_FAULTS }] }) }),
    fixed: machine({
      Send: invoke({ Retry: [{ ...BACKOFF, ErrorEquals: [...LAMBDA_FAULTS, THROTTLED] }] }),
    }),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      if (!isLambda(state)) return;
      const entries = handlers(state, "Retry").filter((entry) => attempts(entry) > 0);
      if (!handles(entries, THROTTLED)) report([], `the Lambda task does not retry ${THROTTLED}`);
    },
  },
  {
    code: "jitter-missing",
    severity: "warning",
    practice: "performance",
    summary:
      "A Retry of three or more attempts spreads them with JitterStrategy FULL, so that callers do not return all at once.",
    fix: "add JitterStrategy: FULL",
    failing: retried({ JitterStrategy: undefined }),
    fixed: retried({}),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const entry of handlers(state, "Retry")) {
        if (attempts(entry) < 3 || has(entry.value, "JitterStrategy")) continue;
        report(["Retry", entry.index], `${attempts(entry)} attempts are made without jitter`);
      }
    },
  },
  {
    code: "delay-cap-too-low",
    severity: "warning",
    practice: "reliability",
    summary: "MaxDelaySeconds is more than IntervalSeconds; else every delay is the cap.",
    fix: "raise MaxDelaySeconds above IntervalSeconds",
    failing: retried({ MaxDelaySeconds: 1 }),
    fixed: retried({}),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const { value, index } of handlers(state, "Retry")) {
        const cap = number(value, "MaxDelaySeconds");
        const interval = number(value, "IntervalSeconds") ?? 1;
        if (cap === undefined || cap > interval) continue;
        report(
          ["Retry", index, "MaxDelaySeconds"],
          `the cap of ${cap} s is not above the first delay of ${interval} s`,
        );
      }
    },
  },
  {
    code: "delay-uncapped",
    severity: "warning",
    practice: "performance",
    summary: "A Retry whose delay grows beyond 15 minutes has a MaxDelaySeconds.",
    fix: "add MaxDelaySeconds",
    failing: retried({ IntervalSeconds: 60, MaxAttempts: 8, MaxDelaySeconds: undefined }),
    fixed: retried({ IntervalSeconds: 60, MaxAttempts: 8, MaxDelaySeconds: 600 }),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const entry of handlers(state, "Retry")) {
        const delay = longestDelay(entry);
        if (has(entry.value, "MaxDelaySeconds") || delay <= LONG_DELAY) continue;
        report(
          ["Retry", entry.index],
          `the last delay is ${delay > 1e9 ? "without end" : `${Math.round(delay)} s`}`,
        );
      }
    },
  },
  {
    code: "too-many-attempts",
    severity: "warning",
    practice: "cost",
    summary: `A Retry makes at most ${MANY_ATTEMPTS} attempts: what fails longer does not pass, and every attempt is paid.`,
    fix: "lower MaxAttempts and handle the failure in a Catch",
    failing: retried({ MaxAttempts: 20 }),
    fixed: retried({}),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      for (const entry of handlers(state, "Retry")) {
        if (attempts(entry) > MANY_ATTEMPTS)
          report(
            ["Retry", entry.index, "MaxAttempts"],
            `the Retry makes ${attempts(entry)} attempts`,
          );
      }
    },
  },
  {
    code: "catch-loses-input",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Catch keeps the input beside the error; by default the error replaces it, and the next state has nothing to work on.",
    fix: "set ResultPath to a place such as $.error, or Output in JSONata",
    failing: machine({
      Send: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell" }] }),
      Tell: task(),
    }),
    fixed: machine({
      Send: task({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Tell" }] }),
      Tell: task(),
    }),
    on: "state",
    types: HANDLED,
    check: (state: StateNode, report: Report): void => {
      const field = state.language === "JSONata" ? "Output" : "ResultPath";
      for (const { value, index } of handlers(state, "Catch")) {
        const target = state.scope.byName.get(text(value, "Next") ?? "");
        if (has(value, field) || has(value, "Assign") || target?.type === "Fail") continue;
        report(["Catch", index], `the input is lost: the Catch has no ${field}`);
      }
    },
  },
  {
    code: "retry-amplified",
    severity: "warning",
    practice: "cost",
    optional: true,
    summary:
      "A nested execution is not retried as a whole by the parent where the child retries its own tasks: attempts multiply.",
    fix: "retry inside the child only, and catch in the parent",
    failing: machine({ Child: child({ Retry: [BACKOFF] }) }, { QueryLanguage: "JSONata" }),
    fixed: machine(
      {
        Child: child({ Retry: undefined, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Stop" }] }),
        Stop: STOP,
      },
      { QueryLanguage: "JSONata" },
    ),
    on: "state",
    types: ["Task"],
    check: (state: StateNode, report: Report): void => {
      const { service, action, pattern } = resourceOf(state);
      if (service !== "states" || action !== "startExecution" || !pattern.startsWith("sync"))
        return;
      const all = handlers(state, "Retry").find(
        (entry) => entry.errors.includes("States.ALL") && attempts(entry) > 0,
      );
      if (all !== undefined)
        report(["Retry", all.index], "the whole nested execution is repeated, retries and all");
    },
  },
];

/** A Task that runs another machine and waits for it. */
function child(fields: object): Record<string, unknown> {
  return jsonataTask({
    Resource: "arn:aws:states:::states:startExecution.sync:2",
    Arguments: {
      StateMachineArn: "${Child}",
      Name: "{% $states.context.Execution.Name %}",
      Input: { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: "{% $states.context.Execution.Id %}" },
    },
    ...fields,
  });
}
