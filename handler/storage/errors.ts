import { PayloadAccessError, PayloadNotReadyError, ServiceUnavailableError } from "../errors";

/** Where an object lies. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/** Somebody else wrote the object first, so the condition of a write does not hold. Never leaves the handler. */
export class ConditionFailed extends Error {}

/** What the SDK throws. Without a status, S3 gave no answer: the network failed, or the request was never sent. */
interface ServiceFault {
  readonly name?: string;
  readonly message?: string;
  /** What Node.js calls a failure of the network. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** No such object. */
const MISSING: ReadonlySet<string> = new Set(["NoSuchKey", "NotFound"]);

/** 409: a write at the same time as ours. 412: the object is not what the condition says. */
const CONFLICTS: ReadonlySet<number | undefined> = new Set([409, 412]);

/**
 * Statuses that pass with time, whatever S3 calls them; from 500 on, all but 501 (not implemented). Conflicts as well:
 * a call without a condition is only aborted by them.
 */
const PASSING_STATUSES: ReadonlySet<number | undefined> = new Set([408, 409, 412, 425, 429]);

/**
 * Errors that pass with time although S3 gives them another status, or none
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html; S3 puts `KMS.` before those of the key).
 */
const PASSING_NAMES: ReadonlySet<string> = new Set([
  // 400 and 403: the connection, the clock or the session's credentials, which are new in a moment.
  "BadDigest",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteBody",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "RequestTimeout",
  "RequestTimeoutException",
  "TokenRefreshRequired",
  // 307: the bucket is new, and not known everywhere.
  "TemporaryRedirect",
  // 400: the bucket's key.
  "DependencyTimeoutException",
  "InternalException",
  "KMSInternalException",
  "KeyUnavailableException",
  // Too much at once, by all the names that services have for it, beside those with "Throttl" in them.
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "OperationAborted",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "SlowDown",
  "TooManyRequestsException",
  "TransactionInProgressException",
  // No answer at all.
  "AbortError",
  "CredentialsProviderError",
  "TimeoutError",
]);

/** The SDK's words for an answer that was damaged on its way; it gives neither a name nor a status. */
const DAMAGED = /^Checksum mismatch/;

/** Failures of the network, by the code of Node.js. */
const NETWORK: ReadonlySet<string | undefined> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

/**
 * Names one failure of S3 by what the caller can do about it. What is not known to pass does not: an error without a
 * status is as often a bad name or ARN, which the SDK refuses by itself, as a failure of the network.
 *
 * @param conditional whether the call had a condition, which can fail
 */
export function storageError(
  { bucket, key }: ObjectLocation,
  cause: unknown,
  conditional = false,
): Error {
  const { name = "Error", message = "", code, $metadata } = (cause ?? {}) as ServiceFault;
  const status = $metadata?.httpStatusCode;
  const text = `s3://${bucket}/${key}: ${name}${message && `: ${message}`}`;
  if (conditional && (CONFLICTS.has(status) || MISSING.has(name))) {
    return new ConditionFailed(text, { cause });
  }
  if (MISSING.has(name)) return new PayloadNotReadyError(text, { cause });
  const passes =
    PASSING_STATUSES.has(status) ||
    (status !== undefined && status >= 500 && status !== 501) ||
    PASSING_NAMES.has(name.replace(/^KMS\./, "")) ||
    /throttl/i.test(name) ||
    (status === undefined && (NETWORK.has(code) || DAMAGED.test(message)));
  return passes
    ? new ServiceUnavailableError(text, { cause })
    : new PayloadAccessError(text, { cause });
}
