import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  assertFits,
  byteSize,
  load,
  MAX_STATE_BYTES,
  store,
  storeIfLarge,
} from "../../handler/payload";
import { MemoryBucket } from "./memory";

describe("payload", () => {
  it("counts bytes of UTF-8, not characters", () => {
    assert.equal(byteSize("é"), 4);
    assert.equal(byteSize("😀"), 6);
    assert.equal(byteSize(undefined), 4);
  });

  it("draws the line at 262,144 bytes exactly", () => {
    const atLimit = "x".repeat(MAX_STATE_BYTES - 2);
    assert.doesNotThrow(() => assertFits(atLimit));
    assert.throws(() => assertFits(`${atLimit}x`), {
      name: "PayloadTooLargeError",
      message: /262145 bytes of JSON are over the limit of 262144/,
    });
  });

  it("gives back any JSON value that it stored", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const s3 = new MemoryBucket();
        const reference = await store(value, { client: s3.client, bucket: "b" });
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        assert.deepEqual(await load(reference, s3), plain);
      }),
      { numRuns: 50 },
    );
  });

  it("stores the same value under the same key", async () => {
    const s3 = new MemoryBucket();
    const to = { client: s3.client, bucket: "b", prefix: "in/" };

    const references = [await store({ a: 1 }, to), await store({ a: 1 }, to)];

    assert.deepEqual(references[0], references[1]);
    assert.match(references[0]!.key, /^in\/[0-9a-f]{64}\.json$/);
    assert.equal(s3.objects.size, 1);
  });

  it("stores only what does not fit", async () => {
    const s3 = new MemoryBucket();
    const to = { client: s3.client, bucket: "b" };

    assert.deepEqual(await storeIfLarge({ a: 1 }, to), { a: 1 });
    assert.equal(s3.objects.size, 0);
    const large = await storeIfLarge({ a: "x".repeat(20) }, to, 20);
    assert(("payload" in large) as boolean);
    assert.equal(s3.objects.size, 1);
  });
});
