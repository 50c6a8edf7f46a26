import type { Retrier } from "../definition/types";
import { CRASHES, PASSING_FAULTS } from "../integrations/faults";

/** How passing faults are retried: with delays that grow and full jitter. */
const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
} as const;

/**
 * The retries of a call: the service's passing faults; of a function also its crashes; of another service, where it
 * answers at once, every fault, a few times. A job and a wait for a token are not begun again by themselves.
 */
export function retriesOf(service: string, pattern: string): Retrier[] {
  const faults = PASSING_FAULTS[service];
  // Six attempts take about two minutes.
  const known = faults && [{ ErrorEquals: faults, MaxAttempts: 6, ...BACKOFF }];
  // Faults that say nothing of themselves, and crashes.
  const few = (...ErrorEquals: string[]): Retrier => ({ ErrorEquals, MaxAttempts: 2, ...BACKOFF });
  if (service === "lambda") return [...known!, few(...CRASHES)];
  if (pattern !== "") return known ?? [];
  return known ?? [few("States.TaskFailed", "States.Timeout")];
}

/** How long a call may take, in seconds, when nobody says otherwise. */
export function limitsOf(service: string, pattern: string): Readonly<Record<string, number>> {
  if (pattern === "waitForTaskToken") return { TimeoutSeconds: 86_400, HeartbeatSeconds: 3_600 };
  if (pattern !== "") return { TimeoutSeconds: 3_600 };
  return { TimeoutSeconds: service === "lambda" ? LONGEST_RUN : 60 };
}

/** What a function can run at most (Lambda's limit), and a moment for the call itself. */
const LONGEST_RUN = 910;
