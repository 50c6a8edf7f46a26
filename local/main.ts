import { existsSync } from "node:fs";
import path from "node:path";
import { Option } from "commander";
import { amount, programCommand, wholeNumber, type ProgramFlags } from "../engine/cli";
import { keepConsole } from "./console/kept";
import { openInBrowser } from "./console/open";
import { startConsole } from "./console/server";
import { WAIT_SCALE } from "./emulator/emulator";
import { eventFiles, readEvents, type WorkflowEvent } from "./executions/events";
import { initEvent } from "./executions/init-event";
import { lastRun, withResultsFolder } from "./executions/folder";
import { isGreen, report, summary, writeResults } from "./executions/results";
import { keptNotice } from "./kept";
import type { LocalOptions } from "./plan";
import { endWhenWritten, stopWhenInterrupted, watchShell } from "./process";
import { keepEmulator, runLocally, type LocalRun } from "./run";
import { watchLocally } from "./watch/watch";
import { Exit, jsonText, painter, printLines, runCommand, UsageError } from "../statemachine/cli";
import { emulatorAddress } from "../statemachine/cli/command-line";
import { readMocks, type Mocks } from "../statemachine/testing";

/** In a program's folder: the events that its workflow is run with (the first that there is), and answers. */
const EVENTS = [path.join("local", "events"), "events"] as const;
const MOCKS = "mocks.json";

interface Flags
  extends
    ProgramFlags,
    Pick<LocalOptions, "stack" | "endpoint" | "port" | "keep" | "waitScale" | "machine"> {
  readonly event?: string[];
  readonly mock?: string;
  readonly initEvent?: string;
  readonly onlyEmulator?: boolean;
  readonly watch?: boolean;
  readonly open?: boolean;
  readonly format: "text" | "json";
}

/** `npm run local`: the whole stack created in an emulator on this machine, and its workflow executed. */
export async function local(args: readonly string[]): Promise<Exit> {
  const flags = programCommand(
    "local",
    "Create the whole stack in an emulator on this machine and run its workflow (docs/local-run.md).",
  )
    .option("--stack <name>", "the stack: NAME of a file Pulumi.NAME.yaml", "local")
    .option(
      "--event <file>",
      "run this event or input instead of the program's; repeatable",
      append,
    )
    .option(
      "--mock <file>",
      "answers in place of tasks, by the names of their states (the program's mocks.json)",
    )
    .option("--machine <name>", "which state machine, where the stack has several")
    .option("--endpoint <url>", "use an emulator that runs already", emulatorAddress)
    .option(
      "--port <number>",
      "start the emulator on this port instead of a free one",
      wholeNumber(1, 65_535),
    )
    .option("--keep", "leave the emulator up and print how to reach it")
    .option("--only-emulator", "start the emulator, leave it up, and do nothing else")
    .option("--watch", "run again at every change of the program, its functions and events")
    .option("--open", "open the console in the browser; without --keep, watches as --watch does")
    .option(
      "--init-event <name>",
      "make a test, a file of the program's events, of an event of the last run",
    )
    .option(
      "--wait-scale <factor>",
      "seconds waited for each second of a Wait",
      amount("; 1 waits as long as AWS"),
      WAIT_SCALE,
    )
    .addOption(new Option("--format <kind>", "result").choices(["text", "json"]).default("text"))
    .parse([...args], { from: "user" })
    .opts<Flags>();
  if (flags.initEvent !== undefined) {
    const { initEvent: name, program } = flags;
    const file = initEvent(name, lastRun(program), eventsOf(program));
    printLines(process.stdout, `written ${path.relative(process.cwd(), file)}`);
    return Exit.ok;
  }
  const note = (text: string): void => printLines(process.stderr, text);
  return withResultsFolder(flags.program, note, async (out) => {
    const log = path.join(out, "emulator.log");
    if (!flags.onlyEmulator) return run({ ...flags, log }, out);
    printLines(process.stdout, ...keptNotice(await keepEmulator({ ...flags, log })));
    return Exit.ok;
  });
}

async function run(flags: Flags & { log: string }, out: string): Promise<Exit> {
  const { event, format, mock, watch, open, ...options } = flags;
  const eventsNow = (): WorkflowEvent[] =>
    readEvents(event ?? eventFiles(eventsOf(options.program)));
  const mocks = mocksIn(mock, options.program);
  if (watch || (open && !options.keep)) {
    const console = await startConsole();
    const link = `console    ${console.url}\n`;
    process.stderr.write(link);
    if (open) openInBrowser(console.url);
    return watchLocally({
      ...{ ...options, mocks, readEvents: eventsNow },
      look: ({ cloud, document }, policies) =>
        console.show({ clients: cloud.context.clients, document, policies }),
      show: async (found) => {
        await print(found, out, format);
        process.stderr.write(link);
      },
    });
  }
  const found = await runLocally({ ...options, events: eventsNow(), mocks });
  await print(found, out, format);
  const json = format === "json";
  if (options.keep) {
    const console = await keepConsole(found);
    if (open && console !== undefined) openInBrowser(console);
    printLines(json ? process.stderr : process.stdout, ...keptNotice({ ...found, console }));
  }
  return isGreen(found) ? Exit.ok : Exit.findings;
}

async function print(found: LocalRun, out: string, format: Flags["format"]): Promise<void> {
  const files = (await writeResults(found, out)).map((file) => path.relative(process.cwd(), file));
  const json = format === "json";
  process.stdout.write(json ? jsonText(summary(found)) : `${report(found, files, painter())}\n`);
}

function eventsOf(program: string): string {
  const folders = EVENTS.map((each) => path.join(program, each)) as [string, ...string[]];
  return folders.find((each) => existsSync(each)) ?? folders[0];
}

/** The answers of `--mock`, or else those that the program's folder holds. */
function mocksIn(mock: string | undefined, program: string): Mocks {
  const file = mock ?? path.join(program, MOCKS);
  if (mock === undefined && !existsSync(file)) return {};
  try {
    return readMocks(file);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function append(file: string, files: string[] = []): string[] {
  return [...files, file];
}

if (process.argv[1] === __filename) {
  stopWhenInterrupted();
  watchShell();
  void runCommand(() => local(process.argv.slice(2))).then(endWhenWritten);
}
