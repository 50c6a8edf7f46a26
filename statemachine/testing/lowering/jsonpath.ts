import { mapValues, type Fields } from "./fields";
import { isRecord } from "../../json/values";
import { branch, catchersOf, retryOf, type WaitTime, type StateContext } from "./state-context";
import { WorkflowTestError } from "../errors";
import { refuseUnsupported } from "./unsupported";

/** A JSONPath state as the interpreter gets it; undefined for an unknown Type. */
export function lowerJsonPath(place: StateContext): Fields | undefined {
  const { name, state, transition } = place;
  const kind = KINDS[String(state.Type)];
  if (kind === undefined) return undefined;
  refuseUnsupported(name, state);
  const native = plainPaths(ownContext(state, place), name);
  if (native.Next !== undefined) native.Next = transition(`Next of "${name}"`, native.Next);
  Object.assign(native, retryOf(place));
  const catchers = catchersOf(place);
  if (catchers.length > 0) {
    native.Catch = catchers.map(({ catcher, next }) => ({
      ...plainPaths({ ...catcher }, name),
      Next: next,
    }));
  }
  return kind(native, place);
}

/** Per type of state: what the interpreter gets instead. */
const KINDS: Readonly<Record<string, (native: Fields, place: StateContext) => Fields>> = {
  Task: (native, { name, path, handlers, hooks }) => {
    handlers[path] = (input: unknown) => hooks.task(name, path, input);
    // The interpreter would count real seconds; a handler fails with States.Timeout when the test says so.
    delete native.TimeoutSeconds;
    delete native.TimeoutSecondsPath;
    return native;
  },
  Pass: (native, { path, handlers }) => {
    // The interpreter passes on its input for a Result of false, 0, "" or null.
    if (!("Result" in native) || native.Result) return native;
    const { Result: result, ...rest } = native;
    handlers[path] = () => result;
    return { ...rest, Type: "Task", Resource: path };
  },
  Wait: (native, { path, scope, handlers, hooks }) => {
    const { Seconds, SecondsPath, Timestamp, TimestampPath, ...rest } = native;
    const wait = {
      ...(Seconds === undefined ? {} : { seconds: Seconds }),
      ...(Timestamp === undefined ? {} : { until: Timestamp }),
      ...(SecondsPath === undefined ? {} : { "seconds.$": SecondsPath }),
      ...(TimestampPath === undefined ? {} : { "until.$": TimestampPath }),
    };
    handlers[path] = (input: unknown) => {
      const { data, ...time } = input as WaitTime & { data: unknown };
      hooks.waited(time, scope !== "");
      return data;
    };
    return { ...rest, Type: "Task", Resource: path, Parameters: { ...wait, "data.$": "$" } };
  },
  Choice: (native, place) => {
    const rules = Array.isArray(native.Choices) ? (native.Choices as Fields[]) : [];
    native.Choices = rules.map((rule, index) => ({
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
  Parallel: (native, { name, path, inner }) => {
    if (!Array.isArray(native.Branches)) {
      throw new WorkflowTestError(`Parallel state "${name}" needs a list of Branches`);
    }
    native.Branches = native.Branches.map((scope, index) =>
      inner(scope, `${path}/Branches/${index}`),
    );
    return native;
  },
  Map: (native, { path, inner }) => {
    const field = native.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
    native[field] = inner(native[field], `${path}/${field}`);
    // One item after the other, so that a test sees the same order in every run.
    delete native.MaxConcurrencyPath;
    native.MaxConcurrency = 1;
    return native;
  },
};

/** The interpreter takes `IsPresent: false` (and its like) for "never": AWS for "is not". */
function lowerTest(test: unknown): unknown {
  if (Array.isArray(test)) return test.map(lowerTest);
  if (!isRecord(test)) return test;
  const negated = Object.keys(test).find((key) => key.startsWith("Is") && test[key] === false);
  if (negated !== undefined) return { Not: { Variable: test.Variable, [negated]: true } };
  return mapValues(test, (value, key) =>
    key === "And" || key === "Or" || key === "Not" ? lowerTest(value) : value,
  );
}

const SCOPES: ReadonlySet<string> = new Set(["Branches", "ItemProcessor", "Iterator"]);

/** The interpreter has one context object for all states, so each reads its own part of `$$.State`. */
function ownContext(state: Fields, { name, hooks }: StateContext): Fields {
  const key = `s${Object.keys(hooks.states).length}`;
  hooks.states[key] = { Name: name, EnteredTime: new Date().toISOString(), RetryCount: 0 };
  const own = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.replaceAll(/\$\$\.State\b/gu, `$$$$.State.${key}`);
    }
    if (Array.isArray(value)) return value.map(own);
    return isRecord(value) ? mapValues(value, own) : value;
  };
  return mapValues(state, (value, field) => (SCOPES.has(field) ? value : own(value)));
}

/** The interpreter only knows a ResultPath of null or of dotted names. */
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
