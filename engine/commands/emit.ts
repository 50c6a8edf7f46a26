import { programCommand, type ProgramFlags } from "../cli";
import { notKnownNote } from "../program";
import { runProgram } from "../program/program";
import { Exit, runCommand } from "../../statemachine/cli";

/** `npm run -s emit -- --stack NAME`: the whole program run offline, printed as one JSON document. */
export async function emit(args: readonly string[]): Promise<Exit> {
  const { stack, program } = programCommand(
    "emit",
    "Print a stack as JSON, offline: nothing is created.",
  )
    .requiredOption("--stack <name>", "the stack: NAME of a file Pulumi.NAME.yaml")
    .parse([...args], { from: "user" })
    .opts<ProgramFlags & { stack: string }>();
  const document = await runProgram({ stack, projectDir: program });
  process.stderr.write(notKnownNote(document));
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return Exit.ok;
}

if (process.argv[1] === __filename) void runCommand(() => emit(process.argv.slice(2)));
