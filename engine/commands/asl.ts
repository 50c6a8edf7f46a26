import { parseArn } from "../../statemachine/iam";
import { display, text } from "../../statemachine/json";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { programCommand, type ProgramFlags } from "../cli";
import { MACHINE, runProgram, type StackResource } from "../program";
import { type Exit, runCommand, UsageError, writeFileAtomic } from "../../statemachine/cli";
import { asl } from "../../statemachine/cli/asl";
import type { ConnectAws } from "../../statemachine/cli/commands/test";

/** Where the definitions of a program go, from the folder in which the command runs. */
const OUT = path.join("out", "asl");

/** What each command takes in place of files. */
const HELP = `
Of a program, in place of files:
  --stack <name>          the stack: NAME of a file Pulumi.NAME.yaml
  --program <folder>      the program: a folder with a Pulumi.yaml; by default this project
  --machine <name>        one of its state machines, by its name in the program
`;

interface Flags extends ProgramFlags {
  readonly stack?: string;
  readonly machine?: string;
  readonly type?: string;
}

/**
 * `npm run -s asl -- lint|permissions|diagram`: the toolkit's command, on files or, with `--stack`, on the state machines of a
 * program, whose definitions are written to `out/asl/` for it.
 */
export async function aslOfProgram(args: readonly string[]): Promise<Exit> {
  const has = (flag: string): boolean =>
    args.some((arg) => arg === flag || arg.startsWith(`${flag}=`));
  if (has("--help") || has("-h")) return asl(args, { more: HELP });
  if (!has("--stack")) {
    if (!has("--program")) return asl(args, { connect });
    throw new UsageError("--program needs --stack NAME: the stack whose state machines are meant");
  }
  const [name = "", ...rest] = args;
  const parsed = programCommand(`asl ${name}`, "")
    .requiredOption("--stack <name>")
    .option("--machine <name>")
    .option("--type <type>")
    .allowUnknownOption()
    .allowExcessArguments(true)
    .parse([...rest], { from: "user" });
  const { stack = "", program, machine, type } = parsed.opts<Flags>();
  const { resources } = await runProgram({ stack, projectDir: program });
  const machines = chosen(resources, machine);
  const types = [...new Set(machines.map(({ inputs }) => display(inputs["type"] ?? "STANDARD")))];
  const single = name !== "lint" || types.length > 1;
  if (single && machines.length > 1) {
    const names = machines.map((each) => each.name).join(", ");
    throw new UsageError(
      `stack ${stack} has several state machines: give --machine, one of ${names}`,
    );
  }
  mkdirSync(OUT, { recursive: true });
  const files = machines.map(({ name: of, inputs }) => {
    const file = path.join(OUT, `${of.replace(/[^\w.-]+/g, "-")}.asl.json`);
    const definition = JSON.parse(display(inputs["definition"])) as unknown;
    writeFileAtomic(file, `${JSON.stringify(definition, null, 2)}\n`);
    return file;
  });
  const typed = name === "lint" ? ["--type", type ?? types[0] ?? "STANDARD"] : [];
  const place = name === "permissions" ? machines.flatMap(placeOf) : [];
  return asl([name, ...place, ...parsed.args, ...typed, ...files], { connect });
}

/** Where a machine runs and its name, as flags before those that are given, which count more; the partition is the region's. */
function placeOf({ inputs, computed }: StackResource): string[] {
  const arn = parseArn(display(computed["arn"]));
  if (arn === undefined) return [];
  const { region, accountId: account } = arn;
  // A name that Pulumi makes up is another one when it deploys.
  const name = text(inputs, "name");
  const flags = { region, account, ...(name !== undefined && { name }) };
  return Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
}

/** `import()` would be resolved by Node alone, which knows no TypeScript. */
const load = createRequire(__filename);

/** TestState through the AWS SDK, which is loaded for it alone. */
const connect: ConnectAws = ({ region, endpoint }) => {
  const { askingAws, createClients } = load("../aws") as typeof import("../aws");
  const { sfn } = createClients(endpoint, region);
  return (question) =>
    askingAws(async () => {
      const { status, output, error, cause, nextState } = await sfn.testState(question);
      return { status, output, error, cause, nextState };
    });
};

/** The machines of that name, or all; those whose definition is known. @throws UsageError when there is none */
function chosen(resources: readonly StackResource[], machine: string | undefined): StackResource[] {
  const all = resources.filter(({ type, inputs }) => type === MACHINE && isDefinition(inputs));
  const found = all.filter(({ name }) => machine === undefined || name === machine);
  if (found.length > 0) return found;
  const names = all.map(({ name }) => name).join(", ") || "none with a known definition";
  throw new UsageError(
    machine === undefined
      ? "the program has no state machine with a known definition"
      : `--machine ${machine} is not a state machine of the program; there are: ${names}`,
  );
}

function isDefinition({ definition }: StackResource["inputs"]): boolean {
  return typeof definition === "string" && definition.trimStart().startsWith("{");
}

if (process.argv[1] === __filename) void runCommand(() => aslOfProgram(process.argv.slice(2)));
