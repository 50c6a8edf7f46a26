import { has, number } from "../../../json";
import { type Handler, attempts } from "../../facts/handlers";
import type { LintRule } from "../../rule";

/** Seconds that a retry may wait at most before it is called too long. */
const LONG_DELAY = 900;

/** Tries that are called too many. */
const MANY_ATTEMPTS = 10;

/** Rules about how a Retry spreads its attempts. */
export const BACKOFF_RULES: readonly LintRule[] = [
  {
    id: "jitter-missing",
    meta: {
      description:
        "A Retry of three or more attempts spreads them with JitterStrategy FULL, so that callers do not return all at once.",
      pillar: "performance",
      severity: "warning",
      remedy: "add JitterStrategy: FULL",
    },
    on: "retrier",
    check: ({ entry, report }) => {
      if (attempts(entry) >= 3 && !has(entry.value, "JitterStrategy"))
        report([], `${attempts(entry)} attempts are made without jitter`);
    },
  },
  {
    id: "delay-cap-too-low",
    meta: {
      description: "MaxDelaySeconds is more than IntervalSeconds; else every delay is the cap.",
      pillar: "reliability",
      severity: "warning",
      remedy: "raise MaxDelaySeconds above IntervalSeconds",
    },
    on: "retrier",
    check: ({ entry: { value }, report }) => {
      const cap = number(value, "MaxDelaySeconds");
      const interval = number(value, "IntervalSeconds") ?? 1;
      if (cap === undefined || cap > interval) return;
      report(
        ["MaxDelaySeconds"],
        `the cap of ${cap} s is not above the first delay of ${interval} s`,
      );
    },
  },
  {
    id: "delay-uncapped",
    meta: {
      description: "A Retry whose delay grows beyond 15 minutes has a MaxDelaySeconds.",
      pillar: "performance",
      severity: "warning",
      remedy: "add MaxDelaySeconds",
    },
    on: "retrier",
    check: ({ entry, report }) => {
      const delay = longestDelay(entry);
      if (has(entry.value, "MaxDelaySeconds") || delay <= LONG_DELAY) return;
      report([], `the last delay is ${delay > 1e9 ? "without end" : `${Math.round(delay)} s`}`);
    },
  },
  {
    id: "too-many-attempts",
    meta: {
      description: `A Retry makes at most ${MANY_ATTEMPTS} attempts: what fails longer does not pass, and every attempt is paid.`,
      pillar: "cost",
      severity: "warning",
      remedy: "lower MaxAttempts and handle the failure in a Catch",
    },
    on: "retrier",
    check: ({ entry, report }) => {
      if (attempts(entry) > MANY_ATTEMPTS)
        report(["MaxAttempts"], `the Retry makes ${attempts(entry)} attempts`);
    },
  },
];

/** Seconds before the last try when nothing caps it. */
function longestDelay(entry: Handler): number {
  const interval = number(entry.value, "IntervalSeconds") ?? 1;
  const rate = number(entry.value, "BackoffRate") ?? 2;
  return interval * rate ** Math.max(0, attempts(entry) - 1);
}
