import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PROJECT_DIR } from "../../engine/program";
import { startEmulator, type Emulator } from "../../local/emulator/emulator";
import { brokenEmulator, NONSENSE } from "../support/broken-emulator";
import {
  childrenOf,
  emulatorOf,
  errorsIn,
  local,
  survivors,
  type Ended,
} from "../support/local-run";

const EVENTS = path.join(PROJECT_DIR, "local", "events");
const EVENT = ["--event", path.join(EVENTS, "success.json")];
/** One whose task is tried again after a while, so that there is a moment to meet it in. */
const LONG_EVENT = ["--event", path.join(EVENTS, "retry-then-success.json")];

const NO_ANSWER = /^error: stack local is not complete: .+: no answer in time$/;
/** What a run says whose emulator answers nothing any more. */
const FROZEN = /^error: the emulator at \S+ does not answer any more; under way: \w/;

/** A run whose emulator got a signal. */
interface Met extends Ended {
  /** From the signal to the end of the run, in milliseconds. */
  readonly took: number;
  /** Those of the run's processes that outlive it. */
  readonly left: number[];
  /** Folders of function code that its emulator has left. */
  readonly folders: string[];
}

// Most of their time these runs wait for an answer that does not come: they wait beside each other.
describe("a local run whose emulator falls silent", () => {
  const silent: [mode: string, after: number][] = [
    ["hang", 5],
    ["half", 20],
  ];
  const signals: [signal: NodeJS.Signals, moment: RegExp, error: RegExp][] = [
    [
      "SIGKILL",
      /aws:iam\/role:Role/,
      /^error: the emulator ended by itself \(SIGKILL\).*; under way: \w/,
    ],
    ["SIGSTOP", /Start the AWS emulator/, /^error: the emulator did not answer within 20 s/],
    ["SIGSTOP", /aws:iam\/role:Role/, FROZEN],
    ["SIGSTOP", /› LambdaInvoke/, FROZEN],
  ];
  let emulator: Emulator;
  let silentRuns: PromiseSettledResult<Ended>[];
  let signalledRuns: PromiseSettledResult<Met>[];

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "frozen.log") });
    [silentRuns, signalledRuns] = await Promise.all([
      Promise.allSettled(silent.map(([mode, after]) => runInto(emulator, mode, after))),
      Promise.allSettled(signals.map(([signal, moment]) => meet(signal, moment))),
    ]);
  });

  after(async () => emulator.stop());

  for (const [index, [mode, after]] of silent.entries()) {
    it(`says so in one line: ${mode} after ${after} requests`, () => {
      const { code, stdout, stderr } = valueOf(silentRuns[index]);

      assert.equal(code, 1);
      assert.equal(stdout, "");
      const errors = errorsIn(stderr);
      assert.equal(errors.length, 1, stderr);
      assert.match(errors[0] as string, NO_ANSWER);
    });
  }

  for (const [index, [signal, moment, message]] of signals.entries()) {
    it(`names what was under way when the emulator gets ${signal} at ${moment.source}`, () => {
      const { code, stdout, stderr, took, left, folders } = valueOf(signalledRuns[index]);

      assert.equal(code, 1, stderr);
      assert.equal(stdout, "");
      const errors = errorsIn(stderr);
      assert.equal(errors.length, 1, stderr);
      assert.match(errors[0] as string, message);
      assert.ok(took < 30_000, `it took ${took} ms`);
      assert.deepEqual(left, []);
      assert.deepEqual(folders, []);
    });
  }
});

/** A run against an emulator that stops to answer after so many requests. */
async function runInto(emulator: Emulator, mode: string, after: number): Promise<Ended> {
  const nonsense = NONSENSE[mode] ?? assert.fail(mode);
  const { endpoint, close } = await brokenEmulator(emulator.endpoint, nonsense, after);
  try {
    return await local(["--endpoint", endpoint, ...EVENT]);
  } finally {
    close();
  }
}

/** A run whose own emulator gets a signal once the run has said something. */
async function meet(signal: NodeJS.Signals, moment: RegExp): Promise<Met> {
  const temporary = mkdtempSync(path.join(tmpdir(), "frozen-"));
  let started: number[] = [];
  let hit: Promise<number> | undefined;
  const look = (text: string, child: ChildProcess): void => {
    if (hit !== undefined || !moment.test(text)) return;
    hit = emulatorOnceThere(child.pid as number).then((emulator) => {
      started = childrenOf(child.pid as number);
      process.kill(emulator, signal);
      return performance.now();
    });
  };
  const ended = await local(LONG_EVENT, look, { TMPDIR: temporary });
  const took = performance.now() - ((await hit) ?? NaN);
  const left = await survivors(started, 3000);
  const folders = readdirSync(temporary).filter((name) => name.startsWith("ministack-"));
  rmSync(temporary, { recursive: true });
  return { ...ended, took, left, folders };
}

/** A process's emulator, as soon as it has one. */
async function emulatorOnceThere(parent: number): Promise<number> {
  for (;;) {
    try {
      return emulatorOf(parent);
    } catch {
      await sleep(20);
    }
  }
}

function valueOf<T>(result: PromiseSettledResult<T> | undefined): T {
  if (result?.status === "fulfilled") return result.value;
  throw result?.reason;
}
