import { isDeferred } from "../../../definition/placeholder";
import type { Scope } from "../../../definition/reader";
import { has, isRecord, own } from "../../../json";
import { isDistributed } from "../../facts/levels";
import { on, type Checks } from "../../rule";
import { DISTRIBUTED_ONLY } from "../../syntax/fields";

/** Rules about the Distributed Map. Source: the Map pages of the Step Functions guide. */
export const distributedChecks = {
  "distributed-only-field": on("Map", ({ state, report }) => {
    if (isDistributed(state) || state.inner.some(modeIsDeferred)) return;
    for (const field of DISTRIBUTED_ONLY) {
      if (has(state.value, field)) report([field], `an Inline Map has no ${field}`);
    }
  }),
  "execution-type": on("Map", ({ state: { inner }, report }) => {
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
  }),
  "batch-size": on("Map", ({ state, report }) => {
    const batcher = own(state.value, "ItemBatcher");
    if (!isRecord(batcher)) return;
    for (const [field, most] of Object.entries(BATCH_LIMITS)) {
      const limit = own(batcher, field);
      if (typeof limit !== "number" || (limit > 0 && limit <= most)) continue;
      report(["ItemBatcher", field], `${limit} is not a size of a batch`);
    }
  }),
  "failure-tolerance": on("Map", ({ state, report }) => {
    const said = DISTRIBUTED_ONLY.filter((field) => field.startsWith("Tolerated")).some((field) =>
      has(state.value, field),
    );
    if (isDistributed(state) && !said)
      report([], "the Distributed Map does not say how many items may fail");
  }),
} satisfies Checks;

/** Numbers of an ItemBatcher that AWS takes, but that are no batch. */
const BATCH_LIMITS = { MaxItemsPerBatch: Infinity, MaxInputBytesPerBatch: 262_144 } as const;

function modeIsDeferred({ value }: Scope): boolean {
  const config = own(value, "ProcessorConfig");
  return isDeferred(config) || (isRecord(config) && isDeferred(own(config, "Mode")));
}
