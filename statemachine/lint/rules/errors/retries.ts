import type { StateNode } from "../../../definition/reader";
import { CRASHES, PASSING_FAULTS } from "../../../integrations/faults";
import { has, number, own } from "../../../json";
import {
  allHandlers,
  attempts,
  delayBefore,
  type Handler,
  handlers,
  handles,
} from "../../facts/handlers";
import { isLambda } from "../../facts/resource";
import { type Checks, on } from "../../rule";

/** What AWS asks every caller to retry (guide, bp-lambda-serviceexception). */
const THROTTLED = "Lambda.TooManyRequestsException";
const LAMBDA_FAULTS = (PASSING_FAULTS["lambda"] ?? []).filter((name) => name !== THROTTLED);

/** An error that says that the same work is under way elsewhere, as Powertools and others have it. */
const IN_PROGRESS = /in_?progress/i;

/** How many executions may give up too early, by the chance of jitter. */
const TOLERATED = 0.001;

/** What a function can run at most, in seconds (Lambda's limit). */
const LONGEST_RUN = 900;

/** Seconds that a retry may wait at most before it is called too long. */
const LONG_DELAY = 900;

/** Tries that are called too many. */
const MANY_ATTEMPTS = 10;

/** Rules about how a Retry spreads its attempts, and the faults of Lambda and of functions. */
export const retryChecks = {
  "lambda-retry": on("Task", ({ state, report }) => {
    const missing = notRetried(state, LAMBDA_FAULTS);
    if (missing.length > 0) report([], `the Lambda task does not retry ${missing.join(", ")}`);
  }),
  "lambda-throttle-retry": on("Task", ({ state, report }) => {
    if (notRetried(state, [THROTTLED]).length > 0)
      report([], `the Lambda task does not retry ${THROTTLED}`);
  }),
  "lambda-crash-retry": on("Task", ({ state, report }) => {
    const named = new Set(allHandlers(state).flatMap(({ errors }) => errors));
    const missing = notRetried(state, CRASHES).filter((name) => !named.has(name));
    if (missing.length > 0) report([], `the Lambda task does not retry ${missing.join(", ")}`);
  }),
  "in-progress-window": on("retrier", ({ state, entry, report }) => {
    const name = entry.errors.find((error) => IN_PROGRESS.test(error));
    if (state.type !== "Task" || !isLambda(state) || name === undefined) return;
    const limit = number(state.value, "TimeoutSeconds") ?? LONGEST_RUN;
    const delays = delaysOf(entry);
    const jitter = own(entry.value, "JitterStrategy") === "FULL";
    const chance = jitter ? chanceOfLess(limit, delays) : Number(sum(delays) <= limit);
    if (chance <= TOLERATED) return;
    report(
      [],
      `${name} is retried for ${sum(delays)} s${jitter ? " at the most" : ""}, and a function may run ${limit} s`,
    );
  }),
  "jitter-missing": on("retrier", ({ entry, report }) => {
    if (attempts(entry) >= 3 && !has(entry.value, "JitterStrategy"))
      report([], `${attempts(entry)} attempts are made without jitter`);
  }),
  "delay-cap-too-low": on("retrier", ({ entry: { value }, report }) => {
    const cap = number(value, "MaxDelaySeconds");
    const interval = number(value, "IntervalSeconds") ?? 1;
    if (cap === undefined || cap > interval) return;
    report(
      ["MaxDelaySeconds"],
      `the cap of ${cap} s is not above the first delay of ${interval} s`,
    );
  }),
  "delay-uncapped": on("retrier", ({ entry, report }) => {
    const retries = attempts(entry);
    const delay = retries === 0 ? 0 : delayBefore(entry, retries - 1);
    if (has(entry.value, "MaxDelaySeconds") || delay <= LONG_DELAY) return;
    report([], `the last delay is ${delay > 1e9 ? "without end" : `${Math.round(delay)} s`}`);
  }),
  "too-many-attempts": on("retrier", ({ entry, report }) => {
    if (attempts(entry) > MANY_ATTEMPTS)
      report(["MaxAttempts"], `the Retry makes ${attempts(entry)} attempts`);
  }),
} satisfies Checks;

/** The errors that a Lambda task does not retry; none for another task. */
function notRetried(state: StateNode, errors: readonly string[]): string[] {
  if (!isLambda(state)) return [];
  const entries = handlers(state, "Retry").filter((entry) => attempts(entry) > 0);
  return errors.filter((error) => !handles(entries, error));
}

/** The seconds before each retry of an entry, as they are without jitter. */
function delaysOf(entry: Handler): number[] {
  // AWS takes more attempts than it is good to count.
  const count = Math.min(attempts(entry), 1_000);
  return Array.from({ length: count }, (_, retry) => delayBefore(entry, retry));
}

/**
 * How likely it is, at the most, that delays of full jitter, each anywhere between 0 and its length, add up to less
 * than `limit`: the part of their box that the simplex of that limit takes.
 */
function chanceOfLess(limit: number, delays: readonly number[]): number {
  return delays.reduce((chance, delay, n) => (chance * limit) / ((n + 1) * delay), 1);
}

function sum(delays: readonly number[]): number {
  return Math.round(delays.reduce((total, delay) => total + delay, 0));
}
