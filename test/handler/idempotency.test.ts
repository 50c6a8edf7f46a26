import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ServiceUnavailableError } from "../../handler/errors";
import { makeIdempotentWork } from "../../handler/idempotency";
import { MemoryBucket, s3Error } from "./memory";

const HOUR = 3_600_000;

/** Remaining time of the invocation, which is how long its record counts as under way. */
const context = { getRemainingTimeInMillis: () => 30_000 } as never;

/** Work that is done once, with what it warned of. */
function setup(does: () => Promise<object>) {
  const s3 = new MemoryBucket();
  const warnings: string[] = [];
  const bucket = { client: s3.client, bucket: "b" };
  const work = makeIdempotentWork(does, bucket, (message) => void warnings.push(message));
  return { s3, warnings, work };
}

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

  it("gives the work's own error when its record cannot be removed", async () => {
    const { s3, work, warnings } = setup(() => Promise.reject(new Error("broken")));
    s3.faults.push(undefined, s3Error("AccessDenied", 403));

    await assert.rejects(work({ x: 1 }, context), /^Error: broken$/);

    assert.deepEqual(warnings, ["the record of the failed work stays until its time is over"]);
    await assert.rejects(work({ x: 1 }, context), { name: "WorkInProgressError" });
  });

  it("keeps what is done when its outcome cannot be recorded", async () => {
    const { s3, work, warnings } = setup(() => Promise.resolve({ done: true }));
    s3.faults.push(undefined, s3Error("AccessDenied", 403));

    assert.deepEqual(await work({ x: 1 }, context), { done: true });

    assert.deepEqual(warnings, ["the outcome is not recorded: a duplicate does the work again"]);
  });

  it("tries to record an outcome while S3 is out of order", async () => {
    let done = 0;
    const { s3, work, warnings } = setup(() => Promise.resolve({ done: ++done }));
    s3.faults.push(undefined, s3Error("SlowDown", 503), s3Error("UnknownError", 412));

    await work({ x: 1 }, context);

    assert.deepEqual(await work({ x: 1 }, context), { done: 1 });
    assert.deepEqual(warnings, []);
  });

  it("knows its own record again when the answer to its write was lost", async () => {
    const { s3, work } = setup(() => Promise.resolve({ done: true }));
    s3.lostAnswers = 1;

    assert.deepEqual(await work({ x: 1 }, context), { done: true });
  });

  it("leaves a record alone that another invocation took over", async () => {
    for (const outcome of [Promise.resolve({}), Promise.reject(new Error("broken"))]) {
      outcome.catch(() => undefined);
      const { s3, work } = setup(() => {
        for (const [place, text] of s3.objects) {
          s3.objects.set(place, text.replace(/"owner":"[^"]*"/, '"owner":"another"'));
        }
        return outcome;
      });

      await work({ x: 1 }, context).catch(() => undefined);

      assert.match([...s3.objects.values()][0] ?? "", /INPROGRESS.*"owner":"another"/);
    }
  });

  const now = Date.now();
  const good = {
    idempotencyKey: "k",
    status: "INPROGRESS",
    expiryTimestamp: now / 1_000 + 3_600,
    inProgressExpiryTimestamp: now + 30_000,
  };
  for (const [what, text] of [
    ["no JSON", "my secret{"],
    ["empty", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["of no status", JSON.stringify({ ...good, status: "DONE" })],
    ["of no time", JSON.stringify({ ...good, inProgressExpiryTimestamp: undefined })],
    ["of a time that is text", JSON.stringify({ ...good, expiryTimestamp: "soon" })],
    ["under way for years", JSON.stringify({ ...good, inProgressExpiryTimestamp: now * 2 })],
    ["to be kept for years", JSON.stringify({ ...good, expiryTimestamp: now })],
  ] as const) {
    it(`is not blocked by a record that is ${what}, nor quotes it`, async () => {
      const { s3, work } = setup(() => Promise.resolve({ done: true }));
      await work({ x: 1 }, context);
      const [place] = [...s3.objects.keys()];
      s3.objects.set(place!, text);

      assert.deepEqual(await work({ x: 1 }, context), { done: true });
      s3.objects.set(place!, text);
      s3.faults.push(undefined, undefined, s3Error("AccessDenied", 403));
      await assert.rejects(work({ x: 1 }, context), (error: Error) => {
        assert.equal(error.name, "PayloadAccessError");
        return !inspect(error).includes("secret");
      });
    });
  }

  it("is blocked by a good record of another invocation", async () => {
    const { s3, work } = setup(() => Promise.resolve({ done: true }));
    await work({ x: 1 }, context);
    const current = { ...good, inProgressExpiryTimestamp: Date.now() + 30_000 };
    s3.objects.set([...s3.objects.keys()][0]!, JSON.stringify(current));

    await assert.rejects(work({ x: 1 }, context), { name: "WorkInProgressError" });
  });

  it("counts as under way for a second more than its invocation, or 15 minutes when that is not known", async () => {
    for (const [given, milliseconds] of [
      [context, 31_000],
      [undefined, 901_000],
    ] as const) {
      let text = "";
      const { s3, work } = setup(() =>
        Promise.resolve({ size: (text = [...s3.objects.values()][0]!).length }),
      );
      const start = Date.now();

      await work({ x: 1 }, given);

      const { inProgressExpiryTimestamp: end } = JSON.parse(text) as typeof good;
      assert(end >= start + milliseconds && end <= Date.now() + milliseconds, `${end - start}`);
    }
  });

  it("begins no work in the second half of the invocation's time, and leaves no record", async () => {
    let done = 0;
    const { s3, work } = setup(() => Promise.resolve({ done: ++done }));

    await assert.rejects(work({ x: 1 }, context, { latestStart: Date.now() - 1 }), {
      name: "ServiceUnavailableError",
      message: "S3 took half of the invocation's time: too late to begin",
    });

    assert.equal(done, 0);
    assert.equal(s3.objects.size, 0);
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
