import type { StateNode } from "../../definition/reader";
import { isRecord, list, number, own, type JsonRecord } from "../../json";
import { memoize } from "../../memoize";

/** The types of state that have Retry and Catch. */
export const HANDLED = ["Task", "Map", "Parallel"] as const;

export function isHandled({ type }: StateNode): boolean {
  return HANDLED.some((each) => each === type);
}

/** An entry of Retry or Catch, as far as it can be made out. */
export interface Handler {
  readonly value: JsonRecord;
  readonly field: "Retry" | "Catch";
  readonly index: number;
  /** The names in ErrorEquals. */
  readonly errors: readonly string[];
}

/** Every entry of `field` that is an object. */
export function handlers(state: StateNode, field: "Retry" | "Catch"): readonly Handler[] {
  return readBoth(state)[field];
}

/** Every entry of Retry and Catch. */
export function allHandlers(state: StateNode): Handler[] {
  return [...handlers(state, "Retry"), ...handlers(state, "Catch")];
}

const readBoth = memoize((state: StateNode) => ({
  Retry: readHandlers(state, "Retry"),
  Catch: readHandlers(state, "Catch"),
}));

function readHandlers(state: StateNode, field: "Retry" | "Catch"): Handler[] {
  return list(state.value, field).flatMap((value, index) => {
    if (!isRecord(value)) return [];
    const errors = list(value, "ErrorEquals").filter((name) => typeof name === "string");
    return [{ value, field, index, errors }];
  });
}

/** Names that stand for an error of an ordinary task; States.TaskFailed stands for all but the timeouts. */
const WILDCARDS = ["States.ALL", "States.TaskFailed"];

/** Whether one of the entries takes `error`, by its name or by a wildcard. */
export function handles(entries: readonly Handler[], error: string): boolean {
  return entries.some(
    ({ errors }) => errors.includes(error) || errors.some((name) => WILDCARDS.includes(name)),
  );
}

/** The seconds before an entry's retry number `retry`, counted from 0, without jitter; AWS's defaults are 1, doubled. */
export function delayBefore({ value }: Pick<Handler, "value">, retry: number): number {
  const interval = number(value, "IntervalSeconds") ?? 1;
  const rate = number(value, "BackoffRate") ?? 2;
  return Math.min(interval * rate ** retry, number(value, "MaxDelaySeconds") ?? Infinity);
}

/** How often an entry of Retry tries again; AWS's default is 3. */
export function attempts({ value }: Pick<Handler, "value">): number {
  return number(value, "MaxAttempts") ?? (own(value, "MaxAttempts") === undefined ? 3 : 0);
}
