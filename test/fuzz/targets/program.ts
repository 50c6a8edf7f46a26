import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readJson } from "../../../engine/cli";
import { offline, runProgram } from "../../../engine/program";
import { readConfig } from "../../../engine/program/config";
import { readEvent, withOutputs } from "../../../local/executions/events";
import { answersOf, readMocks, WorkflowTestError } from "../../../statemachine/testing";
import { Exit } from "../../../statemachine/cli";
import { isRecord, jsonIn } from "../../../statemachine/json";
import { once, ROOT, textsIn, type Target } from "../target";

function configOf(file: string): Exit {
  const folder = path.dirname(file);
  writeFileSync(path.join(folder, "Pulumi.yaml"), readFileSync(path.join(ROOT, "Pulumi.yaml")));
  readConfig(folder, "fuzz");
  return Exit.ok;
}

/** The settings of the stacks that there are, and of one with much in it. */
const settings = (): string[] =>
  ["dev", "prod", "local"].map((stack) => {
    const { values } = readConfig(ROOT, stack);
    const plain = Object.entries(values).map(([key, text]) => [key, jsonIn(text) ?? text]);
    return JSON.stringify(Object.fromEntries(plain));
  });

/** Runs the program with these settings. */
async function run(file: string): Promise<Exit> {
  const config = readJson(file);
  if (!isRecord(config)) return Exit.usage;
  const main = path.join(ROOT, "index.ts");
  await runProgram({
    stack: "fuzz",
    config,
    provider: offline({}),
    program: () => {
      delete require.cache[main];
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a program is evaluated once for each run
      return { ...(require(main) as object) };
    },
  });
  return Exit.ok;
}

function readEventFile(file: string): Exit {
  const event = readEvent(file);
  withOutputs(event, { payloadBucket: "b", functionName: "f" });
  return Exit.ok;
}

const mocks = (): string[] => [
  JSON.stringify({
    Charge: [{ error: "Busy", cause: "try again" }, { result: { paid: true } }],
    Approve: { callback: { result: "yes", afterSeconds: 3 } },
  }),
  "Charge:\n  - error: Busy\n  - result: &a {paid: true}\nOther: {result: *a}\n",
];

function readMockFile(file: string): Exit {
  try {
    answersOf(readMocks(file));
    return Exit.ok;
  } catch (error) {
    if (error instanceof WorkflowTestError) return Exit.usage;
    throw error;
  }
}

/** `emit` and `local`: what they read before they run the program, or an emulator. */
export const PROGRAM: readonly Target[] = [
  {
    name: "emit (its stack file)",
    seeds: once(() => textsIn("", /^Pulumi\.\w+\.yaml$/)),
    file: "Pulumi.fuzz.yaml",
    run: configOf,
    weight: 1,
  },
  {
    name: "emit (its settings)",
    seeds: once(settings),
    file: "settings.json",
    run,
    weight: 20,
  },
  {
    name: "local (an event)",
    seeds: once(() => textsIn("local/events", /\.json$/)),
    file: "event.json",
    run: readEventFile,
    weight: 1,
  },
  {
    name: "local --mock",
    seeds: mocks,
    file: "mocks.json",
    run: readMockFile,
    weight: 1,
  },
];
