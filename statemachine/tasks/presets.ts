import type { Retrier } from "../definition/types";

/** How passing faults are retried: with delays that grow and full jitter. */
const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
} as const;

/** Faults that pass, by service, as the services' own pages name them; six attempts take about two minutes. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  athena: ["Athena.TooManyRequestsException", "Athena.InternalServerException"],
  dynamodb: [
    "DynamoDB.InternalServerErrorException",
    "DynamoDB.ProvisionedThroughputExceededException",
    "DynamoDB.RequestLimitExceededException",
    "DynamoDB.ThrottlingException",
  ],
  glue: ["Glue.ConcurrentRunsExceededException", "Glue.InternalServiceException"],
  lambda: [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
  ],
  sns: ["SNS.InternalErrorException", "SNS.KMSThrottlingException", "SNS.ThrottledException"],
  states: ["StepFunctions.ExecutionLimitExceededException"],
};

/** A function that timed out, crashed or ran out of memory: it may have done half of its work. */
const CRASHES = ["Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", "Runtime.OutOfMemory"];

/** Attempts after the first for faults that say nothing of themselves, and for crashes. */
const FEW = 2;

/**
 * The retries of a call: the service's passing faults; of a function also its crashes; of another service, where it
 * answers at once, every fault, a few times. A job and a wait for a token are not begun again by themselves.
 */
export function retriesOf(service: string, pattern: string): Retrier[] {
  const faults = FAULTS[service];
  const known = faults && [{ ErrorEquals: faults, MaxAttempts: 6, ...BACKOFF }];
  const few = (...ErrorEquals: string[]): Retrier => ({
    ErrorEquals,
    MaxAttempts: FEW,
    ...BACKOFF,
  });
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
