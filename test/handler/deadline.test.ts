import assert from "node:assert/strict";
import { Logger } from "@aws-lambda-powertools/logger";
import { S3Client } from "@aws-sdk/client-s3";
import { type Context } from "aws-lambda";
import { inTime, timesOf } from "../../handler/deadline";
import { createHandler } from "../../handler/handle";
import { CLIENT_DEFAULTS } from "../../handler/storage";
import { S3Server, type Mishap } from "./s3-server";

/** A client as the function has it, of an S3 that comes to grief at every request. */
async function setup(mishap: Mishap) {
  const server = new S3Server(() => mishap);
  const client = new S3Client({
    ...CLIENT_DEFAULTS,
    endpoint: await server.start(),
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const handler = createHandler({
    environment: { payloadBucket: "payloads" },
    client,
    logger: new Logger({ logLevel: "SILENT" }),
    work: () => Promise.resolve({}),
  });
  const stop = (): void => {
    client.destroy();
    server.stop();
  };
  return { handler, server, stop };
}

const contextOf = (milliseconds: number): Context => {
  const end = Date.now() + milliseconds;
  return { getRemainingTimeInMillis: () => end - Date.now() } as Context;
};

describe("an S3 that does not answer", () => {
  for (const milliseconds of [1_000, 3_000]) {
    it(`is answered with 500 half a second before ${milliseconds} ms are over`, async () => {
      const { handler, stop } = await setup("silent");
      const event = { payload: { bucket: "payloads", key: "1.json" } };
      const start = performance.now();

      const reply = await handler(event, contextOf(milliseconds));

      assert.deepEqual(reply, { statusCode: 500, event });
      const took = performance.now() - start;
      assert(took > milliseconds - 600 && took < milliseconds - 100, `${took} ms`);
      stop();
    });
  }

  it("is given up after two seconds at a time, three times, when nothing is known of the invocation", async () => {
    const { handler, server, stop } = await setup("silent");
    const start = performance.now();

    const { statusCode } = await handler({ payload: { bucket: "payloads", key: "1.json" } });

    assert.equal(statusCode, 500);
    assert.equal(server.requests, 3);
    assert(performance.now() - start < 10_000);
    stop();
  });
});

describe("the times of an invocation", () => {
  it("end half a second before it, and let work begin in the first half", () => {
    const now = Date.now();

    const { deadline = 0, latestStart = 0 } = timesOf(contextOf(30_000));

    assert(Math.abs(deadline - now - 29_500) < 50);
    assert(Math.abs(latestStart - now - 15_000) < 50);
    assert.deepEqual(timesOf(undefined), {});
  });

  it("let no call begin that is too late", async () => {
    let begun = 0;
    await assert.rejects(
      inTime(Date.now() - 1, () => Promise.resolve(++begun)),
      {
        name: "TimeoutError",
      },
    );
    assert.equal(begun, 0);
  });
});
