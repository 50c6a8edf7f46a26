import { display, type JsonRecord } from "../../json";
import { read, runtime, write, type Readable } from "../language/path";
import { compute, fill } from "../language/template";
import { holds } from "./comparison";
import type { Language, Visit } from "./visit";

/** JSONPath: InputPath, Parameters, the work, ResultSelector, ResultPath, OutputPath, Assign, in this order. */
export const JSONPATH: Language = {
  begin: async (visit) => {
    const { state } = visit;
    const parameters = state.Parameters;
    const data = effective(visit);
    return parameters === undefined ? data : fill(parameters, from(visit, data));
  },
  finish: async (visit, result) => {
    const { state } = visit;
    const selector = state.ResultSelector;
    const selected = selector === undefined ? result : fill(selector, from(visit, result));
    return leave(visit, state, selected, place(visit, state, selected));
  },
  plain: async (visit) => {
    const given = await JSONPATH.begin(visit);
    return JSONPATH.finish(visit, "Result" in visit.state ? visit.state.Result : given);
  },
  pass: async (visit, fields = visit.state) => {
    const data = effective(visit);
    return leave(visit, fields, data, data);
  },
  caught: async (visit, catcher, errorOutput) => {
    assign(visit, catcher, errorOutput);
    return place(visit, catcher, errorOutput);
  },
  value: async (visit, fields, field) => {
    const path = fields[`${field}Path`];
    if (path === undefined) return fields[field];
    return compute(path, from(visit, effective(visit)), `${field}Path`);
  },
  template: async (visit, template) => fill(template, from(visit, effective(visit))),
  items: async (visit) => pathOf(visit, "ItemsPath", effective(visit)),
  holds: async (visit, rule) => holds(rule, from(visit, effective(visit))),
  invalid: runtime,
};

function from({ context, thread }: Visit, data: unknown): Readable {
  return { data, context, variables: thread.variables };
}

/** What a field with a path selects from `data`; all of it without the field, nothing with null. */
function pathOf(visit: Visit, field: string, data: unknown): unknown {
  const path = visit.state[field];
  if (path === undefined) return data;
  return path === null ? {} : read(display(path), from(visit, data), field);
}

const effective = (visit: Visit): unknown => pathOf(visit, "InputPath", visit.input);

/** The state's input with `result` at its place in it. */
function place(visit: Visit, { ResultPath: path }: JsonRecord, result: unknown): unknown {
  if (path === undefined) return result;
  return path === null ? visit.input : write(visit.input, display(path), result);
}

/** The output at the end of a state, whose OutputPath reads the variables as they were before. */
function leave(visit: Visit, fields: JsonRecord, assigned: unknown, data: unknown): unknown {
  const output = pathOf(visit, "OutputPath", data);
  assign(visit, fields, assigned);
  return output;
}

function assign(visit: Visit, { Assign: template }: JsonRecord, data: unknown): void {
  if (template === undefined) return;
  const assigned = fill(template, from(visit, data)) as JsonRecord;
  visit.thread.variables = { ...visit.thread.variables, ...assigned };
}
