import type { Clients } from "../../engine/aws";
import type { StackResource } from "../../engine/program";
import { UsageError } from "../../statemachine/cli";
import { readMachine } from "../../statemachine/definition";
import { display, type JsonRecord } from "../../statemachine/json";
import type { Mocks } from "../../statemachine/testing";
import { uniqueName } from "./execution";

/** The field that the emulator answers by (local/emulator/workflows.py). */
const ANSWERS = "LocalAnswers";

/**
 * The definition with answers in the states that have mocks.
 * @throws UsageError for a name that is not a Task of the workflow, listing those there are
 */
export function withMocks(definition: JsonRecord, mocks: Mocks): JsonRecord {
  const copy = structuredClone(definition);
  const tasks = readMachine(copy).states.filter(({ type }) => type === "Task");
  const known = new Set(tasks.map(({ name }) => name));
  const unknown = Object.keys(mocks).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new UsageError(
      `mocks: ${unknown.join(", ")}: no Task of the workflow; there are ${[...known].join(", ") || "none"}`,
    );
  }
  for (const { name, value } of tasks) {
    if (Object.hasOwn(mocks, name)) Object.assign(value, { [ANSWERS]: mocks[name] });
  }
  return copy;
}

/** Creates a copy of a machine in which mocks answer, and gives its ARN. The machine itself stays as the stack has it. */
export async function mockedMachine(
  { sfn }: Pick<Clients, "sfn">,
  { inputs }: StackResource,
  definition: JsonRecord,
  name: string,
): Promise<string> {
  const { stateMachineArn } = await sfn.createStateMachine({
    name: uniqueName(`${display(inputs["name"]).slice(0, 35)}-${name}`),
    definition: JSON.stringify(definition),
    roleArn: inputs["roleArn"] as string,
  });
  return stateMachineArn as string;
}
