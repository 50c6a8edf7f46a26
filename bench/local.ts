import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../engine/program";
import { watchedProgram } from "../test/support/watched-program";
import { type Benchmark, measurement, wallTime } from "./benchmark";

/** Bounds in milliseconds, on a machine that does nothing else. */
const BOUNDS = { firstRun: 10_000, run: 5_000, round: 2_000 } as const;

/** A run that takes longer is ended: its bound is broken whatever it takes. */
const LIMIT_MS = 90_000;

const COMMAND = [path.join("engine", "command.mjs"), path.join("local", "main.ts")];

/** Whole runs of the example, the first of which installs the emulator, and from saving a file to the result while it watches. No peer does the same. */
export const LOCAL: Benchmark = {
  name: "local",
  run: async () => {
    const [first, second] = twice();
    const { event, handler } = await rounds();
    return [
      measurement("npm run local", "example, first run", first, BOUNDS.firstRun),
      measurement("npm run local", "example", second, BOUNDS.run),
      measurement("--watch", "event saved", event, BOUNDS.round),
      measurement("--watch", "function saved", handler, BOUNDS.round),
    ];
  },
};

/** Milliseconds of the first run and of the second one in a place of its own. */
function twice(): [first: number, second: number] {
  const clone = cloned();
  try {
    return [runIn(clone), runIn(clone)];
  } finally {
    rmSync(clone, { recursive: true });
  }
}

/** Where nothing has run yet: the project with its packages, and without the emulator. */
function cloned(): string {
  const clone = mkdtempSync(path.join(tmpdir(), "clone-"));
  const made = [".git", ".venv", "node_modules", "out"].map((name) => path.join(PROJECT_DIR, name));
  cpSync(PROJECT_DIR, clone, { recursive: true, filter: (file) => !made.includes(file) });
  symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(clone, "node_modules"));
  return clone;
}

/** Milliseconds of a whole run of the example. @throws Error when it fails, which says nothing of its time */
function runIn(cwd: string): number {
  const begin = performance.now();
  const { status } = spawnSync(process.execPath, COMMAND, {
    cwd,
    stdio: "ignore",
    timeout: LIMIT_MS,
  });
  const took = performance.now() - begin;
  if (status === 0 || took >= LIMIT_MS) return took;
  throw new Error(`npm run local ended with ${status}`);
}

async function rounds(): Promise<{ event: number; handler: number }> {
  const { folder, write } = watchedProgram();
  const args = [...COMMAND, "--watch", "--program", folder];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_DIR,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ready = async (): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the watcher is silent")), LIMIT_MS);
      child.once("exit", () => reject(new Error("the watcher ended")));
      const look = (chunk: Buffer): void => {
        if (!chunk.toString().includes("Waiting for changes")) return;
        child.stderr.off("data", look);
        clearTimeout(late);
        resolve();
      };
      child.stderr.on("data", look);
    });
  const round = (change: () => void): Promise<number> =>
    wallTime(() => {
      change();
      return ready();
    });
  try {
    await ready();
    // The first round of each kind loads what later ones have.
    await round(() => write("local/events/one.json", '{ "a": 2 }'));
    return {
      event: await round(() => write("local/events/one.json", '{ "a": 3 }')),
      handler: await round(() => write("handler.js", "exports.handler = async () => 2;\n")),
    };
  } finally {
    child.removeAllListeners("exit").kill("SIGINT");
    rmSync(folder, { recursive: true });
  }
}
