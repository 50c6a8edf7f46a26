import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { watchedProgram } from "../../support/watched-program";
import { PROJECT_DIR } from "../../../engine/program";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";
import { brokenEmulator, NONSENSE } from "../../support/broken-emulator";
import {
  childrenOf,
  emulatorOf,
  errorsIn,
  lendTranslations,
  local,
  survivors,
  type Ended,
} from "../../support/local-run";

const EVENT = ["--event", path.join(PROJECT_DIR, "local", "events", "success.json")];
/** A function that leaves a moment to meet it in. */
const SLOW = "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));\n";

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
    ["SIGSTOP", /› Work/, FROZEN],
  ];
  const { folder, write } = watchedProgram();
  let emulator: Emulator;
  let silentRuns: PromiseSettledResult<Ended>[];
  let signalledRuns: PromiseSettledResult<Met>[];

  before(async () => {
    write("handler.js", SLOW);
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "frozen.log") });
    [silentRuns, signalledRuns] = await Promise.all([
      Promise.allSettled(silent.map(([mode, after]) => runInto(emulator, mode, after))),
      Promise.allSettled(signals.map(([signal, moment]) => meet(folder, signal, moment))),
    ]);
  });

  after(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

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
async function meet(program: string, signal: NodeJS.Signals, moment: RegExp): Promise<Met> {
  const temporary = mkdtempSync(path.join(tmpdir(), "frozen-"));
  lendTranslations(temporary);
  let started: number[] = [];
  let hit: Promise<number> | undefined;
  const look = (text: string, child: ChildProcess): void => {
    if (hit !== undefined || !moment.test(text)) return;
    hit = heldWithEmulator(child).then((emulator) => {
      started = childrenOf(child.pid as number);
      process.kill(emulator, signal);
      child.kill("SIGCONT");
      return performance.now();
    });
  };
  const ended = await local(["--program", program], look, { TMPDIR: temporary });
  const took = performance.now() - ((await hit) ?? NaN);
  const left = await survivors(started, 3000);
  const folders = readdirSync(temporary).filter((name) => name.startsWith("ministack-"));
  rmSync(temporary, { recursive: true });
  return { ...ended, took, left, folders };
}

/** Holds a run as soon as it has an emulator, so that it gets no answer of that any more; its emulator. */
async function heldWithEmulator(run: ChildProcess): Promise<number> {
  for (;;) {
    run.kill("SIGSTOP");
    try {
      return emulatorOf(run.pid as number);
    } catch {
      run.kill("SIGCONT");
      await sleep(20);
    }
  }
}

function valueOf<T>(result: PromiseSettledResult<T> | undefined): T {
  if (result?.status === "fulfilled") return result.value;
  throw result?.reason;
}
