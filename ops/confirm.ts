import { createInterface } from "node:readline/promises";
import { visible } from "../statemachine/cli";

/** Whether the user says yes: by `--yes`, or to the question on a terminal. Without either it says what to do. */
export async function confirmed(asked: string, yes: boolean | undefined): Promise<boolean> {
  if (yes === true) return true;
  const question = visible(asked);
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(`nothing was changed: ${question} Give --yes to do it\n`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} (yes/no) `).finally(() => terminal.close());
  if (/^y(es)?$/i.test(answer.trim())) return true;
  process.stderr.write("nothing was changed\n");
  return false;
}
