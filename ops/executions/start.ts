import { randomUUID } from "node:crypto";
import { readJson } from "../../engine/cli";
import { Exit, printLines, UsageError } from "../../statemachine/cli";
import { confirmed } from "../confirm";
import { targetOf, type TargetFlags } from "../target";
import { NO_HISTORY, watchExecution } from "./watch";

interface Flags extends TargetFlags {
  readonly input?: string;
  readonly inputFile?: string;
  readonly name?: string;
  readonly watch?: boolean;
  readonly yes?: boolean;
}

/** `ops start`: starts the workflow after a yes, and prints the execution's ARN. */
export async function start(flags: Flags): Promise<Exit> {
  const input = inputOf(flags);
  const { clients, startArn, type } = await targetOf(flags);
  const question = `${startArn} would be started with ${input.slice(0, 200)}.`;
  if (!(await confirmed(question, flags.yes))) return Exit.ok;
  // With a name of its own a request that is repeated starts nothing twice: of a Standard machine.
  const name = flags.name ?? `ops-${randomUUID()}`;
  const { executionArn = "" } = await clients.sfn.startExecution({
    stateMachineArn: startArn,
    input,
    name,
  });
  printLines(process.stdout, executionArn);
  if (flags.watch !== true) return Exit.ok;
  if (type === "STANDARD") return watchExecution(clients.sfn, executionArn);
  throw new UsageError(NO_HISTORY);
}

/** The input as JSON text: AWS takes nothing else. */
function inputOf({ input, inputFile }: Flags): string {
  if (inputFile !== undefined) return JSON.stringify(readJson(inputFile));
  const text = input ?? "{}";
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new UsageError(`--input ${text} is not JSON: ${(error as Error).message}`);
  }
}
