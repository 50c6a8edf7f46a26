import { InvalidArgumentError, Option } from "commander";
import { programCommand, type ProgramFlags } from "../cli";
import { deployerPolicy, DEPLOYMENTS, type Deployment } from "../deployer/policy";
import { notKnownNote, offline, readConfig, runProgram, UNKNOWN, UNKNOWN_TEXT } from "../program";
import { Exit, jsonText, runCommand } from "../../statemachine/cli";

interface Flags extends ProgramFlags {
  readonly stack: string;
  readonly deployerPolicy?: Deployment;
  readonly account?: string;
}

/** `npm run -s emit -- --stack NAME`: the whole program run offline, printed as one JSON document. */
export async function emit(args: readonly string[]): Promise<Exit> {
  const { stack, program, account, ...flags } = programCommand(
    "emit",
    "Print a stack as JSON, offline: nothing is created.",
  )
    .requiredOption("--stack <name>", "the stack: NAME of a file Pulumi.NAME.yaml")
    .addOption(
      new Option(
        "--deployer-policy [what]",
        "instead: the least IAM policy to preview, or to update, the stack",
      )
        .choices(DEPLOYMENTS)
        .preset("update"),
    )
    .option("--account <id>", "the account in that policy, 12 digits", accountId)
    .parse([...args], { from: "user" })
    .opts<Flags>();
  const region = readConfig(program, stack).values["aws:region"];
  const provider = offline({ region, accountId: account });
  const document = await runProgram({ stack, projectDir: program, provider });
  process.stderr.write(notKnownNote(document));
  const { deployerPolicy: deployment } = flags;
  const result = deployment === undefined ? document : policyOf(document, deployment);
  process.stdout.write(jsonText(result).replaceAll(UNKNOWN, UNKNOWN_TEXT));
  return Exit.ok;
}

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("give the 12 digits of an AWS account");
}

function policyOf(...asked: Parameters<typeof deployerPolicy>): object {
  const { document, unknownTypes, tooLong } = deployerPolicy(...asked);
  if (unknownTypes.length > 0) {
    process.stderr.write(`note: add the actions for ${unknownTypes.join(", ")} by hand\n`);
  }
  if (tooLong) {
    process.stderr.write(
      "note: longer than a managed policy may be: make it an inline policy of the role, or split it\n",
    );
  }
  return document;
}

if (process.argv[1] === __filename) void runCommand(() => emit(process.argv.slice(2)));
