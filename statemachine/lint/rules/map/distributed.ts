import { isDeferred } from "../../../definition/placeholder";
import type { StateNode } from "../../../definition/reader";
import { has, isRecord, own } from "../../../json";
import type { LintRule } from "../../rule";
import { DISTRIBUTED_ONLY } from "../../syntax/fields";

/** Rules about the Distributed Map. Source: the Map pages of the Step Functions guide. */
export const DISTRIBUTED_RULES: readonly LintRule[] = [
  {
    id: "distributed-only-field",
    meta: {
      description:
        "ItemReader, ItemBatcher, ResultWriter, Label and the tolerated failures belong to a Distributed Map.",
      pillar: "operations",
      severity: "warning",
      remedy: "set ProcessorConfig.Mode to DISTRIBUTED, or remove the field",
    },
    on: "Map",
    check: ({ state, report }) => {
      if (isDistributed(state) || state.inner.some(modeIsDeferred)) return;
      for (const field of DISTRIBUTED_ONLY) {
        if (has(state.value, field)) report([field], `an Inline Map has no ${field}`);
      }
    },
  },
  {
    id: "execution-type",
    meta: {
      description:
        "A Distributed Map says as what its children run: ExecutionType STANDARD or EXPRESS; an Inline Map has none.",
      pillar: "operations",
      severity: "error",
      remedy: "set ExecutionType beside Mode DISTRIBUTED",
    },
    on: "Map",
    check: ({ state: { inner }, report }) => {
      for (const { value, steps, distributed } of inner) {
        const config = own(value, "ProcessorConfig");
        if (!isRecord(config) || isDeferred(config)) continue;
        const at = [String(steps.at(-1)), "ProcessorConfig"];
        if (distributed && !has(config, "ExecutionType"))
          report(at, "the Distributed Map has no ExecutionType");
        if (!distributed && !isDeferred(own(config, "Mode")) && has(config, "ExecutionType")) {
          report(
            [...at, "ExecutionType"],
            "an Inline Map has no ExecutionType",
            "remove ExecutionType, or set Mode to DISTRIBUTED",
          );
        }
      }
    },
  },
  {
    id: "batch-size",
    meta: {
      description:
        "A batch has at least one item and at most 262,144 bytes, the most that a child execution takes.",
      pillar: "reliability",
      severity: "warning",
      remedy: "set the number to what one child execution can work on",
      docs: {
        url: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html",
      },
    },
    on: "Map",
    check: ({ state, report }) => {
      const batcher = own(state.value, "ItemBatcher");
      if (!isRecord(batcher)) return;
      for (const [field, most] of Object.entries(BATCH_LIMITS)) {
        const limit = own(batcher, field);
        if (typeof limit !== "number" || (limit > 0 && limit <= most)) continue;
        report(["ItemBatcher", field], `${limit} is not a size of a batch`);
      }
    },
  },
  {
    id: "failure-tolerance",
    meta: {
      description:
        "A Distributed Map says how many failed items it bears; by default the first one ends it and stops the rest.",
      pillar: "reliability",
      severity: "warning",
      remedy: "set ToleratedFailurePercentage or ToleratedFailureCount, to 0 if none may fail",
    },
    on: "Map",
    check: ({ state, report }) => {
      const said = DISTRIBUTED_ONLY.filter((field) => field.startsWith("Tolerated")).some((field) =>
        has(state.value, field),
      );
      if (isDistributed(state) && !said)
        report([], "the Distributed Map does not say how many items may fail");
    },
  },
];

/** Numbers of an ItemBatcher that AWS takes, but that are no batch. */
const BATCH_LIMITS = { MaxItemsPerBatch: Infinity, MaxInputBytesPerBatch: 262_144 } as const;

export function isDistributed(state: StateNode): boolean {
  return state.inner.some(({ distributed }) => distributed);
}

function modeIsDeferred({ value }: { value: StateNode["value"] }): boolean {
  const config = own(value, "ProcessorConfig");
  return isDeferred(config) || isDeferred((config as { Mode?: unknown } | undefined)?.Mode);
}
