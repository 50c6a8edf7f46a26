import { outputsFile } from "../outputs/outputs-file";
import { detectModules } from "../state/detect-modules";
import { readState } from "../state/state";
import type { StateFlags } from "./flags";
import { Exit } from "../../statemachine/cli";

/** `migrate -- outputs`: Terraform configuration for the root module; which outputs to take goes to stderr. */
export async function outputs(flags: StateFlags): Promise<Exit> {
  const { modules } = detectModules(await readState(flags.state, flags));
  const { terraform, take } = outputsFile(modules);
  process.stdout.write(terraform);
  const lines = Object.entries(take).map(([part, name]) => `  ${part}: ${name}\n`);
  process.stderr.write(`stepfunctions:migration.take, for the parts that stay in Terraform:\n`);
  process.stderr.write(lines.join(""));
  return modules.length > 0 ? Exit.ok : Exit.findings;
}
