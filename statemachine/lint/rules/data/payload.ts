import { has, measure, own } from "../../../json/values";
import type { LintRule } from "../../rule";

/** Bytes that a state takes and gives at most (quotas page of the guide). */
const MAX_PAYLOAD = 262_144;

/** Rules about the size of data. */
export const PAYLOAD_RULES: readonly LintRule[] = [
  {
    id: "payload-too-large",
    meta: {
      description:
        "What a state takes and gives has at most 262,144 bytes, written in the definition or not.",
      pillar: "operations",
      severity: "error",
      remedy: "put the data into S3 and pass bucket and key",
    },
    on: "state",
    check: ({ state: { value }, report }) => {
      for (const field of [
        "Result",
        "Parameters",
        "Arguments",
        "Output",
        "Assign",
        "ItemSelector",
      ]) {
        const content = own(value, field);
        if (content === undefined) continue;
        if (typeof content === "string" && content.length * 3 < MAX_PAYLOAD) continue;
        const { bytes } = measure(content, { bytes: MAX_PAYLOAD, depth: Infinity });
        if (bytes > MAX_PAYLOAD)
          report([field], `${field} alone has more than ${MAX_PAYLOAD} bytes`);
      }
    },
  },
  {
    id: "object-in-state",
    meta: {
      description:
        "The content of an S3 object does not go through the state: more than 262,144 bytes fail the run.",
      pillar: "operations",
      severity: "warning",
      remedy: "pass bucket and key on, or keep only what is needed with ResultSelector or Output",
    },
    on: "Task",
    check: ({ call: { kind, service, action }, state, report }) => {
      if (kind !== "sdk" || service !== "s3" || action !== "getObject") return;
      const shaped = ["ResultSelector", "Output", "OutputPath"].some((field) =>
        has(state.value, field),
      );
      if (!shaped && own(state.value, "ResultPath") !== null)
        report([], "the whole object is read into the state");
    },
  },
];
