import { Option } from "commander";
import { fileToWrite, programCommand, readJson, type ProgramFlags } from "../cli";
import { readConfig } from "../program/config";
import { notKnownNote } from "../program/document";
import { checkPolicies, type PolicyResult } from "../policy/check";
import type { PolicyPackConfig } from "../policy/config";
import { fromDocument, fromExport, type CheckedStack } from "../policy/input";
import { runProgram } from "../program/program";
import { junit } from "../policy/report/junit";
import { sarif } from "../policy/report/sarif";
import { table } from "../policy/report/table";
import {
  Exit,
  jsonText,
  runCommand,
  UsageError,
  visibleLines,
  writeNamed,
} from "../../statemachine/cli";
import { isRecord } from "../../statemachine/json";

const FORMATS: Readonly<Record<string, (result: PolicyResult) => string>> = {
  table,
  json: ({ report }) => jsonText(report),
  sarif,
  junit,
};

interface Options extends ProgramFlags {
  readonly stack?: string;
  readonly file?: string;
  readonly profile?: string;
  readonly config?: string;
  readonly policyPackConfig?: string;
  readonly format: string;
  readonly out?: string;
}

/** `npm run policy -- --stack NAME | --file STACK.json`: the policy pack over a stack, offline. */
export async function policy(args: readonly string[]): Promise<Exit> {
  const options = programCommand("policy", "Check a stack by the policy pack, offline.")
    .option("--stack <name>", "the stack: NAME of a file Pulumi.NAME.yaml")
    .option(
      "--file <path>",
      "instead: the output of 'pulumi stack export', 'pulumi preview --json --show-sames' or 'npm run -s emit'",
    )
    .option("--profile <name>", "how strict to be: a profile of the pack, see docs/policies.md")
    .option("--config <path>", "settings of the pack, see docs/policies.md (JSON or YAML)")
    .option(
      "--policy-pack-config <path>",
      "levels and settings by policy, as the Pulumi CLI takes them",
    )
    .addOption(
      new Option("--format <name>", "what to print").choices(Object.keys(FORMATS)).default("table"),
    )
    .option("--out <path>", "write it to this file instead of to stdout", fileToWrite)
    .parse(args, { from: "user" })
    .opts<Options>();
  if ((options.stack === undefined) === (options.file === undefined)) {
    throw new UsageError("give either --stack NAME or --file STACK.json");
  }
  const stack = await read(options);
  const result = await checkPolicies(stack, {
    profile: options.profile,
    settingsFile: options.config,
    packConfig: packConfig(options.policyPackConfig),
  });
  for (const { urn, policies } of result.remediated) {
    process.stderr.write(`remediated by ${policies.join(", ")}: ${visibleLines(urn)}\n`);
  }
  const faults = stack.faults ?? [];
  for (const fault of faults) process.stderr.write(`error: ${visibleLines(fault)}\n`);
  const text = (FORMATS[options.format] ?? table)(result);
  if (options.out === undefined) process.stdout.write(text);
  else writeNamed(options.out, text);
  if (faults.length > 0) return Exit.usage;
  const blocks = result.report.violations.some(({ level }) => level === "mandatory");
  return blocks ? Exit.findings : Exit.ok;
}

async function read({ stack: name = "", file, program }: Options): Promise<CheckedStack> {
  if (file !== undefined) return fromExport(readJson(file), file);
  const { values } = readConfig(program, name);
  process.stderr.write(`Running the program as stack ${name} ...\n`);
  const document = await runProgram({ stack: name, projectDir: program });
  process.stderr.write(notKnownNote(document));
  return { ...fromDocument(document), config: values };
}

function packConfig(file: string | undefined): PolicyPackConfig {
  if (file === undefined) return {};
  const value = readJson(file);
  if (isRecord(value)) return value as PolicyPackConfig;
  throw new UsageError(`${file} is not a map of policies to levels or settings`);
}

if (process.argv[1] === __filename) void runCommand(() => policy(process.argv.slice(2)));
