import { BACKOFF, branch, machine } from "./examples";
import type { StateNode, Machine } from "../../definition/reader";
import type { Example, Report, Rule } from "../rule";
import { has, number, own, text } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

/** Items of an Inline Map that run at a time at most (Map page of the guide). */
const INLINE_CONCURRENCY = 40;

/** Fields that only a Distributed Map reads. */
const DISTRIBUTED_ONLY = [
  "ItemReader",
  "ItemBatcher",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
  "Label",
];

const each = (fields: object): Example =>
  machine({
    Each: {
      Type: "Map",
      MaxConcurrency: 5,
      ItemProcessor: branch("One"),
      Retry: [BACKOFF],
      End: true,
      ...fields,
    },
  });
const WRITER = {
  Resource: "arn:aws:states:::s3:putObject",
  Parameters: { Bucket: "${Bucket}", Prefix: "results" },
};
const spread = (fields: object, config: object = {}): Example =>
  each({
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON" },
      Parameters: { Bucket: "${Bucket}", Key: "orders.json" },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD", ...config },
      ...branch("One"),
    },
    ToleratedFailurePercentage: 5,
    ResultWriter: WRITER,
    ...fields,
  });
const labelled = (Label: string): Example => spread({ Label });

function isDistributed(state: StateNode): boolean {
  return state.inner.some(({ distributed }) => distributed);
}

/** Rules about Map. Source: the Map pages of the Step Functions guide. */
export const MAP_RULES: readonly Rule[] = [
  {
    code: "distributed-only-field",
    severity: "warning",
    practice: "operations",
    summary:
      "ItemReader, ItemBatcher, ResultWriter, Label and the tolerated failures belong to a Distributed Map.",
    fix: "set ProcessorConfig.Mode to DISTRIBUTED, or remove the field",
    failing: each({ ResultWriter: WRITER }),
    fixed: spread({}),
    on: "state",
    types: ["Map"],
    check: (state: StateNode, report: Report): void => {
      if (isDistributed(state) || state.inner.some(modeIsDeferred)) return;
      for (const field of DISTRIBUTED_ONLY) {
        if (has(state.value, field)) report([field], `an Inline Map has no ${field}`);
      }
    },
  },
  {
    code: "execution-type",
    severity: "error",
    practice: "operations",
    summary:
      "A Distributed Map says as what its children run: ExecutionType STANDARD or EXPRESS; an Inline Map has none.",
    fix: "set ExecutionType beside Mode DISTRIBUTED",
    failing: spread({}, { ExecutionType: undefined }),
    fixed: spread({}),
    on: "state",
    types: ["Map"],
    check: ({ inner }: StateNode, report: Report): void => {
      for (const { value, steps, distributed } of inner) {
        const config = own(value, "ProcessorConfig") as StateNode["value"] | undefined;
        if (distributed && config !== undefined && !has(config, "ExecutionType")) {
          report(
            [String(steps.at(-1)), "ProcessorConfig"],
            "the Distributed Map has no ExecutionType",
          );
        }
      }
    },
  },
  {
    code: "map-label",
    severity: "error",
    practice: "operations",
    summary:
      "The Label of a Map has 1 to 40 characters, none of them white space, wildcards, brackets or quotes.",
    fix: "choose a short label of letters, digits, - and _",
    failing: labelled("every order *"),
    fixed: labelled("every-order"),
    on: "state",
    types: ["Map"],
    check: ({ value }: StateNode, report: Report): void => {
      const label = text(value, "Label");
      if (
        label === undefined ||
        isDeferred(label) ||
        /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)
      )
        return;
      report(["Label"], `'${label.slice(0, 80)}' is no label`);
    },
  },
  {
    code: "duplicate-label",
    severity: "error",
    practice: "operations",
    summary: "No two Maps of a machine have the same Label.",
    fix: "give one of the Maps another label",
    failing: twoMaps("orders", "orders"),
    fixed: twoMaps("orders", "invoices"),
    on: "machine",
    check: ({ states }: Machine, report: Report): void => {
      const seen = new Set<string>();
      for (const { type, value, steps } of states) {
        const label = type === "Map" ? text(value, "Label") : undefined;
        if (label === undefined) continue;
        if (seen.has(label))
          report([...steps, "Label"], `another Map has the label '${label.slice(0, 80)}', too`);
        seen.add(label);
      }
    },
  },
  {
    code: "map-concurrency",
    severity: "warning",
    practice: "performance",
    summary:
      "A Map says how many items run at a time; else as many as there are meet the services behind it at once.",
    fix: "set MaxConcurrency to what the services behind it bear",
    failing: each({ MaxConcurrency: undefined }),
    fixed: each({}),
    on: "state",
    types: ["Map"],
    check: ({ value }: StateNode, report: Report): void => {
      if (number(value, "MaxConcurrency") === 0)
        report(["MaxConcurrency"], "MaxConcurrency 0 sets no limit");
      else if (!has(value, "MaxConcurrency") && !has(value, "MaxConcurrencyPath"))
        report([], "the Map sets no limit to its concurrency");
    },
  },
  {
    code: "inline-concurrency",
    severity: "warning",
    practice: "performance",
    summary: `An Inline Map runs at most ${INLINE_CONCURRENCY} items at a time, whatever its MaxConcurrency says.`,
    fix: `lower MaxConcurrency to ${INLINE_CONCURRENCY}, or use a Distributed Map`,
    failing: each({ MaxConcurrency: 100 }),
    fixed: each({ MaxConcurrency: 40 }),
    on: "state",
    types: ["Map"],
    check: (state: StateNode, report: Report): void => {
      const most = number(state.value, "MaxConcurrency") ?? 0;
      if (most > INLINE_CONCURRENCY && !isDistributed(state))
        report(["MaxConcurrency"], `an Inline Map does not run ${most} items at a time`);
    },
  },
  {
    code: "failure-tolerance",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Distributed Map says how many failed items it bears; by default the first one ends it and stops the rest.",
    fix: "set ToleratedFailurePercentage or ToleratedFailureCount, to 0 if none may fail",
    failing: spread({ ToleratedFailurePercentage: undefined }),
    fixed: spread({}),
    on: "state",
    types: ["Map"],
    check: (state: StateNode, report: Report): void => {
      const said = DISTRIBUTED_ONLY.filter((field) => field.startsWith("Tolerated")).some((field) =>
        has(state.value, field),
      );
      if (isDistributed(state) && !said)
        report([], "the Distributed Map does not say how many items may fail");
    },
  },
  {
    code: "result-writer",
    severity: "warning",
    practice: "reliability",
    summary:
      "A Distributed Map writes its results to S3; what it returns in the state must stay under 262,144 bytes.",
    fix: "add a ResultWriter with bucket and prefix",
    failing: spread({ ResultWriter: undefined }),
    fixed: spread({}),
    on: "state",
    types: ["Map"],
    check: (state: StateNode, report: Report): void => {
      const dropped = own(state.value, "ResultPath") === null || has(state.value, "Output");
      if (isDistributed(state) && !has(state.value, "ResultWriter") && !dropped)
        report([], "the results of all items go back into the state");
    },
  },
  {
    code: "unbatched-items",
    severity: "warning",
    practice: "cost",
    optional: true,
    summary:
      "A Distributed Map of small items puts them together with ItemBatcher: each child execution is paid.",
    fix: "add an ItemBatcher with MaxItemsPerBatch",
    failing: spread({}),
    fixed: spread({ ItemBatcher: { MaxItemsPerBatch: 100 } }),
    on: "state",
    types: ["Map"],
    check: (state: StateNode, report: Report): void => {
      if (isDistributed(state) && !has(state.value, "ItemBatcher"))
        report([], "each item is a child execution of its own");
    },
  },
  {
    code: "unshaped-results",
    severity: "warning",
    practice: "operations",
    optional: true,
    summary:
      "Parallel and Inline Map shape or drop their results, which grow with every branch and item towards 262,144 bytes.",
    fix: "add ResultSelector or Output, or set ResultPath to null",
    failing: each({}),
    fixed: each({ ResultPath: null }),
    on: "state",
    types: ["Map", "Parallel"],
    check: (state: StateNode, report: Report): void => {
      if (isDistributed(state)) return;
      const shaped =
        ["ResultSelector", "Output"].some((field) => has(state.value, field)) ||
        own(state.value, "ResultPath") === null;
      if (!shaped) report([], "the results of all go on unshaped");
    },
  },
];

function modeIsDeferred({ value }: { value: StateNode["value"] }): boolean {
  const config = own(value, "ProcessorConfig");
  return isDeferred(config) || isDeferred((config as { Mode?: unknown } | undefined)?.Mode);
}

function twoMaps(...labels: readonly [string, string]): Example {
  const [first, second] = labels.map((Label, index) => {
    const { States } = labelled(Label).definition as { States: { Each: Record<string, unknown> } };
    const processor = States.Each["ItemProcessor"] as object;
    return { ...States.Each, ItemProcessor: { ...processor, ...branch(`One ${index}`) } };
  });
  return machine({ First: { ...first, End: undefined, Next: "Second" }, Second: second });
}
