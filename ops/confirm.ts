import { createInterface } from "node:readline/promises";
import { printLines, visible } from "../statemachine/cli";

/** Whether the user says yes: by `--yes`, or to the question on a terminal. Without either it says what to do. */
export async function confirmed(question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    printLines(process.stderr, `nothing was changed: ${question} Give --yes to do it`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal
    .question(`${visible(question)} (yes/no) `)
    .finally(() => terminal.close());
  if (/^y(es)?$/i.test(answer.trim())) return true;
  printLines(process.stderr, "nothing was changed");
  return false;
}
