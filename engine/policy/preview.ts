import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import { own } from "../../statemachine/json";
import { OUTPUT_TABLE } from "../program/outputs";
import type { ExportedResource, Preview } from "./stack-schemas";

type Step = Preview["steps"][number];
type State = NonNullable<Step["newState"]>;

/** Why a preview does not tell the whole stack; undefined for one that does. */
export function lackOf({ steps, diagnostics, changeSummary }: Preview): string | undefined {
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) return `the preview failed: ${error.message.trim()}`;
  const same = steps.filter(({ op }) => op === "same").length;
  const hidden = (changeSummary["same"] ?? 0) - same;
  return hidden > 0 ? `it leaves out ${hidden} of the resources that stay as they are` : undefined;
}

/** The resources of the stack as they will be after the steps. */
export function plannedResources({ steps }: Preview): ExportedResource[] {
  const planned = new Map<string, ExportedResource>();
  for (const step of steps) {
    // What was replaced by an update that was interrupted is deleted under the URN of what lives.
    const isGone = step.op === "delete" && step.oldState?.delete !== true;
    if (step.newState) planned.set(step.urn, afterwards(step.newState, step));
    else if (isGone) planned.delete(step.urn);
  }
  return [...planned.values()];
}

/** The engine may write a step down before the provider answers: what that adds is what it answered before, or unknown. */
function afterwards(state: State, { op, oldState }: Step): ExportedResource {
  const isMade = !oldState || /^(create|replace)/.test(op);
  const added = isMade ? outputsToCome(state) : { id: oldState.id, ...oldState.outputs };
  return { ...state, outputs: { ...added, ...state.inputs, ...state.outputs } };
}

function outputsToCome({ custom, type, id }: State): Record<string, unknown> {
  if (custom !== true) return {};
  const names = ["arn", ...Object.keys(own(OUTPUT_TABLE, type)?.outputs ?? {})];
  return { ...Object.fromEntries(names.map((name) => [name, UNKNOWN])), id: id ?? UNKNOWN };
}
