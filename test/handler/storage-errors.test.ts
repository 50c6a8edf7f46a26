import assert from "node:assert/strict";
import { storageError } from "../../handler/storage/errors";

const LOCATION = { bucket: "inbox", key: "1.json" };

/** What the SDK throws: by S3's name and status, or without a status by the name or Node's code alone. */
type Fault = readonly [name: string, status?: number, code?: string];

/** The name of the handler's error for each. */
const MEANINGS: Readonly<Record<string, readonly Fault[]>> = {
  PayloadNotReadyError: [
    ["NoSuchKey", 404],
    ["NotFound", 404],
  ],
  ServiceUnavailableError: [
    ["InternalError", 500],
    ["UnknownError", 502],
    ["SlowDown", 503],
    ["GatewayTimeout", 504],
    ["RequestTimeout", 400],
    ["Throttling", 400],
    ["ThrottlingException", 400],
    ["RequestThrottled", 400],
    ["KMS.ThrottlingException", 400],
    ["KMS.DependencyTimeoutException", 400],
    ["KMS.KMSInternalException", 400],
    ["KMS.KeyUnavailableException", 400],
    ["ExpiredToken", 400],
    ["ExpiredTokenException", 403],
    ["TokenRefreshRequired", 400],
    ["RequestTimeTooSkewed", 403],
    ["OperationAborted", 409],
    ["ConditionalRequestConflict", 409],
    ["UnknownError", 412],
    ["UnknownError", 408],
    ["TooManyRequests", 429],
    ["TemporaryRedirect", 307],
    ["TimeoutError"],
    ["AbortError"],
    ["CredentialsProviderError"],
    ["Error", undefined, "ECONNRESET"],
    ["Error", undefined, "ENOTFOUND"],
    ["Error", undefined, "EPIPE"],
  ],
  PayloadAccessError: [
    ["AccessDenied", 403],
    ["NoSuchBucket", 404],
    ["InvalidBucketName", 400],
    ["KeyTooLongError", 400],
    ["KMS.DisabledException", 400],
    ["KMS.NotFoundException", 400],
    ["PermanentRedirect", 301],
    ["NotImplemented", 501],
    ["InvalidObjectState", 403],
    // What the SDK refuses by itself: a bad bucket name, ARN or key.
    ["Error"],
    ["TypeError"],
    ["URIError"],
    ["EndpointError"],
  ],
};

const thrown = ([name, httpStatusCode, code]: Fault): Error =>
  Object.assign(new Error("as it is"), { name, code, $metadata: { httpStatusCode } });

describe("a failure of S3", () => {
  for (const [meaning, faults] of Object.entries(MEANINGS)) {
    for (const fault of faults) {
      it(`${fault.filter(Boolean).join(" ")} is a ${meaning}`, () => {
        const error = storageError(LOCATION, thrown(fault));

        assert.equal(error.name, meaning);
        assert.equal(error.message, `s3://inbox/1.json: ${fault[0]}: as it is`);
      });
    }
  }

  for (const fault of [
    ["PreconditionFailed", 412],
    ["ConditionalRequestConflict", 409],
    ["UnknownError", 412],
    ["NoSuchKey", 404],
  ] as const) {
    it(`${fault.join(" ")} says of a call with a condition that it does not hold`, () => {
      const error = storageError(LOCATION, thrown(fault), true);

      assert.equal(error.constructor.name, "ConditionFailed");
    });
  }

  it("passes when the answer was damaged on its way, of which the SDK gives neither a name nor a status", () => {
    const damaged = new Error('Checksum mismatch: expected "AAAAAA==" but received "BBBBBB=="');

    assert.equal(storageError(LOCATION, damaged).name, "ServiceUnavailableError");
  });

  it("is access when something throws no error at all", () => {
    assert.equal(storageError(LOCATION, undefined).name, "PayloadAccessError");
  });
});
