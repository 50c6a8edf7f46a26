import assert from "node:assert/strict";
import { readEnvironment } from "../../handler/env";
import { parseEvent } from "../../handler/event";

describe("event", () => {
  it("takes any JSON object, and a reference under payload", () => {
    for (const event of [{}, { a: 1 }, { payload: { bucket: "b", key: "k" }, note: "x" }]) {
      assert.equal(parseEvent(event), event);
    }
  });

  const bad: [unknown, RegExp][] = [
    [null, /must be a JSON object, not null/],
    [[], /not a list/],
    ["text", /not string/],
    [{ payload: "inline" }, /not string/],
    [{ payload: { bucket: "b" } }, /not {bucket: string}/],
    [{ payload: { bucket: "b", key: "" } }, /not {bucket: string, key: an empty string}/],
    [
      { payload: { bucket: "b", key: "é".repeat(513) } },
      /at most 1024 bytes, not {bucket: string, key: a string of 1026 bytes}/,
    ],
    [{ payload: { bucket: "b", key: "\ud800" } }, /not {bucket: string, key: string}/],
    [{ payload: { secret: 1 } }, /not {}: put/],
  ];
  for (const [event, message] of bad) {
    it(`rejects ${JSON.stringify(event)}`, () => {
      assert.throws(() => parseEvent(event), { name: "InvalidEventError", message });
    });
  }
});

describe("environment", () => {
  const key = "arn:aws:kms:us-east-1:000000000000:key/1";

  it("needs nothing, and takes an empty value for none", () => {
    assert.deepEqual(readEnvironment({}), {});
    assert.deepEqual(readEnvironment({ PAYLOAD_BUCKET: "" }), {});
    assert.deepEqual(readEnvironment({ PAYLOAD_BUCKET: "b", PAYLOAD_KEY_ARN: key }), {
      payloadBucket: "b",
      payloadKeyArn: key,
    });
  });

  it("lists the buckets that references may name", () => {
    assert.deepEqual(readEnvironment({ PAYLOAD_READ_BUCKETS: " a, b.c ,," }), {
      readBuckets: ["a", "b.c"],
    });
    for (const wrong of ["a/b", "arn:aws:s3:::a", "a b"]) {
      assert.throws(() => readEnvironment({ PAYLOAD_READ_BUCKETS: `x,${wrong}` }), {
        name: "ConfigurationError",
        message:
          "PAYLOAD_READ_BUCKETS must be the names of buckets with commas between them, " +
          `and "${wrong}" is not a name`,
      });
    }
  });

  it("throws ConfigurationError naming the variable", () => {
    const name = "ConfigurationError";
    assert.throws(() => readEnvironment({ PAYLOAD_BUCKET: "b", PAYLOAD_KEY_ARN: "alias/x" }), {
      name,
      message: /PAYLOAD_KEY_ARN must be the ARN/,
    });
    assert.throws(() => readEnvironment({ PAYLOAD_KEY_ARN: key }), {
      name,
      message: /PAYLOAD_BUCKET/,
    });
  });
});
