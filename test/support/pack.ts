import { analyzeStack, type PolicyReport } from "../../engine/policy/check";
import { fromDocument, type CheckedStack } from "../../engine/policy/input";
import type { StackDocument } from "../../engine/program";
import { InProcessPack } from "./in-process-pack";

const PACK = new InProcessPack();

/** What the rules find in a stack, at the levels of prod. */
export async function judge(stack: StackDocument | CheckedStack): Promise<PolicyReport> {
  const { report } = await analyzeStack(PACK, "outputs" in stack ? fromDocument(stack) : stack);
  return report;
}
