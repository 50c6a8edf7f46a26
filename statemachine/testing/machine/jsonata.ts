import { display, isRecord, type JsonRecord } from "../../json";
import { evaluate, failure } from "../language/jsonata";
import type { Language, Visit } from "./visit";

/** JSONata: expressions read `$states` and variables; Output and Assign see the variables as they were. */
export const JSONATA: Language = {
  begin: (visit) => JSONATA.template(visit, visit.state.Arguments ?? "{% $states.input %}"),
  finish: (visit, result) => leave(visit, visit.state, result, { result }),
  plain: (visit) => JSONATA.pass(visit),
  pass: (visit, fields = visit.state) => leave(visit, fields, visit.input, {}),
  caught: (visit, catcher, errorOutput) => leave(visit, catcher, errorOutput, { errorOutput }),
  value: (visit, fields, field) => JSONATA.template(visit, fields[field]),
  template: (visit, template) => expressions(visit, template, {}),
  items: (visit) => JSONATA.template(visit, visit.state.Items ?? "{% $states.input %}"),
  holds: async (visit, rule) => {
    const holds = await JSONATA.template(visit, rule.Condition);
    if (typeof holds === "boolean") return holds;
    throw failure(
      `the Condition ${display(rule.Condition)} gives ${JSON.stringify(holds)}, not a boolean`,
    );
  },
  invalid: failure,
};

async function leave(
  visit: Visit,
  fields: JsonRecord,
  otherwise: unknown,
  states: JsonRecord,
): Promise<unknown> {
  const output =
    fields.Output === undefined ? otherwise : await expressions(visit, fields.Output, states);
  const assigned = await expressions(visit, fields.Assign ?? {}, states);
  if (!isRecord(assigned)) throw failure("Assign gives no object");
  visit.thread.variables = { ...visit.thread.variables, ...assigned };
  return output;
}

async function expressions(visit: Visit, template: unknown, more: JsonRecord): Promise<unknown> {
  const { name, input, context, thread } = visit;
  const states = { input, context, ...more };
  return evaluate(template, { ...thread.variables, states }, `state "${name}"`);
}
