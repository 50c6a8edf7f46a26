import { readdirSync } from "node:fs";
import path from "node:path";
import { runProgram, type StackDocument } from "../engine/program";
import { diagram } from "../statemachine/diagram";

const ROOT = path.resolve(__dirname, "..");

/** The folders of the example programs, such as `examples/order-saga`. */
export const EXAMPLES: readonly string[] = readdirSync(path.join(ROOT, "examples"), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `examples/${name}`);

const documents = new Map<string, Promise<StackDocument>>();

/** What the program of an example declares, run offline from its own folder as Pulumi does. */
export function exampleDocument(folder: string): Promise<StackDocument> {
  const known = documents.get(folder) ?? run(path.join(ROOT, folder));
  documents.set(folder, known);
  return known;
}

async function run(projectDir: string): Promise<StackDocument> {
  const cwd = process.cwd();
  process.chdir(projectDir);
  try {
    return await runProgram({ stack: "dev", projectDir });
  } finally {
    process.chdir(cwd);
  }
}

/** The definition of an example's workflow as AWS gets it. */
export async function exampleDefinition(folder: string): Promise<unknown> {
  const { resources } = await exampleDocument(folder);
  const machine = resources.find(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
  return JSON.parse(String(machine?.inputs["definition"])) as unknown;
}

/** The files of the examples that follow from their programs. */
export const EXAMPLE_PAGES: readonly { file: string; render: () => Promise<string> }[] =
  EXAMPLES.flatMap((folder) => [
    {
      file: `${folder}/workflow.asl.json`,
      render: async () => `${JSON.stringify(await exampleDefinition(folder), null, 2)}\n`,
    },
    {
      file: `${folder}/workflow.svg`,
      render: async () => diagram(await exampleDefinition(folder), { format: "svg" }),
    },
  ]);
