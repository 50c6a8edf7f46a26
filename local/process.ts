import { constants } from "node:os";
import { stopEmulators } from "./emulator/emulator";

/** Ends the emulator before this process, which then ends as the signal would have ended it. */
export function stopWhenInterrupted(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      // The line of the progress display.
      if (process.stderr.isTTY) process.stderr.write("\n");
      void stopEmulators().finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
}

/** npm passes a signal on to its shell only, which ends without this process: then there is another parent. */
export function watchShell(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const shell = process.ppid;
  const look = (): void => {
    if (process.ppid !== shell) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 250).unref();
}

/** What is still under way after an error has nobody to report to. A result that cannot be written ends it otherwise. */
export function endWhenWritten(): void {
  process.stdout.write("", (error) => {
    if (!error) setImmediate(() => process.exit());
  });
}
