import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { healthOf, silenceOf } from "./health";
import { freePort, HOST, killGroup, lastWords, launch } from "./process";
import { emulatorPython } from "./python";
import { isRunning, ownerOf } from "../../engine/lock.cjs";
import { PROJECT_DIR } from "../../engine/program";
import { UsageError } from "../../statemachine/cli";

/** How to start the emulator. */
export interface EmulatorOptions {
  /** A fixed port; by default a free one. */
  readonly port?: number;
  /** Seconds that the emulator waits for each second of a Wait or Retry; by default {@link WAIT_SCALE}. */
  readonly waitScale?: number;
  /** Uses an emulator that runs already instead of starting one. */
  readonly endpoint?: string;
  /** Told when something has to be installed first, and how far that is. */
  readonly note?: (text: string) => void;
  /** The Python to run it with; by default the one of `.venv`. */
  readonly python?: string | Promise<string>;
  /** Where its output goes. */
  readonly log?: string;
}

/** A running emulator. */
export interface Emulator {
  readonly endpoint: string;
  /** Its process, unless it was running before. */
  readonly pid?: number;
  /** Settles, with an error of one line, only if it ends or falls silent before {@link stop} is called. */
  readonly lost: Promise<never>;
  /** Ends it, with every process it started; does nothing to one that was running before. */
  stop(): Promise<void>;
  /** Lets it outlive this process. */
  keep(): void;
}

/** A Wait of 10 seconds takes half a second: enough to see it, and for something to happen meanwhile. */
export const WAIT_SCALE = 0.05;

/** What ends each emulator that was started and still runs. */
const running = new Set<() => Promise<void>>();

/** Ends every emulator of this process, also one that is not ready yet. */
export async function stopEmulators(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

const START_MILLISECONDS = 20_000;
const STOP_MILLISECONDS = 6_000;

/**
 * Starts the pinned emulator on the loopback interface and waits until it answers.
 *
 * @throws UsageError when the port is taken, the given endpoint is no emulator, or Python is missing
 * @throws Error when it ends or stays silent, with the last thing it said
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  if (options.endpoint !== undefined) return attach(options.endpoint);
  const python = await (options.python ?? emulatorPython(PROJECT_DIR, options.note ?? ignore));
  const port = await freePort(options.port);
  const log = options.log ?? path.join(PROJECT_DIR, "out", "local", "emulator.log");
  removeLeftovers();
  const files = mkdtempSync(path.join(tmpdir(), FILES));
  const waitScale = options.waitScale ?? WAIT_SCALE;
  // Its own, until there is the emulator's.
  writeFileSync(path.join(files, OWNER), String(process.pid));
  const child = launch({ python, port, waitScale, files, log });
  if (child.pid !== undefined) writeFileSync(path.join(files, OWNER), String(child.pid));
  const endpoint = `http://${HOST}:${port}`;
  const stopping = new AbortController();
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => {
    // It ends its workers and removes its files by itself, unless it crashed.
    killGroup(child);
    rmSync(files, { recursive: true, force: true });
  });
  // A process that ended reads nothing: without a listener, that would end this one too.
  child.stdin?.on("error", ignore);
  const crash = ended.then((how) => {
    if (stopping.signal.aborted) return new Promise<never>(ignore);
    throw new Error(`the emulator ended by itself (${how})${lastWords(log)}`);
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    child.stdin?.end();
    const patience = setTimeout(() => killGroup(child), STOP_MILLISECONDS);
    await ended;
    clearTimeout(patience);
    running.delete(stop);
  };
  running.add(stop);
  const keep = (): void => {
    stopping.abort();
    running.delete(stop);
    child.stdin?.end("keep\n");
    child.unref();
  };
  try {
    await Promise.race([answers(endpoint, log), crash]);
  } catch (error) {
    // One that does not answer would not end in order either.
    killGroup(child);
    await stop();
    throw error;
  }
  const silent = silence(endpoint, stopping.signal).catch((error: unknown) => {
    killGroup(child);
    throw error;
  });
  const lost = Promise.race([crash, silent]);
  lost.catch(ignore);
  return { endpoint, pid: child.pid, lost, stop, keep };
}

/** Folders for the files of emulators, each with the process that it is for. */
const FILES = "ministack-";
const OWNER = "owner.pid";

/** Removes the files of emulators that were killed together with the command, and so could not do it themselves. */
function removeLeftovers(): void {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(FILES));
  for (const folder of folders.map((name) => path.join(tmpdir(), name))) {
    const owner = ownerOf(path.join(folder, OWNER));
    if (owner === undefined || isRunning(owner)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An emulator that someone else started. */
async function attach(endpoint: string): Promise<Emulator> {
  const base = endpoint.replace(/\/+$/, "");
  const found = await healthOf(base, 5_000);
  if (found !== "emulator") {
    const what = found === "silent" ? "no emulator answers" : "what answers is not the emulator";
    throw new UsageError(
      `${what} at ${endpoint}: start one (npm run local -- --keep), or leave out --endpoint`,
    );
  }
  const stopping = new AbortController();
  const lost = silence(base, stopping.signal);
  lost.catch(ignore);
  const stop = async (): Promise<void> => stopping.abort();
  return { endpoint: base, lost, stop, keep: () => stopping.abort() };
}

async function silence(endpoint: string, stopped: AbortSignal): Promise<never> {
  await silenceOf(endpoint, stopped);
  throw new Error(`the emulator at ${endpoint} does not answer any more`);
}

async function answers(endpoint: string, log: string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    if ((await healthOf(endpoint)) === "emulator") return;
    await sleep(25);
  }
  const seconds = START_MILLISECONDS / 1000;
  throw new Error(`the emulator did not answer within ${seconds} s${lastWords(log)}`);
}

function ignore(): void {
  // Nothing to do.
}
