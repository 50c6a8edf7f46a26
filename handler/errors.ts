/** The name of every error that the handler knows, by what the workflow does about it. */
export const ERROR_NAMES = {
  /** Thrown; no repetition can help, so the workflow catches it and fails. */
  fatal: [
    "ConfigurationError",
    "InvalidEventError",
    "PayloadAccessError",
    "PayloadFormatError",
    "PayloadTooLargeError",
  ],
  /** Thrown; the workflow's Retry tries again after some seconds. */
  retried: ["ServiceUnavailableError", "WorkInProgressError"],
  /** Answered with status 500 where the event can be handed back: the workflow waits, then runs the function again. */
  answered: ["PayloadNotReadyError", "ServiceUnavailableError"],
} as const;

/**
 * An error by the name that Retry and Catch of the workflow match, which makes a name an API: it is given as text,
 * because a bundler renames classes.
 */
abstract class HandlerError extends Error {
  public abstract override readonly name: string;
}

/** The function's environment is wrong. */
export class ConfigurationError extends HandlerError {
  public override readonly name = "ConfigurationError";
}

/** The event is not what the handler takes. */
export class InvalidEventError extends HandlerError {
  public override readonly name = "InvalidEventError";
}

/** The payload is where the function may not read or write, or in a bucket that it is not for or that does not exist. */
export class PayloadAccessError extends HandlerError {
  public override readonly name = "PayloadAccessError";
}

/** The stored payload is not JSON. */
export class PayloadFormatError extends HandlerError {
  public override readonly name = "PayloadFormatError";
}

/** Data is too large to travel through the workflow. */
export class PayloadTooLargeError extends HandlerError {
  public override readonly name = "PayloadTooLargeError";
}

/** The same work is under way in another invocation. */
export class WorkInProgressError extends HandlerError {
  public override readonly name = "WorkInProgressError";
}

/** A failure that passes with time: the handler answers it with status 500. */
export abstract class RetryableError extends HandlerError {}

/** The payload that the event refers to is not there yet. */
export class PayloadNotReadyError extends RetryableError {
  public override readonly name = "PayloadNotReadyError";
}

/** A service that the work needs is throttling or out of order. */
export class ServiceUnavailableError extends RetryableError {
  public override readonly name = "ServiceUnavailableError";
}
