import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { bare } from "../../engine/environment";
import { UsageError } from "../../statemachine/cli";

/** The loopback interface: nobody else on the network reaches the emulator. */
export const HOST = "127.0.0.1";

/** How the emulator's process is started. */
export interface LaunchOptions {
  readonly python: string;
  readonly port: number;
  readonly waitScale: number;
  /** A folder for function code and the emulator's own notes, which goes with it. */
  readonly files: string;
  /** Where its output goes. */
  readonly log: string;
}

/**
 * Starts it in a process group of its own: Ctrl-C in the terminal reaches only the command, which then ends the
 * emulator in order. Nothing of the caller's settings reaches it, or the functions that it runs.
 */
export function launch(options: LaunchOptions): ChildProcess {
  const { python, port, waitScale, files, log } = options;
  const environment = bare();
  mkdirSync(path.dirname(log), { recursive: true });
  // An emulator that stays up may still write to the one that was there.
  rmSync(log, { force: true });
  const output = openSync(log, "w");
  try {
    return spawn(python, [path.join(__dirname, "guard.py")], {
      detached: true,
      stdio: ["pipe", output, output],
      env: {
        ...environment,
        // Functions run on the first `node` of the PATH: the one that runs this.
        PATH: [path.dirname(process.execPath), environment["PATH"]].join(path.delimiter),
        TZ: "UTC",
        PYTHONDONTWRITEBYTECODE: "1",
        BIND_HOST: HOST,
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: HOST,
        AWS_ENDPOINT_URL: `http://${HOST}:${port}`,
        SFN_WAIT_SCALE: String(waitScale),
        LOG_LEVEL: "WARNING",
        TMPDIR: files,
      },
    });
  } finally {
    closeSync(output);
  }
}

/** The wanted port if it is free, or any free one. @throws UsageError when it is taken */
export function freePort(wanted = 0): Promise<number> {
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

/** Ends a process and all that it started, at once. */
export function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

/** The last thing that a log says, and where to read the rest. */
export function lastWords(log: string): string {
  const last = readFileSync(log, "utf8").trim().split("\n").at(-1);
  const where = path.relative(process.cwd(), log);
  return last ? `; it said "${last}" (more in ${where})` : "";
}
