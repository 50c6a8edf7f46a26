import type { Coverage } from "../coverage";
import type { Fields } from "./fields";
import type { Variables } from "./variables";

/** What stands in for a Task state of the lowered definition. */
export type TaskStub = (input: unknown) => unknown;

/** What the lowered definition calls while it runs. */
export interface Hooks {
  readonly coverage: Coverage;
  /** What `$$.State` is in each state, by the key that stands for it in the lowered paths. */
  readonly states: Record<string, object>;
  /** Each Retry entry as the interpreter has it, with where it stands. */
  readonly retriers: Map<unknown, RetryLocation>;
  /** A state was entered; `path` is its JSON pointer. */
  readonly entered: (name: string, path: string) => void;
  readonly task: (name: string, path: string, input: unknown) => Promise<unknown>;
  /** A Wait state would have waited; `nested` is true inside of a branch or an item. */
  readonly waited: (time: WaitTime, nested: boolean) => void;
  /** The context object, but for what belongs to one state. */
  readonly context: () => Fields;
}

/** For so many seconds, or until a time (RFC 3339). */
export interface WaitTime {
  readonly seconds?: unknown;
  readonly until?: unknown;
}

/** Where a Retry entry stands. */
export interface RetryLocation {
  /** Its JSON pointer. */
  readonly path: string;
  /** Whether it is inside of a branch or an item. */
  readonly nested: boolean;
}

/** A scope as the interpreter gets it. */
export interface NativeScope {
  readonly StartAt: string;
  readonly States: Fields;
}

/** One state while it is lowered, and what it may ask of its surroundings. */
export interface StateContext {
  readonly name: string;
  /** The state's JSON pointer: its key in the lowered definition. */
  readonly path: string;
  /** The JSON pointer of the scope, empty at the top. */
  readonly scope: string;
  readonly state: Fields;
  readonly language: unknown;
  readonly hooks: Hooks;
  readonly variables: Variables;
  readonly handlers: Fields;
  /** The key under which a transition to `target` enters it; visits of `point` are counted. */
  readonly transition: (from: string, target: unknown, point?: string) => string;
  /** Adds a state that the definition does not have. */
  readonly add: (key: string, native: Fields) => string;
  /** Lowers the scope of a branch or of items; `started` is called whenever it begins. */
  readonly inner: (scope: unknown, pointer: string, started?: () => void) => NativeScope;
}

/** The Retry entries for the interpreter: copies, because one object may serve several states. */
export function retryOf(place: StateContext): Fields {
  const { state, path, hooks, scope } = place;
  if (!Array.isArray(state.Retry)) return {};
  addPoints("retry", "Retry", state.Retry as Fields[], place);
  const copies = (state.Retry as Fields[]).map((retrier, index) => {
    const copy = { ...retrier };
    hooks.retriers.set(copy, { path: `${path}/Retry/${index}`, nested: scope !== "" });
    return copy;
  });
  return { Retry: copies };
}

/** Makes the Catch entries of a state known to the coverage and gives them with the names of their transitions. */
export function catchersOf(
  place: StateContext,
): { catcher: Fields; next: string; index: number }[] {
  const { state, path, name, transition } = place;
  if (!Array.isArray(state.Catch)) return [];
  addPoints("catch", "Catch", state.Catch as Fields[], place);
  return (state.Catch as Fields[]).map((catcher, index) => ({
    catcher,
    index,
    next: transition(`Catch ${index} of "${name}"`, catcher.Next, `${path}/Catch/${index}`),
  }));
}

/** The transition of one branch of a Choice. */
export function branch(place: StateContext, target: unknown, field: string, label: string): string {
  const { name, path, hooks, transition } = place;
  const point = `${path}/${field}`;
  const text = `${name}, ${label} to ${String(target)}`;
  hooks.coverage.add({ kind: "choice", path: point, label: text });
  return transition(`${label} of "${name}"`, target, point);
}

function addPoints(
  kind: "retry" | "catch",
  field: string,
  entries: readonly Fields[],
  { name, path, hooks }: StateContext,
): void {
  entries.forEach((entry, index) => {
    const errors = Array.isArray(entry.ErrorEquals) ? entry.ErrorEquals.join(", ") : "?";
    const label = `${name}, ${field} ${index} for ${errors}`;
    hooks.coverage.add({ kind, path: `${path}/${field}/${index}`, label });
  });
}
