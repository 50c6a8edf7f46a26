import { WorkflowTestError } from "./errors";
import { refuseUnsupported } from "./unsupported";
import type { Coverage } from "./coverage";

type Fields = Record<string, unknown>;

/** What the lowered definition calls while it runs. */
export interface Hooks {
  readonly coverage: Coverage;
  /** What `$$.State` is in each state, by the key that stands for it in the lowered paths. */
  readonly states: Record<string, object>;
  /** Each Retry entry as the interpreter has it, with where it stands. */
  readonly retriers: Map<unknown, RetryPlace>;
  /** A state was entered; `path` is its JSON pointer. */
  readonly entered: (name: string, path: string) => void;
  readonly task: (name: string, path: string, input: unknown) => Promise<unknown>;
  /** A Wait state would have waited; `nested` is true inside of a branch or an item. */
  readonly waited: (time: WaitTime, nested: boolean) => void;
}

/** For so many seconds, or until a time (RFC 3339). */
export interface WaitTime {
  readonly seconds?: unknown;
  readonly until?: unknown;
}

/** Where a Retry entry stands. */
export interface RetryPlace {
  /** Its JSON pointer. */
  readonly path: string;
  /** Whether it is inside of a branch or an item. */
  readonly nested: boolean;
}

/** A definition as the interpreter gets it, with the functions that stand in for its Task states. */
export interface Lowered {
  readonly definition: { StartAt: string; States: Fields };
  readonly handlers: Readonly<Record<string, (input: unknown) => unknown>>;
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
  const handlers: Record<string, (input: unknown) => unknown> = {};
  const lowered = lowerScope(definition, "", { hooks, handlers });
  return { definition: lowered, handlers };
}

interface Context {
  readonly hooks: Hooks;
  readonly handlers: Fields;
}

function lowerScope(scope: unknown, pointer: string, context: Context): Lowered["definition"] {
  const where = pointer === "" ? "the definition" : `the scope at ${pointer}`;
  if (!isObject(scope) || !isObject(scope.States) || typeof scope.StartAt !== "string") {
    throw new WorkflowTestError(`${where} needs StartAt and States: run the linter for details`);
  }
  const states = scope.States;
  const lowered: Fields = {};
  const paths = new Map<string, string>();
  for (const name of Object.keys(states)) paths.set(name, `${pointer}/States/${escape(name)}`);

  /** The key under which a transition to `target` enters it; visits of `point` are counted. */
  const transition = (from: string, target: unknown, point?: string): string => {
    const path = typeof target === "string" ? paths.get(target) : undefined;
    if (path === undefined) {
      throw new WorkflowTestError(
        `${from} leads to ${JSON.stringify(target)}, which is not a state of its scope`,
      );
    }
    const key = point === undefined ? path : `${path}#${point}`;
    if (!Object.hasOwn(lowered, key)) addEntry(key, target as string, path, point);
    return key;
  };
  const addEntry = (key: string, name: string, path: string, point?: string): void => {
    Object.defineProperty(lowered, key, {
      get: () => {
        if (point !== undefined) context.hooks.coverage.visit(point);
        context.hooks.coverage.visit(path);
        context.hooks.entered(name, path);
        return natives.get(name);
      },
    });
    if (key !== path) {
      Object.defineProperty(context.handlers, key, { get: () => context.handlers[path] });
    }
  };

  const natives = new Map<string, unknown>();
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) throw new WorkflowTestError(`state "${name}" must be an object`);
    const path = paths.get(name) ?? "";
    context.hooks.coverage.add({ kind: "state", path, label: `${name} (${String(state.Type)})` });
    natives.set(
      name,
      lowerState({ name, path, state, nested: pointer !== "", context, transition }),
    );
  }
  return { StartAt: transition(`StartAt of ${where}`, scope.StartAt), States: lowered };
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly state: Fields;
  readonly nested: boolean;
  readonly context: Context;
  readonly transition: (from: string, target: unknown, point?: string) => string;
}

function lowerState(place: Place): Fields {
  const { name, path, state, context, transition } = place;
  refuseUnsupported(name, state);
  const native = plainPaths(ownContext(state, place), name);
  if (native.Next !== undefined) native.Next = transition(`Next of "${name}"`, native.Next);
  if (Array.isArray(state.Retry)) {
    addPoints("retry", "Retry", state.Retry, place);
    // Copies, because one object may serve several states and is told apart by identity.
    native.Retry = state.Retry.map((retrier: Fields, index) => {
      const copy = { ...retrier };
      context.hooks.retriers.set(copy, { path: `${path}/Retry/${index}`, nested: place.nested });
      return copy;
    });
  }
  if (Array.isArray(state.Catch)) {
    addPoints("catch", "Catch", state.Catch, place);
    native.Catch = state.Catch.map((catcher: Fields, index) => ({
      ...plainPaths({ ...catcher }, name),
      Next: transition(`Catch ${index} of "${name}"`, catcher.Next, `${path}/Catch/${index}`),
    }));
  }
  const kind = KINDS[String(state.Type)];
  if (kind === undefined) {
    throw new WorkflowTestError(
      `state "${name}" has the unknown Type ${JSON.stringify(state.Type)}`,
    );
  }
  return kind(native, place, context);
}

/** Per type of state: what the interpreter gets instead. */
const KINDS: Readonly<Record<string, (native: Fields, place: Place, context: Context) => Fields>> =
  {
    Task: (native, { name, path }, context) => {
      context.handlers[path] = (input: unknown) => context.hooks.task(name, path, input);
      // The interpreter would count real seconds; a handler fails with States.Timeout when the test says so.
      delete native.TimeoutSeconds;
      delete native.TimeoutSecondsPath;
      return native;
    },
    Pass: (native, { path }, context) => {
      // The interpreter passes on its input for a Result of false, 0, "" or null.
      if (!("Result" in native) || native.Result) return native;
      const { Result: result, ...rest } = native;
      context.handlers[path] = () => result;
      return { ...rest, Type: "Task", Resource: path };
    },
    Wait: (native, { path, nested }, context) => {
      const { Seconds, SecondsPath, Timestamp, TimestampPath, ...rest } = native;
      const wait = {
        ...(Seconds === undefined ? {} : { seconds: Seconds }),
        ...(Timestamp === undefined ? {} : { until: Timestamp }),
        ...(SecondsPath === undefined ? {} : { "seconds.$": SecondsPath }),
        ...(TimestampPath === undefined ? {} : { "until.$": TimestampPath }),
      };
      context.handlers[path] = (input: unknown) => {
        const { data, ...time } = input as WaitTime & { data: unknown };
        context.hooks.waited(time, nested);
        return data;
      };
      return { ...rest, Type: "Task", Resource: path, Parameters: { ...wait, "data.$": "$" } };
    },
    Choice: (native, place) => {
      const rules = Array.isArray(native.Choices) ? native.Choices : [];
      native.Choices = rules.map((rule: Fields, index) => ({
        ...(lowerTest(rule) as Fields),
        Next: branch(place, rule.Next, `Choices/${index}`, `rule ${index}`),
      }));
      if (native.Default !== undefined) {
        native.Default = branch(place, native.Default, "Default", "Default");
      }
      return native;
    },
    Succeed: (native) => native,
    Fail: (native) => native,
    Parallel: (native, { name, path }, context) => {
      if (!Array.isArray(native.Branches)) {
        throw new WorkflowTestError(`Parallel state "${name}" needs a list of Branches`);
      }
      native.Branches = native.Branches.map((scope, index) =>
        lowerScope(scope, `${path}/Branches/${index}`, context),
      );
      return native;
    },
    Map: (native, { path }, context) => {
      const field = native.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
      native[field] = lowerScope(native[field], `${path}/${field}`, context);
      // One item after the other, so that a test sees the same order in every run.
      delete native.MaxConcurrencyPath;
      native.MaxConcurrency = 1;
      return native;
    },
  };

function branch(place: Place, target: unknown, field: string, label: string): string {
  const { name, path, context, transition } = place;
  const point = `${path}/${field}`;
  context.hooks.coverage.add({
    kind: "choice",
    path: point,
    label: `${name}, ${label} to ${String(target)}`,
  });
  return transition(`${label} of "${name}"`, target, point);
}

function addPoints(kind: "retry" | "catch", field: string, entries: Fields[], place: Place): void {
  entries.forEach((entry, index) => {
    const errors = Array.isArray(entry.ErrorEquals) ? entry.ErrorEquals.join(", ") : "?";
    const label = `${place.name}, ${field} ${index} for ${errors}`;
    place.context.hooks.coverage.add({ kind, path: `${place.path}/${field}/${index}`, label });
  });
}

/** The interpreter takes `IsPresent: false` (and its like) for "never": AWS for "is not". */
function lowerTest(test: unknown): unknown {
  if (Array.isArray(test)) return test.map(lowerTest);
  if (!isObject(test)) return test;
  const negated = Object.keys(test).find((key) => key.startsWith("Is") && test[key] === false);
  if (negated !== undefined) return { Not: { Variable: test.Variable, [negated]: true } };
  return mapValues(test, (value, key) =>
    key === "And" || key === "Or" || key === "Not" ? lowerTest(value) : value,
  );
}

/** The interpreter has one context object for all states, so each reads its own part of `$$.State`. */
function ownContext(state: Fields, { name, context }: Place): Fields {
  const key = `s${Object.keys(context.hooks.states).length}`;
  context.hooks.states[key] = { Name: name, EnteredTime: new Date().toISOString(), RetryCount: 0 };
  const own = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll(/\$\$\.State\b/gu, `$$$$.State.${key}`);
    if (Array.isArray(value)) return value.map(own);
    return isObject(value) ? mapValues(value, own) : value;
  };
  return mapValues(state, (value, field) => (SCOPES.has(field) ? value : own(value)));
}

const SCOPES: ReadonlySet<string> = new Set(["Branches", "ItemProcessor", "Iterator"]);

function mapValues(fields: Fields, map: (value: unknown, field: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value, key)]));
}

/** The interpreter knows a ResultPath of null or of dotted names only. */
function plainPaths(fields: Fields, name: string): Fields {
  if (fields.ResultPath === "$") delete fields.ResultPath;
  const path = fields.ResultPath;
  if (typeof path === "string" && !/^\$(\.[\p{L}_][\p{L}\p{N}_-]*)+$/u.test(path)) {
    throw new WorkflowTestError(
      `state "${name}" has the ResultPath ${path}; the interpreter only writes to paths like $.a.b`,
    );
  }
  return fields;
}

function escape(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
