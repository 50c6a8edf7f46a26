/**
 * `asl`: lints, draws and derives the permissions of state machine definitions. The parts are loaded when
 * they are asked for, so that each command starts fast. Results go to stdout, everything else to stderr.
 */
import { createRequire } from "node:module";
import type { Command } from "commander";
import { commandLine, emulatorAddress, oneOf } from "./command-line";
import type { DiagramRequest } from "./commands/diagram";
import { Exit, exitOf, UsageError } from "./exit";
import type { LintRequest } from "./commands/lint";
import type { PermissionsRequest } from "./commands/permissions";
import type { ConnectAws, TestRequest } from "./commands/test";

/** `import()` would be resolved by Node alone, which knows no TypeScript. */
const load = createRequire(__filename);

const COMMANDS = {
  diagram: () => load("./commands/diagram") as typeof import("./commands/diagram"),
  export: () => load("./commands/export") as typeof import("./commands/export"),
  lint: () => load("./commands/lint") as typeof import("./commands/lint"),
  permissions: () => load("./commands/permissions") as typeof import("./commands/permissions"),
  test: () => load("./commands/test") as typeof import("./commands/test"),
} as const;

const PACKAGE = load("asl-toolkit/package.json") as { readonly version: string };

const FILE =
  "JSON or YAML, `-` for standard input; or a template of CloudFormation, SAM or the CDK, or what `terraform show -json` says";
const MACHINE = ["--machine <name>", "which of a template's: its logical id or address"] as const;

/**
 * Runs the command line `args` to its exit code: 0, 1 for findings, 2 for wrong usage or input.
 * @param more what the help of each command says at its end, of whoever takes more than files
 * @param connect how `test --cloud` asks AWS
 */
export async function asl(
  args: readonly string[],
  { more = "", connect }: { readonly more?: string; readonly connect?: ConnectAws } = {},
): Promise<Exit> {
  let exit: Exit = Exit.ok;
  const program = commandLine(
    "asl",
    "Lint, draw, test and derive the permissions of Step Functions definitions.",
  ).version(PACKAGE.version);
  add("lint", "Check definitions by the rules of docs/lint.md; exit 1 on an error.")
    .argument("<files...>", FILE)
    .option("--strict", "exit 1 on a warning too")
    .addOption(oneOf("--type <type>", "the type of machine", ["STANDARD", "EXPRESS"]))
    .addOption(
      oneOf("--format <format>", "for people, for programs, or for code scanning", [
        "text",
        "json",
        "sarif",
      ]),
    )
    .option("--rule <code=level>", "set a rule to error, warning or off (repeatable)", collect, [])
    .action((files: string[], request: LintRequest) => {
      exit = COMMANDS.lint().lintFiles(files, request);
    });
  add("permissions", "Print the least IAM policy that a definition needs, as JSON.")
    .argument("<file>", FILE)
    .option(...MACHINE)
    .option("--partition <partition>", "aws, aws-cn or aws-us-gov; by default the region's")
    .option("--region <region>", "where the machine runs", "us-east-1")
    .option("--account <id>", "the account that it runs in, 12 digits", "000000000000")
    .option("--name <name>", "the machine's name")
    .option(
      "--grants <file>",
      "what states need that cannot be known: {state: [{actions, resources}]}",
    )
    .action((file: string, request: PermissionsRequest) => {
      exit = COMMANDS.permissions().printPermissions(file, request);
    });
  add("export", "Write a definition as JSON, for Workflow Studio and other tools.")
    .argument("<file>", FILE)
    .option("--out <file>", "where to; standard output by default")
    .action((file: string, { out }: { out?: string }) => {
      exit = COMMANDS.export().exportDefinition(file, out);
    });
  add("diagram", "Draw a definition.")
    .argument("<file>", FILE)
    .option(...MACHINE)
    .requiredOption("--out <file>", "the picture: a name that ends in .svg, .png or .mmd (Mermaid)")
    .option(
      "--history <file>",
      "an execution to show: the answer of get-execution-history, or {path}",
    )
    .addOption(
      oneOf("--theme <theme>", "colours; auto follows the reader's", ["auto", "light", "dark"]),
    )
    .action(async (file: string, request: DiagramRequest) => {
      exit = await COMMANDS.diagram().drawDiagram(file, request);
    });
  add("test", "Run a definition with mocks, and compare each state with AWS's TestState.")
    .argument("<file>", FILE)
    .option(...MACHINE)
    .option("--input <file>", "its input, JSON or YAML; {} by default")
    .option("--mock <file>", "what tasks answer: {state: {result}} or {state: {error, cause}}")
    .option("--state <name>", "run this state alone")
    .option("--cloud", "ask AWS now, and keep what it says in the record")
    .option("--region <region>", "where to ask", "us-east-1")
    .option("--endpoint <url>", "an emulator, in place of AWS", emulatorAddress)
    .option("--record <file>", "what AWS was asked; by default beside the definition, .aws.json")
    .action(async (file: string, request: TestRequest) => {
      exit = await COMMANDS.test().testDefinition(file, request, connect);
    });
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return Exit.usage;
  }
  return exitOf(async () => {
    try {
      await program.parseAsync([...args], { from: "user" });
    } catch (error) {
      throw isOverflow(error) ? new UsageError(`asl ${args.join(" ")}: ${TOO_DEEP}`) : error;
    }
    return exit;
  });

  function add(name: string, description: string): Command {
    return program.command(name).description(description).addHelpText("after", more);
  }
}

const TOO_DEEP =
  "the definition is nested more deeply than can be read; AWS takes far fewer levels";

/** Whether calls fit no longer on the stack. V8 says so by an error that is no class of its own. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith("Maximum call stack");
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
