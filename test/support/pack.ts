import path from "node:path";
import { Analyzer } from "../../engine/policy/analyzer";
import { analyzeStack, type PolicyReport } from "../../engine/policy/check";
import { fromDocument } from "../../engine/policy/input";
import { PROJECT_DIR, type StackDocument } from "../../engine/program";

let analyzer: Promise<Analyzer> | undefined;

/** What the policy pack finds in a stack; the pack is started once for all stacks of a test file. */
export async function judge(document: StackDocument): Promise<PolicyReport> {
  const folder = path.join(PROJECT_DIR, "policy");
  analyzer ??= Analyzer.start({ folder, project: "test", stack: "test" });
  const { report } = await analyzeStack(await analyzer, fromDocument(document));
  return report;
}

/** Ends the pack, for an `after` hook. */
export async function closePack(): Promise<void> {
  (await analyzer)?.close();
  analyzer = undefined;
}
