import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Analyzer } from "../../engine/policy/analyzer";
import { analyzeStack } from "../../engine/policy/check";
import { fromExport } from "../../engine/policy/input";
import { readConfig } from "../../engine/program/config";
import { readEvent } from "../../local/executions/events";
import { migrate } from "../../migration/main";
import { Exit } from "../../statemachine/cli";
import { asl } from "../../statemachine/cli/asl";
import { WorkflowTest } from "../../statemachine/testing";
import { readText } from "../../statemachine/definition";
import { readJson } from "../../engine/cli";
import { pick } from "./mutate";

/** A command under attack: what it reads, and how it runs on a file with that in it. */
export interface Target {
  readonly name: string;
  /** Texts that are right, to spoil. */
  readonly seeds: () => readonly string[];
  /** The name of the file that it reads. */
  readonly file: string;
  readonly run: (file: string, random: () => number) => Exit | Promise<Exit>;
  /** Ends what it started. */
  readonly close?: () => Promise<void>;
  /** How much longer one run takes than those of the others: the unit tests try so many fewer. */
  readonly weight: number;
}

const ROOT = path.join(__dirname, "../..");

/** The texts of files in a folder of the repository. */
function textsIn(folder: string, pattern: RegExp): string[] {
  const found = path.join(ROOT, folder);
  return readdirSync(found)
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(path.join(found, name), "utf8"));
}

const definitions = (): string[] => [
  ...textsIn("statemachine", /\.asl\.json$/),
  ...textsIn("test/statemachine/lint/fixtures", /\.json$/),
  ...textsIn("test/statemachine/testing/cases", /\.json$/),
  JSON.stringify({
    Resources: {
      M: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          DefinitionString: {
            "Fn::Join": [
              "",
              ['{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"', { Ref: "R" }, '"}}}'],
            ],
          },
        },
      },
    },
  }),
  "StartAt: A\nStates:\n  A: &a\n    Type: Task\n    Resource: !Sub arn:${X}\n    End: true\n  B: *a\n",
];

const histories = (): string[] => [
  ...textsIn("test/statemachine/diagram/cases", /^history/),
  JSON.stringify({ path: ["LambdaInvoke", "CheckStatusCode"], status: "FAILED" }),
];

/** The seeds, read once. */
function once(read: () => readonly string[]): () => readonly string[] {
  let seeds: readonly string[] | undefined;
  return () => (seeds ??= read());
}

const stacks = (): string[] =>
  ["A", "B", "C", "D", "E"].flatMap((name) => {
    const cases = JSON.parse(
      readFileSync(path.join(ROOT, `test/policy/verdicts/${name}.json`), "utf8"),
    ) as { readonly resources: object[] }[];
    return cases.flatMap(({ resources }) => [
      JSON.stringify({ deployment: { resources } }),
      JSON.stringify({ project: "p", stack: "s", resources: resources.map(emitted) }),
    ]);
  });

/** A resource of an export as `npm run emit` prints it. */
const emitted = (resource: object): object => ({
  ...{ name: "r", parent: null, dependencies: [], propertyDependencies: {}, inputs: {} },
  ...resource,
  computed: {},
});

async function testWorkflow(file: string): Promise<Exit> {
  const { readable, value } = readText(readFileSync(file, "utf8"));
  if (!readable) return Exit.usage;
  const anything = new Proxy({}, { getOwnPropertyDescriptor: () => HANDLER, get: () => answer });
  const workflow = new WorkflowTest(value as object);
  await workflow.run({ a: 1 }, { tasks: anything, maxStates: 50 });
  return Exit.ok;
}

const answer = (): object => ({ Payload: { statusCode: 200 } });
const HANDLER = { value: answer, configurable: true, enumerable: true };

/** One pack for all inputs: starting it takes a second. */
let pack: Promise<Analyzer> | undefined;

async function judge(file: string): Promise<Exit> {
  const stack = fromExport(readJson(file), file);
  pack ??= Analyzer.start({
    folder: path.join(ROOT, "policy"),
    project: "fuzz",
    stack: "fuzz",
  });
  await analyzeStack(await pack, stack);
  return Exit.ok;
}

async function closePack(): Promise<void> {
  (await pack)?.close();
  pack = undefined;
}

function configOf(file: string): Exit {
  const folder = path.dirname(file);
  writeFileSync(path.join(folder, "Pulumi.yaml"), readFileSync(path.join(ROOT, "Pulumi.yaml")));
  readConfig(folder, "fuzz");
  return Exit.ok;
}

function lintFile(file: string, random: () => number): Promise<Exit> {
  const format = pick(["text", "json", "sarif"], random);
  const type = pick(["STANDARD", "EXPRESS"], random);
  return asl(["lint", file, "--format", format, "--type", type]);
}

function readEventFile(file: string): Exit {
  readEvent(file);
  return Exit.ok;
}

/** Every command that reads what others wrote. */
export const TARGETS: readonly Target[] = [
  {
    name: "asl lint",
    seeds: once(definitions),
    file: "m.json",
    run: lintFile,
    weight: 1,
  },
  {
    name: "asl permissions",
    seeds: once(definitions),
    file: "m.json",
    run: (file) => asl(["permissions", file]),
    weight: 1,
  },
  {
    name: "asl diagram",
    seeds: once(definitions),
    file: "m.json",
    run: (file) => asl(["diagram", file, "--out", `${file}.mmd`]),
    weight: 1,
  },
  {
    name: "asl diagram as a picture",
    seeds: once(definitions),
    file: "m.json",
    run: (file) => asl(["diagram", file, "--out", `${file}.svg`]),
    weight: 10,
  },
  {
    name: "asl diagram --history",
    seeds: once(histories),
    file: "h.json",
    run: (file) =>
      asl([
        "diagram",
        path.join(ROOT, "statemachine/definition.asl.json"),
        "--history",
        file,
        "--out",
        `${file}.mmd`,
      ]),
    weight: 1,
  },
  {
    name: "a workflow test",
    seeds: once(definitions),
    file: "m.json",
    run: testWorkflow,
    weight: 1,
  },
  {
    name: "policy --file",
    seeds: once(stacks),
    file: "stack.json",
    run: judge,
    close: closePack,
    weight: 2,
  },
  {
    name: "emit (its stack file)",
    seeds: once(() => textsIn("", /^Pulumi\.\w+\.yaml$/)),
    file: "Pulumi.fuzz.yaml",
    run: configOf,
    weight: 1,
  },
  {
    name: "migrate plan",
    seeds: once(() => textsIn("test/migration/fixtures", /\.tfstate$/)),
    file: "s.tfstate",
    run: (file) => migrate(["plan", "--state", file, "--format", "json"]),
    weight: 20,
  },
  {
    name: "local (an event)",
    seeds: once(() => textsIn("local/events", /\.json$/)),
    file: "event.json",
    run: readEventFile,
    weight: 1,
  },
];
