import assert from "node:assert/strict";
import { normalizeCause } from "../../ops/failures/cause";

/** Causes as services give them, and the kind that each is of. */
const CASES: readonly (readonly [string, string])[] = [
  ["order 17 is busy", "order <n> is busy"],
  ["order-7 and order_1234567", "order-<n> and order_<n>"],
  ["customer A1B2C3D4 has none", "customer <id> has none"],
  ["EC2 and S3 stay", "EC2 and S3 stay"],
  ["at 2026-11-26T19:58:04.123Z", "at <time>"],
  [
    "RequestId: 8e8b1c2a-0000-4000-8000-00000000abcd Error: Task timed out after 3.00 seconds",
    "RequestId: <id> Error: Task timed out after <n> seconds",
  ],
  ["took 1500ms, then 3s", "took <n>ms, then <n>s"],
  ["no rule for arn:aws:sqs:eu-west-1:123456789012:orders-17.", "no rule for <arn>"],
  [
    "(Service: Ddb, Status Code: 400, Request ID: ABC123)",
    "(Service: Ddb, Status Code: 400, Request ID: <id>)",
  ],
  ["HTTP status 503 after 5 tries", "HTTP status 503 after <n> tries"],
  [
    '{"errorType":"Busy","errorMessage":"order 17\\n is busy","trace":["at 12"]}',
    "order <n> is busy",
  ],
  ['{"Error":"E","Cause":"{\\"errorMessage\\":\\"item 4\\"}","ExecutionArn":"arn:x"}', "item <n>"],
  [
    '{"Containers":[],"StoppedReason":"Essential container in task exited"}',
    "Essential container in task exited",
  ],
  ['{"neither": 1}', '{"neither": <n>}'],
  ["", ""],
];

describe("the kind of a cause", () => {
  for (const [cause, kind] of CASES) {
    it(`of ${JSON.stringify(cause)} is ${JSON.stringify(kind)}`, () => {
      const found = normalizeCause(cause);
      assert.equal(found, kind);
    });
  }

  it("is bounded, and found at once in a long text", () => {
    const found = normalizeCause("a-1b2-".repeat(100_000));
    assert.equal(found.length, 301);
  });
});
