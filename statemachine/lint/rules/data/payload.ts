import { has, measure, own } from "../../../json/values";
import { on, STATES, type Checks } from "../../rule";

/** Bytes that a state takes and gives at most (quotas page of the guide). */
const MAX_PAYLOAD = 262_144;

/** Rules about the size of data. */
export const payloadChecks = {
  "payload-too-large": on(STATES, ({ state: { value }, report }) => {
    for (const field of ["Result", "Parameters", "Arguments", "Output", "Assign", "ItemSelector"]) {
      const content = own(value, field);
      if (content === undefined) continue;
      if (typeof content === "string" && content.length * 3 < MAX_PAYLOAD) continue;
      const { bytes } = measure(content, { bytes: MAX_PAYLOAD, depth: Infinity });
      if (bytes > MAX_PAYLOAD) report([field], `${field} alone has more than ${MAX_PAYLOAD} bytes`);
    }
  }),
  "object-in-state": on("Task", ({ call: { kind, service, action }, state, report }) => {
    if (kind !== "sdk" || service !== "s3" || action !== "getObject") return;
    const shaped = ["ResultSelector", "Output", "OutputPath"].some((field) =>
      has(state.value, field),
    );
    if (!shaped && own(state.value, "ResultPath") !== null)
      report([], "the whole object is read into the state");
  }),
} satisfies Checks;
