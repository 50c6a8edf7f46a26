import type { Fields } from "./fields";
import { isRecord, pointer } from "../../json/values";
import type { Hooks, NativeScope, StateContext, TaskStub } from "./state-context";
import { WorkflowTestError } from "../errors";
import { lowerJsonata } from "./jsonata";
import { lowerJsonPath } from "./jsonpath";
import { Variables } from "./variables";

/** A definition as the interpreter gets it, with what stands in for its Task states. */
export interface Lowered {
  readonly definition: NativeScope;
  readonly handlers: Readonly<Record<string, TaskStub>>;
}

/**
 * Rewrites a definition for the interpreter. Inside, a state is known by its JSON pointer, which is unique in the
 * whole machine. `States` becomes getters, which the interpreter reads exactly once per transition: that is how
 * each visit is seen, and each transition of a Choice or a Catch has a name of its own. The rest makes up for
 * differences between the interpreter and AWS.
 *
 * @throws WorkflowTestError for a definition that cannot be run.
 */
export function lower(definition: unknown, hooks: Hooks): Lowered {
  const handlers: Fields = {};
  const language = isRecord(definition) ? definition.QueryLanguage : undefined;
  const shared = { hooks, handlers, language, variables: new Variables() };
  return {
    definition: lowerScope(definition, "", shared),
    handlers: handlers as Lowered["handlers"],
  };
}

type Shared = Pick<StateContext, "hooks" | "handlers" | "language" | "variables">;

function lowerScope(scope: unknown, at: string, shared: Shared, started?: () => void): NativeScope {
  const where = at === "" ? "the definition" : `the scope at ${at}`;
  if (!isRecord(scope) || !isRecord(scope.States) || typeof scope.StartAt !== "string") {
    throw new WorkflowTestError(`${where} needs StartAt and States: run the linter for details`);
  }
  const { hooks, handlers, variables } = shared;
  const states = scope.States;
  const lowered: Fields = {};
  const natives = new Map<string, unknown>();
  const pathOf = (name: string): string => `${at}${pointer(["States", name])}`;

  const enter = (name: string, key: string, before: () => void): void => {
    if (Object.hasOwn(lowered, key)) return;
    const path = pathOf(name);
    Object.defineProperty(lowered, key, {
      get: () => {
        before();
        hooks.coverage.visit(path);
        hooks.entered(name, path);
        return natives.get(name);
      },
    });
    if (key !== path) Object.defineProperty(handlers, key, { get: () => handlers[path] });
  };
  const check = (from: string, target: unknown): string => {
    if (typeof target === "string" && Object.hasOwn(states, target)) return target;
    throw new WorkflowTestError(
      `${from} leads to ${JSON.stringify(target)}, which is not a state of its scope`,
    );
  };
  const transition = (from: string, target: unknown, point?: string): string => {
    const name = check(from, target);
    const key = point === undefined ? pathOf(name) : `${pathOf(name)}#${point}`;
    enter(name, key, () => point !== undefined && hooks.coverage.visit(point));
    return key;
  };

  for (const [name, state] of Object.entries(states)) {
    if (!isRecord(state)) throw new WorkflowTestError(`state "${name}" must be an object`);
    const path = pathOf(name);
    hooks.coverage.add({ kind: "state", path, label: `${name} (${String(state.Type)})` });
    const place: StateContext = {
      ...shared,
      name,
      path,
      scope: at,
      state,
      transition,
      add: (key, native) => {
        lowered[key] = native;
        return key;
      },
      inner: (inner, innerAt, innerStarted) => lowerScope(inner, innerAt, shared, innerStarted),
    };
    natives.set(name, lowerState(place));
  }
  const first = check(`StartAt of ${where}`, scope.StartAt);
  const StartAt = `${pathOf(first)}#start`;
  enter(first, StartAt, () => {
    variables.begin(at);
    started?.();
  });
  return { StartAt, States: lowered };
}

function lowerState(place: StateContext): Fields {
  const { name, state, language } = place;
  const isJsonata = (state.QueryLanguage ?? language) === "JSONata";
  const native = isJsonata ? lowerJsonata(place) : lowerJsonPath(place);
  if (native !== undefined) return native;
  throw new WorkflowTestError(`state "${name}" has the unknown Type ${JSON.stringify(state.Type)}`);
}
