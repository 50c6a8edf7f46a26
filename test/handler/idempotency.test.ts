import assert from "node:assert/strict";
import { ServiceUnavailableError } from "../../handler/errors";
import { makeIdempotentWork } from "../../handler/idempotency";
import { MemoryBucket, s3Error } from "./memory";

const HOUR = 3_600_000;

/** Remaining time of the invocation, which is how long its record counts as under way. */
const context = { getRemainingTimeInMillis: () => 30_000 } as never;

describe("makeIdempotentWork", () => {
  it("gives the first outcome to whoever asks for the same data, in any order of its fields", async () => {
    const s3 = new MemoryBucket();
    let done = 0;
    const work = makeIdempotentWork(() => Promise.resolve({ done: ++done }), {
      client: s3.client,
      bucket: "b",
    });

    assert.deepEqual(await work({ x: 1, y: 2 }, context), { done: 1 });
    assert.deepEqual(await work({ y: 2, x: 1 }, context), { done: 1 });
  });

  it("throws WorkInProgressError while another invocation is at it", async () => {
    const s3 = new MemoryBucket();
    let finish = (): void => undefined;
    const slow = new Promise<object>((resolve) => (finish = () => resolve({})));
    const work = makeIdempotentWork(() => slow, { client: s3.client, bucket: "b" });

    const first = work({ x: 1 }, context);
    while (s3.objects.size === 0) await new Promise(setImmediate);
    await assert.rejects(work({ x: 1 }, context), { name: "WorkInProgressError" });
    finish();
    assert.deepEqual(await first, {});
  });

  it("does failed work again", async () => {
    const s3 = new MemoryBucket();
    let tries = 0;
    const work = makeIdempotentWork(
      () => (++tries === 1 ? Promise.reject(new Error("broken")) : Promise.resolve({ tries })),
      { client: s3.client, bucket: "b" },
    );

    await assert.rejects(work({ x: 1 }, context), /broken/);
    assert.equal(s3.objects.size, 0);
    assert.deepEqual(await work({ x: 1 }, context), { tries: 2 });
  });

  it("takes over from an invocation that died, and from an outcome that is past its time", async () => {
    for (const change of [
      { status: "INPROGRESS", inProgressExpiryTimestamp: Date.now() - 1 },
      { status: "COMPLETED", expiryTimestamp: (Date.now() - HOUR) / 1000 },
    ]) {
      const s3 = new MemoryBucket();
      let done = 0;
      const work = makeIdempotentWork(() => Promise.resolve({ done: ++done }), {
        client: s3.client,
        bucket: "b",
      });
      await work({ x: 1 }, context);
      const [place, text] = [...s3.objects][0]!;
      s3.objects.set(place, JSON.stringify({ ...(JSON.parse(text) as object), ...change }));

      assert.deepEqual(await work({ x: 1 }, context), { done: 2 });
    }
  });

  it("passes on what the bucket says, under the handler's own names", async () => {
    const s3 = new MemoryBucket();
    const work = makeIdempotentWork(() => Promise.resolve({}), { client: s3.client, bucket: "b" });
    s3.faults.push(s3Error("SlowDown", 503));
    await assert.rejects(work({ x: 1 }, context), ServiceUnavailableError);
    s3.faults.push(s3Error("AccessDenied", 403));
    await assert.rejects(work({ x: 1 }, context), { name: "PayloadAccessError" });
  });

  it("encrypts records with the key that the bucket asks for", async () => {
    const s3 = new MemoryBucket();
    const keyArn = "arn:aws:kms:us-east-1:000000000000:key/1";
    await makeIdempotentWork(() => Promise.resolve({}), { client: s3.client, bucket: "b", keyArn })(
      {},
      context,
    );

    const writes = s3.requests.filter(({ verb }) => verb === "PutObject");
    assert.deepEqual(
      writes.map(({ input }) => input.SSEKMSKeyId),
      [keyArn, keyArn],
    );
  });
});
