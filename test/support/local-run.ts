import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";

/** What a finished process said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `npm run local` without npm; `told` sees what it says on stderr as it comes. */
export function local(
  args: string[],
  told: (text: string, child: ChildProcess) => void = () => undefined,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const command = [path.join("engine", "command.mjs"), path.join("local", "main.ts"), ...args];
  const child = spawn(process.execPath, command, {
    cwd: PROJECT_DIR,
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    told(stderr, child);
  });
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
}

/** Whether that is where the loader of TypeScript keeps what it has translated, in the folder of temporary files. */
export function isTranslations(name: string): boolean {
  return name.startsWith("tsx-");
}

/** Puts them into another such folder, or each run with that one would translate the whole program anew. */
export function lendTranslations(folder: string): void {
  for (const name of readdirSync(tmpdir()).filter(isTranslations)) {
    symlinkSync(path.join(tmpdir(), name), path.join(folder, name));
  }
}

/** What is not an error: progress, in what the emulator is not like AWS, and which folder the results go to. */
const NOTES = [
  /^[›❯✔✖]/,
  /^(The emulator does not do what AWS does here:|  (the machine|LambdaInvoke|\(--mock).*)$/,
  /^note: process \d+ runs the same program; the results of this run go to \S+$/,
];

/** The errors that a run says: each is one line. */
export function errorsIn(stderr: string): string[] {
  return stderr.split("\n").filter((line) => line !== "" && !NOTES.some((note) => note.test(line)));
}

/** The folder of a run's results: another run of the same program may have the usual one. */
export function resultsOf(stderr: string): string {
  const other = /the results of this run go to (\S+)/.exec(stderr)?.[1];
  return path.resolve(PROJECT_DIR, other ?? "out/local");
}

/** The emulator's address, from what the command says once it is up. */
export function endpointIn(text: string): string | undefined {
  return /AWS emulator at (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
}

export async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The processes that a process started and that still run. */
export function childrenOf(parent: number): number[] {
  return processes().flatMap(({ pid, by }) => (by === parent ? [pid] : []));
}

/** The processes that a process started, and those that they started. */
export function descendantsOf(parent: number): number[] {
  const all = processes();
  const found = new Set([parent]);
  for (const id of found) for (const { pid, by } of all) if (by === id) found.add(pid);
  found.delete(parent);
  return [...found];
}

/** The emulator that a process has started, of all that it has. */
export function emulatorOf(parent: number): number {
  const found = processes().find(
    ({ by, command }) => by === parent && command.includes("guard.py"),
  );
  if (found === undefined) throw new Error(`process ${parent} has no emulator`);
  return found.pid;
}

/** Every process of this machine, with the one that started it. */
export function processes(): { pid: number; by: number; command: string }[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, by, command = ""]) => ({
    pid: Number(pid),
    by: Number(by),
    command,
  }));
}

/** Those of the processes that have not ended by then. */
export async function survivors(pids: readonly number[], milliseconds: number): Promise<number[]> {
  const deadline = Date.now() + milliseconds;
  let left = [...pids];
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = left.filter(isRunning);
  }
  return left;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until nothing answers any more. */
export async function silence(endpoint: string, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (!(await answers(endpoint))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
