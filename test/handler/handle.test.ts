import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { PayloadFormatError, ServiceUnavailableError } from "../../handler/errors";
import { createHandler, type Dependencies } from "../../handler/handle";
import { MAX_STATE_BYTES } from "../../handler/payload";
import { work } from "../../handler/work";
import { MemoryBucket, s3Error } from "./memory";

const REFERENCE = { bucket: "inbox", key: "orders/1.json" };

/** A logger that keeps its lines. */
class Lines extends Logger {
  public readonly lines: Record<string, unknown>[] = [];

  public constructor() {
    super({ serviceName: "test" });
    const keep = (line: string): number => this.lines.push(JSON.parse(line) as never);
    const kept = { ...console, info: keep, warn: keep, error: keep };
    // Private in its types, and the one place where all lines come by.
    (this as unknown as { console: object }).console = kept;
  }
}

function setup(changes: Partial<Dependencies> = {}) {
  const s3 = new MemoryBucket();
  const logger = new Lines();
  const dependencies: Dependencies = {
    environment: { readBuckets: ["inbox"] },
    client: s3.client,
    logger,
    work,
    ...changes,
  };
  return { s3, logger, handler: createHandler(dependencies) };
}

const RECORDING = { environment: { payloadBucket: "records" } };

describe("handler", () => {
  it("answers 200 with the event as it came", async () => {
    const { handler, s3 } = setup();

    const reply = await handler({ order: 7 });

    assert.deepEqual(reply, { statusCode: 200, event: { order: 7 } });
    assert.deepEqual(s3.requests, []);
  });

  it("reads a claim-check payload from S3 and keeps it out of the reply", async () => {
    const seen: unknown[] = [];
    const { handler, s3 } = setup({ work: (data) => Promise.resolve({ size: seen.push(data) }) });
    s3.objects.set("inbox/orders/1.json", '{"order":7}');

    const reply = await handler({ payload: REFERENCE });

    assert.deepEqual(reply, { statusCode: 200, event: { payload: REFERENCE } });
    assert.deepEqual(seen, [{ order: 7 }]);
  });

  it("answers 500 with the event while the payload is not there, and 200 once it is", async () => {
    const { handler, s3 } = setup();
    const event = { payload: REFERENCE };

    assert.deepEqual(await handler(event), { statusCode: 500, event });
    s3.objects.set("inbox/orders/1.json", "{}");
    assert.deepEqual(await handler(event), { statusCode: 200, event });
  });

  for (const [what, fault] of [
    ["throttles", s3Error("SlowDown", 503)],
    ["does not answer", s3Error("TimeoutError")],
  ] as const) {
    it(`answers 500 when S3 ${what}`, async () => {
      const { handler, s3 } = setup();
      s3.faults.push(fault);

      assert.equal((await handler({ payload: REFERENCE })).statusCode, 500);
    });
  }

  it("answers 500 when the work says that it failed for now", async () => {
    const busy = (): Promise<object> => Promise.reject(new ServiceUnavailableError("busy"));
    const { handler } = setup({ work: busy });

    assert.deepEqual(await handler({ a: 1 }), { statusCode: 500, event: { a: 1 } });
  });

  const fatal = [
    { name: "InvalidEventError", event: { payload: { bucket: 1 } }, fault: undefined },
    { name: "InvalidEventError", event: ["no", "object"], fault: undefined },
    {
      name: "PayloadAccessError",
      event: { payload: REFERENCE },
      fault: s3Error("AccessDenied", 403),
    },
    {
      name: "PayloadAccessError",
      event: { payload: REFERENCE },
      fault: s3Error("NoSuchBucket", 404),
    },
  ];
  for (const { name, event, fault } of fatal) {
    it(`throws ${name} for ${JSON.stringify(event)}${fault ? ` when S3 says ${fault.name}` : ""}`, async () => {
      const { handler, s3, logger } = setup();
      s3.faults.push(fault);

      await assert.rejects(handler(event), { name });
      assert.equal(logger.lines.at(-1)?.level, "ERROR");
    });
  }

  it("does not quote a payload that is not JSON", async () => {
    const { handler, s3, logger } = setup();
    s3.objects.set("inbox/orders/1.json", "my secret");

    await assert.rejects(handler({ payload: REFERENCE }), (error) => {
      assert(error instanceof PayloadFormatError);
      return !error.message.includes("secret");
    });
    assert(!JSON.stringify(logger.lines).includes("secret"));
  });

  it("refuses a payload that is not UTF-8, which would be taken for others that read alike", async () => {
    const { handler, s3 } = setup();
    s3.encoding = "latin1";
    s3.objects.set("inbox/orders/1.json", '{"name":"Müller"}');

    await assert.rejects(handler({ payload: REFERENCE }), {
      name: "PayloadFormatError",
      message: "s3://inbox/orders/1.json is not UTF-8",
    });
  });

  it("reads a payload with a byte order mark", async () => {
    const { handler, s3 } = setup();
    s3.objects.set("inbox/orders/1.json", '\ufeff{"name":"Müller"}');

    assert.equal((await handler({ payload: REFERENCE })).statusCode, 200);
  });

  it("logs JSON with the outcome, and nothing of the data", async () => {
    const { handler, logger } = setup();

    await handler({ card: "4242" });

    const [line] = logger.lines;
    assert.equal(line?.message, "the work is done");
    assert.equal((line?.outcome as { bytes: number }).bytes, 15);
    assert(!JSON.stringify(logger.lines).includes("4242"));
  });

  it("does the work once for the same data", async () => {
    let done = 0;
    const { handler } = setup({ ...RECORDING, work: () => Promise.resolve({ done: ++done }) });

    const replies = [await handler({ order: 7 }), await handler({ order: 7 })];

    assert.equal(done, 1);
    assert.deepEqual(replies[1], replies[0]);
    await handler({ order: 8 });
    assert.equal(done, 2);
  });

  it("hands back the reference alone when an event with one would not fit into a state", async () => {
    const seen: unknown[] = [];
    const work = (data: unknown): Promise<object> => Promise.resolve({ size: seen.push(data) });
    const { handler, s3 } = setup({ environment: { payloadBucket: "inbox" }, work });
    // The handed case nested-reference, and the same with the padding beside bucket and key.
    for (const payload of [REFERENCE, { ...REFERENCE, pad: "x".repeat(260_000) }]) {
      s3.objects.clear();
      const reply = await handler({ payload, pad: "x".repeat(260_000) });

      assert.deepEqual(reply, { statusCode: 500, event: { payload: REFERENCE } });
      s3.objects.set("inbox/orders/1.json", JSON.stringify({ order: seen.length }));
      assert.equal((await handler(reply.event)).statusCode, 200);
    }
    assert.deepEqual(seen, [{ order: 0 }, { order: 1 }]);
  });

  it("follows references that lead to references, and no circles", async () => {
    const seen: unknown[] = [];
    const { handler, s3 } = setup({ work: (data) => Promise.resolve({ size: seen.push(data) }) });
    const to = (key: string): string => JSON.stringify({ payload: { bucket: "inbox", key } });
    s3.objects.set("inbox/a", to("b")).set("inbox/b", '{"order":7}').set("inbox/c", to("c"));

    await handler({ payload: { bucket: "inbox", key: "a" } });

    assert.deepEqual(seen, [{ order: 7 }]);
    await assert.rejects(handler({ payload: { bucket: "inbox", key: "c" } }), {
      name: "PayloadFormatError",
      message: /still a reference after 5/,
    });
  });

  for (const name of ["badbucket", "arnbucket"]) {
    it(`fails at once for the handed case ${name}`, async () => {
      const { input } = JSON.parse(
        readFileSync(path.join(__dirname, "cases", `${name}.json`), "utf8"),
      ) as { input: { payload: { bucket: string } } };
      const { handler, s3 } = setup();

      await assert.rejects(handler(input), {
        name: "PayloadAccessError",
        message:
          `the function does not read from the bucket "${input.payload.bucket}", but from: inbox. ` +
          "Name it in PAYLOAD_READ_BUCKETS and let the function's role read it",
      });
      assert.deepEqual(s3.requests, []);
    });
  }

  it("reads from its own bucket and from those listed, and from none without either", async () => {
    const of = (bucket: string): object => ({ payload: { bucket, key: "k" } });
    const environment = { payloadBucket: "own", readBuckets: ["inbox"] };
    for (const bucket of ["own", "inbox"]) {
      assert.equal((await setup({ environment }).handler(of(bucket))).statusCode, 500);
    }
    for (const [bucket, changes] of [
      ["theirs", { environment }],
      ["own", { environment: {} }],
    ] as const) {
      await assert.rejects(setup(changes).handler(of(bucket)), { name: "PayloadAccessError" });
    }
  });

  it("does nothing of a large event that it cannot put away to hand it back", async () => {
    let done = 0;
    const work = (): Promise<object> => Promise.resolve({ done: ++done });
    const { handler, s3 } = setup({ ...RECORDING, work });
    const event = { text: "x".repeat(MAX_STATE_BYTES) };
    s3.faults.push(s3Error("SlowDown", 503));

    await assert.rejects(handler(event), { name: "ServiceUnavailableError" });
    assert.equal(done, 0);
    assert.equal((await handler(event)).statusCode, 200);
  });

  it("logs neither the fields beside bucket and key nor the names of an event's fields", async () => {
    const { handler, s3, logger } = setup();
    s3.objects.set("inbox/orders/1.json", "{}");

    await handler({ payload: { ...REFERENCE, tokenA: "secretA" }, tokenB: "secretB" });
    await assert.rejects(handler({ payload: { bucket: "inbox", tokenC: "secretC" } }), {
      message: /not {bucket: string}: put data of your own/,
    });

    assert.deepEqual(logger.lines[0]?.payload, REFERENCE);
    assert.doesNotMatch(JSON.stringify(logger.lines), /token|secret/);
  });

  it("sends an event back by reference when the reply would not fit into a state", async () => {
    const { handler, s3 } = setup(RECORDING);
    const event = { text: "é".repeat(MAX_STATE_BYTES / 2 - 1_000) };

    const reply = await handler(event);

    const { bucket, key } = (reply.event as { payload: typeof REFERENCE }).payload;
    assert.deepEqual(JSON.parse(s3.objects.get(`${bucket}/${key}`)!), event);
  });

  it("throws PayloadTooLargeError for such an event without a bucket", async () => {
    const { handler } = setup();

    await assert.rejects(handler({ text: "x".repeat(MAX_STATE_BYTES) }), {
      name: "PayloadTooLargeError",
    });
  });
});
