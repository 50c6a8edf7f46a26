import { type Command, Option } from "commander";
import { askingAws } from "../engine/aws";
import { command, fileToWrite } from "../engine/cli";
import { code } from "./commands/code";
import { harden } from "./commands/harden";
import { outputs } from "./commands/outputs";
import { plan } from "./commands/plan";
import { pull } from "./commands/pull";
import { verify } from "./commands/verify";
import { Exit, runCommand } from "../statemachine/cli";
import { emulatorAddress } from "../statemachine/cli/command-line";

/** `npm run -s migrate -- COMMAND`: takes over a running Terraform stack without replacing anything. */
export async function migrate(args: readonly string[]): Promise<Exit> {
  let exit: Promise<Exit> = Promise.resolve(Exit.ok);
  const program = command(
    "migrate",
    "Take over a running Terraform stack without replacing anything.",
  );
  const add = <Flags>(
    name: string,
    description: string,
    work: (flags: Flags) => Promise<Exit>,
  ): Command =>
    program
      .command(name)
      .description(description)
      .action((flags: Flags) => void (exit = askingAws(async () => work(flags))));

  withState(add("plan", "show what adopting a state does, to the import id", plan))
    .option("--stack <name>", "the Pulumi stack; by default the environment in the state's names")
    .option("--write <stack>", "put the adoption map and the settings into Pulumi.<stack>.yaml")
    .option("--partial", "write also when resources stay in Terraform")
    .addOption(format());
  withState(add("verify", "compare state, program and account, then let go of the state", verify))
    .requiredOption("--stack <name>", "the Pulumi stack that adopted the state")
    .option("--no-account", "compare state and program only, without reading the account")
    .option("--removed-blocks", "print `removed` blocks instead of `terraform state rm` lines")
    .addOption(format());
  add("harden", "show what hardening an adopted stack changes, and what AWS replaces", harden)
    .requiredOption("--stack <name>", "the Pulumi stack")
    .option("--only <arguments>", "harden only these arguments, separated by commas")
    .option("--write", "put it into Pulumi.<stack>.yaml, and remove the adoption map")
    .addOption(format());
  withState(
    add("outputs", "write Terraform outputs for what a stack takes from Terraform", outputs),
  );
  withRegion(add("pull", "fetch a state from S3 into a private file, without locking it", pull))
    .requiredOption("--bucket <name>", "of the S3 backend")
    .requiredOption("--key <key>", "of the state; of a workspace env:/WORKSPACE/KEY")
    .requiredOption(
      "--out <file>",
      "where to put it; only the owner may read the file",
      fileToWrite,
    );
  withRegion(add("code", "fetch the code that a function runs", code))
    .requiredOption("--function <name>", "the function")
    .requiredOption("--out <file>", "where to put the zip");
  program.parse([...args], { from: "user" });
  return exit;
}

function withState(subcommand: Command): Command {
  return withRegion(subcommand)
    .requiredOption(
      "--state <file>",
      "a state file, `terraform show -json` output, s3://bucket/key, or - for standard input",
    )
    .option("--terraform-dir <dir>", "where Terraform ran; by default the state's folder");
}

function withRegion(subcommand: Command): Command {
  return subcommand
    .option("--region <region>", "of what is read from AWS; by default AWS_REGION")
    .option("--endpoint <url>", "an emulator instead of AWS", emulatorAddress);
}

function format(): Option {
  return new Option("--format <format>", "how to print")
    .choices(["table", "json"])
    .default("table");
}

if (process.argv[1] === __filename) void runCommand(() => migrate(process.argv.slice(2)));
