import { has, number } from "../../../json";
import { attempts, delayBefore } from "../../facts/handlers";
import { on, type Checks } from "../../rule";

/** Seconds that a retry may wait at most before it is called too long. */
const LONG_DELAY = 900;

/** Tries that are called too many. */
const MANY_ATTEMPTS = 10;

/** Rules about how a Retry spreads its attempts. */
export const backoffChecks = {
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
