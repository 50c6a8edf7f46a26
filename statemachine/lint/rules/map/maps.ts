import { isDeferred } from "../../../definition/placeholder";
import type { Scope } from "../../../definition/reader";
import { has, isRecord, number, own, text } from "../../../json";
import { isDistributed } from "../../facts/levels";
import { type Checks, on } from "../../rule";
import { DISTRIBUTED_ONLY } from "../../syntax/fields";

/** Items of an Inline Map that run at a time at most (Map page of the guide). */
const INLINE_CONCURRENCY = 40;

/** Rules about Map: what is distributed, what comes of its items, and how many run at a time. Source: the Map pages of the Step Functions guide. */
export const mapChecks = {
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
  "result-writer": on("Map", ({ state, report }) => {
    const dropped = own(state.value, "ResultPath") === null || has(state.value, "Output");
    if (isDistributed(state) && !has(state.value, "ResultWriter") && !dropped)
      report([], "the results of all items go back into the state");
  }),
  "unbatched-items": on("Map", ({ state, report }) => {
    if (isDistributed(state) && !has(state.value, "ItemBatcher"))
      report([], "each item is a child execution of its own");
  }),
  "unshaped-results": on(["Map", "Parallel"], ({ state, report }) => {
    if (isDistributed(state)) return;
    const shaped =
      ["ResultSelector", "Output"].some((field) => has(state.value, field)) ||
      own(state.value, "ResultPath") === null;
    if (!shaped) report([], "the results of all go on unshaped");
  }),
  "map-label": on("Map", ({ state: { value }, report }) => {
    const label = text(value, "Label");
    if (
      label === undefined ||
      isDeferred(label) ||
      /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)
    )
      return;
    report(["Label"], `'${label.slice(0, 80)}' is not a label`);
  }),
  "duplicate-label": on("machine", ({ machine: { states }, report }) => {
    const seen = new Set<string>();
    for (const { type, value, steps } of states) {
      const label = type === "Map" ? text(value, "Label") : undefined;
      if (label === undefined) continue;
      if (seen.has(label))
        report([...steps, "Label"], `another Map has the label '${label.slice(0, 80)}', too`);
      seen.add(label);
    }
  }),
  "map-concurrency": on("Map", ({ state: { value }, report }) => {
    if (number(value, "MaxConcurrency") === 0)
      report(["MaxConcurrency"], "MaxConcurrency 0 sets no limit");
    else if (!has(value, "MaxConcurrency") && !has(value, "MaxConcurrencyPath"))
      report([], "the Map sets no limit to its concurrency");
  }),
  "inline-concurrency": on("Map", ({ state, report }) => {
    const most = number(state.value, "MaxConcurrency") ?? 0;
    if (most > INLINE_CONCURRENCY && !isDistributed(state))
      report(["MaxConcurrency"], `an Inline Map does not run ${most} items at a time`);
  }),
} satisfies Checks;

/** Numbers of an ItemBatcher that AWS takes, but that are no batch. */
const BATCH_LIMITS = { MaxItemsPerBatch: Infinity, MaxInputBytesPerBatch: 262_144 } as const;

function modeIsDeferred({ value }: Scope): boolean {
  const config = own(value, "ProcessorConfig");
  return isDeferred(config) || (isRecord(config) && isDeferred(own(config, "Mode")));
}
