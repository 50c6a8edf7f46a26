import type { Fields } from "./fields";
import { isRecord } from "../../json/values";
import { branch, type StateContext, type TaskStub } from "./state-context";
import { TaskError, WorkflowTestError } from "../errors";
import { JsonataState } from "./jsonata-state";
import { refuseServices } from "./unsupported";

/**
 * A JSONata state for the interpreter, which knows JSONPath only: states become tasks whose stand-ins evaluate the
 * expressions, and the interpreter does what is left, transitions, retries, error paths, branches and items.
 * Undefined for an unknown Type.
 */
export function lowerJsonata(place: StateContext): Fields | undefined {
  const kind = KINDS[String(place.state.Type)];
  if (kind === undefined) return undefined;
  refuseServices(place.name, place.state);
  return kind(new JsonataState(place));
}

/** Per type of state: what the interpreter gets instead. */
const KINDS: Readonly<Record<string, (state: JsonataState) => Fields>> = {
  Task: (state) =>
    state.work(async (input) => {
      const { name, path, hooks } = state.place;
      const given = await state.evaluated("Arguments", input, input);
      return state.leave(input, await hooks.task(name, path, given));
    }),
  Pass: (state) => state.step((input) => state.leave(input, input)),
  Succeed: (state) => state.step((input) => state.leave(input, input)),
  Wait: (state) =>
    state.step(async (input) => {
      const { hooks, scope } = state.place;
      const seconds = await state.evaluated("Seconds", input, undefined);
      const until = await state.evaluated("Timestamp", input, undefined);
      hooks.waited(until === undefined ? { seconds } : { until }, scope !== "");
      return state.leave(input, input);
    }),
  Fail: (state) =>
    state.step(async (input) => {
      const error = await state.evaluated("Error", input, "FailStateError");
      throw new TaskError(String(error), String(await state.evaluated("Cause", input, "")));
    }),
  Choice: (state) => choice(state),
  Parallel: (state) => {
    const { name, path, inner, state: fields } = state.place;
    if (!Array.isArray(fields.Branches)) {
      throw new WorkflowTestError(`Parallel state "${name}" needs a list of Branches`);
    }
    const Branches = (fields.Branches as unknown[]).map((scope, index) =>
      inner(scope, `${path}/Branches/${index}`),
    );
    const begin: TaskStub = (input) => state.evaluated("Arguments", input, input);
    return state.container(begin, { Type: "Parallel", Branches });
  },
  Map: (state) => {
    const { path, inner, state: fields } = state.place;
    const ItemProcessor = inner(fields.ItemProcessor, `${path}/ItemProcessor`, () =>
      state.nextItem(),
    );
    const begin: TaskStub = (input) => selectItems(state, input);
    return state.container(begin, { Type: "Map", ItemProcessor, MaxConcurrency: 1 });
  },
};

/** Evaluates the conditions in a step of its own and lets the interpreter go the way that it finds. */
function choice(state: JsonataState): Fields {
  const { place } = state;
  const rules = Array.isArray(place.state.Choices) ? (place.state.Choices as Fields[]) : [];
  const Choices = rules.map((rule, index) => ({
    Variable: "$.way",
    NumericEquals: index,
    Next: branch(place, rule.Next, `Choices/${index}`, `rule ${index}`),
  }));
  const fallback = place.state.Default;
  const hasDefault = fallback !== undefined;
  const Default = hasDefault ? branch(place, fallback, "Default", "Default") : undefined;
  const find: TaskStub = async (input) => {
    for (const [way, rule] of rules.entries()) {
      const holds = await state.evaluate(rule.Condition, input);
      if (typeof holds !== "boolean") {
        throw new TaskError("States.QueryEvaluationError", `rule ${way} gives no boolean`);
      }
      if (holds) return { way, data: await state.leave(input, input, rule) };
    }
    if (!hasDefault) throw new TaskError("States.NoChoiceMatched", "no rule of the Choice holds");
    return { way: -1, data: await state.leave(input, input) };
  };
  const go = { Type: "Choice", Choices, OutputPath: "$.data", ...(hasDefault ? { Default } : {}) };
  return state.task(place.path, find, { Next: place.add(`${place.path}@go`, go) });
}

async function selectItems(state: JsonataState, input: unknown): Promise<unknown> {
  const items = await state.evaluated("Items", input, input);
  const list = isRecord(items)
    ? Object.entries(items).map(([Key, Value]) => ({ Key, Value }))
    : items;
  if (!Array.isArray(list)) {
    throw new TaskError("States.QueryEvaluationError", "Items gives neither a list nor an object");
  }
  state.items = list;
  state.item = -1;
  const selected: unknown[] = [];
  for (const value of list) {
    state.nextItem();
    selected.push(await state.evaluated("ItemSelector", input, value));
  }
  state.item = -1;
  return selected;
}
