import { constants } from "node:os";
import path from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { programCommand, type ProgramFlags } from "../engine/cli";
import { stopEmulators, WAIT_SCALE } from "./emulator/emulator";
import { eventFiles, readEvent } from "./executions/events";
import { isGreen, keptNotice, report, summary, writeResults } from "./executions/results";
import { runLocally } from "./run";
import { Exit, painter, runCommand } from "../statemachine/cli";

/** In a program's folder: the events that its workflow is run with, and where the results go. */
const EVENTS = path.join("local", "events");
const OUT = path.join("out", "local");

interface Flags extends ProgramFlags {
  readonly stack: string;
  readonly event?: string[];
  readonly endpoint?: string;
  readonly port?: number;
  readonly keep?: boolean;
  readonly waitScale: number;
  readonly format: "text" | "json";
}

/** `npm run local`: the whole stack created in an emulator on this machine, and its workflow executed. */
export async function local(args: readonly string[]): Promise<Exit> {
  const { event, format, ...options } = programCommand(
    "local",
    "Create the whole stack in an emulator on this machine and run its workflow.",
  )
    .option("--stack <name>", "the stack: NAME of a file Pulumi.NAME.yaml", "local")
    .option("--event <file>", "run this event instead of those in local/events; repeatable", append)
    .option("--endpoint <url>", "use an emulator that runs already")
    .option("--port <number>", "start the emulator on this port instead of a free one", port)
    .option("--keep", "leave the emulator up and print how to reach it")
    .option("--wait-scale <factor>", "seconds waited for each second of a Wait", factor, WAIT_SCALE)
    .addOption(new Option("--format <kind>", "result").choices(["text", "json"]).default("text"))
    .parse([...args], { from: "user" })
    .opts<Flags>();
  const events = (event ?? eventFiles(path.join(options.program, EVENTS))).map(readEvent);
  const run = await runLocally({ ...options, events });
  const files = (await writeResults(run, path.join(options.program, OUT))).map((file) =>
    path.relative(process.cwd(), file),
  );
  const json = format === "json";
  const text = json ? JSON.stringify(summary(run), null, 2) : report(run, files, painter());
  process.stdout.write(`${text}\n`);
  if (options.keep) (json ? process.stderr : process.stdout).write(`${keptNotice(run)}\n`);
  return isGreen(run) ? Exit.ok : Exit.findings;
}

/** Ends the emulator before this process, which then ends as the signal would have ended it. */
function stopWhenInterrupted(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      // The live display hides the cursor.
      if (process.stderr.isTTY) process.stderr.write("\u001b[?25h\n");
      void stopEmulators().finally(() => process.exit(128 + constants.signals[signal]));
    });
  }
}

/** npm passes a signal on to its shell only, which ends without this process: then there is another parent. */
function watchShell(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const shell = process.ppid;
  const look = (): void => {
    if (process.ppid !== shell) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 250).unref();
}

/** What is still under way after an error has nobody to report to. A result that cannot be written ends it otherwise. */
function endWhenWritten(): void {
  process.stdout.write("", (error) => {
    if (!error) setImmediate(() => process.exit());
  });
}

function append(file: string, files: string[] = []): string[] {
  return [...files, file];
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new InvalidArgumentError("give a whole number from 1 to 65535");
}

function factor(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("give a number of 0 or more; 1 waits as long as AWS");
}

if (process.argv[1] === __filename) {
  stopWhenInterrupted();
  watchShell();
  void runCommand(() => local(process.argv.slice(2))).then(endWhenWritten);
}
