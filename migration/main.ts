import { type Command, Option } from "commander";
import { PROJECT } from "../components/settings";
import { command, Exit, runCommand } from "../local/cli";
import { UsageError } from "../local/config";
import { PROJECT_DIR } from "../local/program";
import { setConfig } from "./configfile";
import { adoptionMap, type Plan, planAdoption } from "./plan";
import { planJson, planText } from "./planreport";
import { readState } from "./state";

/** Where a state comes from: what every subcommand that reads one accepts. */
interface StateOptions {
  readonly state: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly terraformDir?: string;
}

interface PlanFlags extends StateOptions {
  readonly stack?: string;
  readonly write?: string;
  readonly partial?: boolean;
  readonly format: "table" | "json";
}

/** `npm run -s migrate -- COMMAND`: takes over a running Terraform stack without replacing anything. */
async function main(): Promise<Exit> {
  const program = command(
    "migrate",
    "Take over a running Terraform stack without replacing anything.",
  );
  let done: Promise<Exit> = Promise.resolve(Exit.ok);
  const run = <Flags>(work: (flags: Flags) => Promise<Exit>) => {
    return (flags: Flags): void => void (done = work(flags));
  };
  withState(program.command("plan"))
    .description("Terraform address -> Pulumi URN -> import id, and what stays behind")
    .option("--stack <name>", "the Pulumi stack; by default the environment in the state's names")
    .option("--write <stack>", "put adoption map and settings into Pulumi.<stack>.yaml")
    .option("--partial", "write also when some resources stay in Terraform")
    .addOption(format())
    .action(run(plan));
  program.parse();
  return done;
}

async function plan(flags: PlanFlags): Promise<Exit> {
  const stack = flags.write ?? flags.stack;
  if (flags.write !== undefined && flags.stack !== undefined && flags.write !== flags.stack) {
    throw new UsageError("--stack and --write name two stacks: give --write alone");
  }
  const state = await readState(flags.state, flags);
  const made = await planAdoption(state, { stack, terraformDir: flags.terraformDir });
  process.stdout.write(flags.format === "json" ? planJson(made) : planText(made));
  const complete = made.unmatched.length + made.created.length === 0;
  if (flags.write !== undefined) write(made, complete || flags.partial === true);
  return complete ? Exit.ok : Exit.findings;
}

function write({ stack, settings, adopt }: Plan, allowed: boolean): void {
  if (!allowed) {
    process.stderr.write("nothing written: see what does not fit above, or add --partial\n");
    return;
  }
  const values = { ...settings.plain, [`${PROJECT}:adoption`]: adoptionMap(adopt) };
  const file = setConfig(PROJECT_DIR, stack, values);
  process.stderr.write(`written: ${file}\n`);
}

function withState(subcommand: Command): Command {
  return subcommand
    .requiredOption(
      "--state <file>",
      "a state file, terraform show -json, s3://bucket/key, or - for stdin",
    )
    .option(
      "--terraform-dir <dir>",
      "where Terraform ran, to find the code; by default the state's folder",
    )
    .option("--region <region>", "of the state's bucket; by default AWS_REGION")
    .option("--endpoint <url>", "an emulator instead of AWS");
}

function format(): Option {
  return new Option("--format <format>", "how to print")
    .choices(["table", "json"])
    .default("table");
}

if (process.argv[1] === __filename) void runCommand(main);
