import { UsageError } from "../../statemachine/cli";

import { display } from "../../statemachine/json";
const NONSENSE = "an answer that is not one of AWS";

/** What an error of an AWS client may carry besides its message. */
interface ClientError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/**
 * Why a call failed, in one line. The clients say "Unknown", nothing at all, or how they parse, where an answer is not
 * one of AWS.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return display(error);
  const { name, message, code, $metadata, $response } = error as ClientError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (name === "TimeoutError") return "no answer in time";
  if (error instanceof SyntaxError || /Deserialization error/.test(message)) {
    return status === undefined || status < 300 ? NONSENSE : `${NONSENSE} (HTTP status ${status})`;
  }
  if (/^(Unknown(Error)?)?$/.test(message) && code === undefined) {
    return status === undefined
      ? "failed without a reason"
      : `HTTP status ${status} without a reason`;
  }
  const [line = ""] = (message || `${code}`).split("\n");
  return line.slice(0, 300).replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

/** The SDK says by this error that there are no credentials at all. */
const NO_CREDENTIALS = "CredentialsProviderError";

/** Runs what asks AWS, and says in one sentence why AWS did not answer. */
export async function askingAws<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !("$metadata" in error || error.name === NO_CREDENTIALS)) {
      throw error;
    }
    if (error.name === NO_CREDENTIALS) {
      throw new UsageError(
        "no AWS credentials: set AWS_PROFILE or sign in as for the AWS CLI, or give --endpoint",
      );
    }
    const reason = `AWS says ${error.name}: ${reasonOf(error)}`;
    throw NOT_THERE.has(error.name) ? new UsageError(reason) : new Error(reason, { cause: error });
  }
}

/** Errors of AWS that say that what was named is not there. */
const NOT_THERE: ReadonlySet<string> = new Set([
  "StateMachineDoesNotExist",
  "ExecutionDoesNotExist",
  "InvalidArn",
]);
