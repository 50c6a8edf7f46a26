import { PROJECT } from "../../stack/settings";
import { PROJECT_DIR } from "../../engine/program";
import { setConfig } from "./config-file";
import { adoptionMap, type Plan, planAdoption } from "../plan/plan";
import { planJson, planText } from "../plan/report";
import { readState } from "../state/state";
import type { FormatFlags, StateFlags } from "./flags";
import { Exit, printLines, UsageError } from "../../statemachine/cli";

const TERRAFORM = `${PROJECT}:terraform`;

/** `migrate -- plan`: what adopting a state does; with `--write` also prepares the stack for it. */
export async function plan(
  flags: StateFlags & FormatFlags & { stack?: string; write?: string; partial?: boolean },
): Promise<Exit> {
  const { stack, write, partial = false } = flags;
  if (write !== undefined && stack !== undefined && write !== stack) {
    throw new UsageError(
      `--stack ${stack} and --write ${write} are two stacks: give --write alone`,
    );
  }
  const state = await readState(flags.state, flags);
  const made = await planAdoption(state, {
    stack: write ?? stack,
    terraformDir: flags.terraformDir,
  });
  process.stdout.write(flags.format === "json" ? planJson(made) : planText(made));
  const complete = made.unmatched.length + made.created.length === 0;
  if (write !== undefined) writeStack(made, complete || (partial && made.created.length === 0));
  return complete ? Exit.ok : Exit.findings;
}

function writeStack({ stack, settings, adopt }: Plan, allowed: boolean): void {
  if (!allowed) {
    process.stderr.write("nothing written: see above what does not fit, or add --partial\n");
    return;
  }
  const { [TERRAFORM]: terraform, ...set } = settings.plain;
  const file = setConfig(PROJECT_DIR, stack, {
    set,
    // What the state says of modules and resources is said as a whole; the stack's other settings are its own.
    replace: { [TERRAFORM]: terraform, [`${PROJECT}:adoption`]: adoptionMap(adopt) },
    keep: settings.withheld.map(({ keys }) => keys),
  });
  printLines(process.stderr, `written: ${file}`);
}
