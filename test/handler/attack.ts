import assert from "node:assert/strict";
import { Agent } from "node:http";
import path from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { S3Client } from "@aws-sdk/client-s3";
import { type Context } from "aws-lambda";
import { createHandler } from "../../handler/handle";
import { lambda, TaskError, WorkflowTest } from "../../statemachine/testing";
import { randomNumbers } from "../support/random";
import { S3Server, type Mishap } from "./s3-server";

/** How many pieces of work many executions share. */
const SAME = 5;

const file = path.join(__dirname, "../../statemachine/definition.asl.json");
const workflow = new WorkflowTest({ file, substitutions: { functionArn: "work" } });

const MISHAPS: readonly Mishap[] = [
  503,
  409,
  412,
  "silent",
  "silent after",
  "reset",
  "reset after",
];

/** How an attack is made. */
export interface Attack {
  /** How many executions run at once: one half with work of their own, the other with the same few pieces. */
  readonly executions: number;
  /** What a function may run, in milliseconds. */
  readonly timeout: number;
  /** How long the function waits for S3, in milliseconds. */
  readonly patience: number;
  /** The milliseconds in which all of the executions begin. */
  readonly rush: number;
}

/** What became of the executions. */
export interface Damage {
  /** Status and error of each execution that did not succeed. */
  readonly failed: readonly string[];
  /** How often each piece of work was done. */
  readonly done: ReadonlyMap<number, number>;
  /** The work that there was. */
  readonly pieces: ReadonlySet<number>;
  /** How many requests reached S3. */
  readonly requests: number;
}

/**
 * Runs the workflow many times at once with the real handler, against an S3 of which every fifth request fails, before
 * or after it is done, and with every tenth function dying on its first run.
 */
export async function attack({ executions, timeout, patience, rush }: Attack): Promise<Damage> {
  const random = randomNumbers(20_261_126);
  const server = new S3Server(() =>
    random() < 0.2 ? MISHAPS[Math.floor(random() * MISHAPS.length)] : undefined,
  );
  const client = new S3Client({
    endpoint: await server.start(),
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: {
      httpAgent: new Agent({ keepAlive: true, maxSockets: executions }),
      requestTimeout: patience,
      throwOnRequestTimeout: true,
    },
  });
  const done = new Map<number, number>();
  const handler = createHandler({
    environment: { payloadBucket: "payloads" },
    client,
    logger: new Logger({ logLevel: "SILENT" }),
    work: dyingAtFirst(done),
  });
  const pieces = Array.from({ length: executions }, (_, n) => (n < executions / 2 ? n : n % SAME));
  try {
    const runs = await Promise.all(
      pieces.map(async (piece, n) => {
        await pause((rush * n) / executions);
        const key = `in/${piece}.json`;
        // The payload comes while the execution is already under way.
        setTimeout(() => server.objects.set(`payloads/${key}`, content(piece)), rush / 5);
        const answer = lambda((event: unknown) => invoke(handler, event, timeout));
        const event = { payload: { bucket: "payloads", key } };
        return workflow.run(event, { tasks: { LambdaInvoke: answer } });
      }),
    );
    const failed = runs.filter(({ status }) => status !== "SUCCEEDED");
    return {
      failed: failed.map(({ status, error, cause }) => `${status} ${error}: ${cause}`),
      done,
      pieces: new Set(pieces),
      requests: server.requests,
    };
  } finally {
    client.destroy();
    server.stop();
  }
}

/** Work that counts how often it is done. Every tenth piece dies on its first run: nothing frees its record. */
function dyingAtFirst(done: Map<number, number>): (data: unknown) => Promise<object> {
  const dead = new Set<number>();
  return (data) => {
    const { piece, text } = data as { piece: number; text: string };
    assert.equal(text, `payload of ${piece}`);
    if (piece % 10 === 0 && !dead.has(piece)) {
      dead.add(piece);
      return new Promise(() => undefined);
    }
    done.set(piece, (done.get(piece) ?? 0) + 1);
    return Promise.resolve({ piece });
  };
}

function content(piece: number): string {
  return JSON.stringify({ piece, text: `payload of ${piece}` });
}

/**
 * As Lambda does it: what takes too long is ended. The workflow's waits take no time in a test, so a part of them is
 * here, in proportion to the timeout.
 */
async function invoke(
  handler: ReturnType<typeof createHandler>,
  event: unknown,
  timeout: number,
): Promise<{ readonly statusCode: number }> {
  const end = Date.now() + timeout;
  const context = { getRemainingTimeInMillis: () => end - Date.now() } as Context;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TaskError("Sandbox.Timedout", "")), timeout);
  });
  try {
    const reply = await Promise.race([handler(event, context), late]);
    if (reply.statusCode === 500) await pause(timeout / 10);
    return reply;
  } catch (error) {
    await pause(timeout / 5);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
