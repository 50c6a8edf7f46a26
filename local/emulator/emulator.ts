import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { emulatorPython } from "./python";
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
  /** Is called while it starts, which takes half a second: for work that has to be done anyway. */
  readonly meanwhile?: () => void;
  /** Told once when something has to be installed first. */
  readonly note?: (text: string) => void;
  /** The Python to run it with; by default the one of `.venv`. */
  readonly python?: string;
  /** Where its output goes. */
  readonly log?: string;
}

/** A running emulator. */
export interface Emulator {
  readonly endpoint: string;
  /** Its process, unless it was running before. */
  readonly pid?: number;
  /** Settles, with an error that quotes its last lines, only if it ends before {@link stop} is called. */
  readonly crashed: Promise<never>;
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

const HOST = "127.0.0.1";
const START_MILLISECONDS = 20_000;
const STOP_MILLISECONDS = 6_000;

/**
 * Starts the pinned emulator on the loopback interface and waits until it answers.
 *
 * @throws UsageError when the port is taken, the given endpoint does not answer, or Python is missing
 * @throws Error when it ends or stays silent, with its last lines
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  if (options.endpoint !== undefined) return attach(options.endpoint);
  const python = options.python ?? (await emulatorPython(PROJECT_DIR, options.note ?? ignore));
  const port = await freePort(options.port);
  const log = options.log ?? path.join(PROJECT_DIR, "out", "local", "emulator.log");
  const files = mkdtempSync(path.join(tmpdir(), "ministack-"));
  const child = launch(python, port, options.waitScale ?? WAIT_SCALE, files, log);
  const endpoint = `http://${HOST}:${port}`;
  let stopping = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => {
    // It ends its workers and removes its files by itself, unless it crashed.
    killGroup(child);
    rmSync(files, { recursive: true, force: true });
  });
  const crashed = ended.then((how) => {
    if (stopping) return new Promise<never>(ignore);
    throw new Error(`the emulator ended by itself (${how}):\n${lastLines(log)}`);
  });
  crashed.catch(ignore);
  const stop = async (): Promise<void> => {
    stopping = true;
    child.stdin?.end();
    const patience = setTimeout(() => killGroup(child), STOP_MILLISECONDS);
    await ended;
    clearTimeout(patience);
    running.delete(stop);
  };
  running.add(stop);
  const keep = (): void => {
    stopping = true;
    running.delete(stop);
    child.stdin?.end("keep\n");
    child.unref();
  };
  try {
    options.meanwhile?.();
    await Promise.race([answers(endpoint, log), crashed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, pid: child.pid, crashed, stop, keep };
}

/**
 * Starts it in a process group of its own: Ctrl-C in the terminal reaches only the command, which then ends the
 * emulator in order. Nothing of the caller's AWS settings reaches it, or the functions that it runs.
 */
function launch(
  python: string,
  port: number,
  waitScale: number,
  files: string,
  log: string,
): ChildProcess {
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, "w");
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|NODE_OPTIONS$|PYTHON|LOCALSTACK_|S3_|PERSIST_STATE$|USE_SSL$)/.test(name),
  );
  try {
    return spawn(python, [path.join(__dirname, "guard.py")], {
      detached: true,
      stdio: ["pipe", output, output],
      env: {
        ...Object.fromEntries(inherited),
        // Functions run on the first `node` of the PATH: the one that runs this.
        PATH: [path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
        BIND_HOST: HOST,
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: HOST,
        SFN_WAIT_SCALE: String(waitScale),
        LOG_LEVEL: "WARNING",
        // Function code and the emulator's own notes.
        TMPDIR: files,
      },
    });
  } finally {
    closeSync(output);
  }
}

/** An emulator that someone else started. */
async function attach(endpoint: string): Promise<Emulator> {
  const base = endpoint.replace(/\/+$/, "");
  if (!(await isHealthy(base))) {
    throw new UsageError(
      `no emulator answers at ${endpoint}: start one (npm run local -- --keep), or leave out --endpoint`,
    );
  }
  const crashed = new Promise<never>(ignore);
  return { endpoint: base, crashed, stop: async () => undefined, keep: ignore };
}

/** The wanted port if it is free, or any free one. @throws UsageError when it is taken */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) =>
      reject(
        new UsageError(
          `port ${wanted} on ${HOST} cannot be used (${code}): leave out --port to take a free one`,
        ),
      ),
    );
    server.listen(wanted, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : wanted));
    });
  });
}

async function answers(endpoint: string, log: string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    if (await isHealthy(endpoint)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seconds = START_MILLISECONDS / 1000;
  throw new Error(`the emulator did not answer within ${seconds} s:\n${lastLines(log)}`);
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, {
      signal: AbortSignal.timeout(2000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

function lastLines(log: string): string {
  const lines = readFileSync(log, "utf8").trim().split("\n").slice(-8);
  return lines.map((line) => `  ${line}`).join("\n");
}

function ignore(): void {
  // Nothing to do.
}
