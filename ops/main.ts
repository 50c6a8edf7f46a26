import { type Command, InvalidArgumentError, Option } from "commander";
import { askingAws } from "../engine/aws";
import { amount, command, programCommand, wholeNumber } from "../engine/cli";
import { Exit, runCommand } from "../statemachine/cli";
import { emulatorAddress } from "../statemachine/cli/command-line";
import { advise } from "./advise/command";
import { start } from "./executions/start";
import { tail } from "./executions/tail";
import { watch } from "./executions/watch";
import { failures } from "./failures/command";
import { redrive } from "./redrive/command";

/** `npm run -s ops -- COMMAND`: finds what failed, runs it again, and says what a workflow costs (docs/operating.md). */
export async function ops(args: readonly string[]): Promise<Exit> {
  let exit: Promise<Exit> = Promise.resolve(Exit.ok);
  const program = command(
    "ops",
    "Operate a workflow on AWS: failures, redrive, start, watch, tail, advise.",
  );
  const add = (name: string, description: string, begin = command): Command => {
    const subcommand = begin(`ops ${name}`, description)
      .name(name)
      .option("--endpoint <url>", "an emulator, in place of AWS", emulatorAddress);
    program.addCommand(subcommand);
    return subcommand;
  };
  const addOfMachine = (name: string, description: string): Command =>
    add(name, description, programCommand)
      .option("--stack <name>", "of the machine that the stack of this name has")
      .option(
        "--machine <arn>",
        "the state machine or its alias; with --stack one of its machines, by name",
      );
  const run = (work: () => Promise<Exit>): void => void (exit = askingAws(work));
  /** Which failures are looked for: nothing that goes with what is named itself. */
  const ofFailures = ["stack", "machine", "since"];

  since(
    addOfMachine(
      "failures",
      "group what failed, timed out or was aborted by state, error and cause",
    ),
  )
    .option("--pictures <folder>", "draw the way of one execution of each group")
    .addOption(new Option("--picture-format <format>").choices(["svg", "png"]).default("svg"))
    .option("--json", "for programs")
    .action((flags) => run(() => failures(flags)));
  since(
    addOfMachine(
      "redrive",
      "go on with failed executions where they failed; shows a plan, and asks",
    ),
  )
    .option("--group <id...>", "groups of `ops failures`")
    .addOption(new Option("--execution <arn...>", "executions").conflicts(ofFailures))
    .option("--all", "all that failed since then")
    .addOption(
      new Option("--resume <report>", "go on with a redrive that was cut off").conflicts([
        ...ofFailures,
        "group",
        "execution",
        "all",
        "report",
      ]),
    )
    .option("--report <file>", "where the report goes; a new file in out/ops by default")
    .option("--concurrency <number>", "side by side, 1 to 50", wholeNumber(1, 50), 5)
    .option("--yes", "do it without a question")
    .option("--json", "for programs")
    .action((flags) => run(() => redrive(flags)));
  addOfMachine("start", "start the workflow, through the stack's alias; asks")
    .addOption(new Option("--input <json>", "what it gets; {} by default").conflicts("inputFile"))
    .option("--input-file <file>", "the same from a file")
    .option("--name <name>", "of the execution; a new one by default")
    .option("--watch", "show its way until it ends")
    .option("--yes", "do it without a question")
    .action((flags) => run(() => start(flags)));
  addOfMachine("watch", "show the way of an execution as it goes")
    .argument("[execution]", "its ARN; the newest by default")
    .action((execution, flags) => run(() => watch(execution, flags)));
  since(add("tail", "show what the functions of an execution log"), "of an Express execution,")
    .argument("<execution>", "its ARN")
    .option("--json", "a line of JSON each")
    .action((execution, flags) => run(() => tail(execution, flags)));
  addOfMachine("advise", "say what the workflow costs in a month, and what to change")
    .option("--facts <file>", "numbers from this JSON file instead of a machine (docs/advise.md)")
    .option("--executions <number>", "a month, instead of what was measured or given", amount())
    .option("--json", "for programs")
    .action((flags) => run(() => advise(flags)));
  program.parse([...args], { from: "user" });
  return exit;
}

function since(subcommand: Command, what = ""): Command {
  const option = new Option("--since <time>", `${what} that ended since then: 90m, 24h, 7d`.trim());
  return subcommand.addOption(option.argParser(duration).default(duration("24h"), "24h"));
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90m`, `24h` or `7d`, for an option. */
function duration(text: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined)
    throw new InvalidArgumentError("give minutes, hours or days: 90m, 24h, 7d");
  return Number(count) * (UNITS[unit] ?? 0);
}

if (process.argv[1] === __filename) void runCommand(() => ops(process.argv.slice(2)));
