import { functionCost } from "./cost";
import type { Facts, FunctionFacts } from "./facts";
import { seconds } from "./figures";

/** One piece of advice. */
export interface Advice {
  readonly about: string;
  /** What is, beside what may be or would be. */
  readonly figure: string;
  readonly advice: string;
  /** The argument of the component to set, and to what. */
  readonly argument: string;
  /** USD a month. */
  readonly saving?: number;
}

/** Lambda's limits (Lambda quotas). */
const MOST = { memoryMB: 10_240, seconds: 900 };

/** A duration is near its timeout from this part of it on. */
export const CLOSE = 0.8;

/** Memory for what is used and a third more, in steps of 64 MB. */
export function memoryAdvice(each: FunctionFacts, facts: Facts): Advice | undefined {
  const { name, memoryMB, usedMB } = each;
  if (usedMB === undefined) return undefined;
  const enough = Math.min(MOST.memoryMB, Math.max(128, Math.ceil((usedMB * 4) / 3 / 64) * 64));
  const advice = {
    about: `function ${name}`,
    figure: `uses ${usedMB} of ${memoryMB} MB`,
    argument: `memorySize: ${enough}`,
  };
  const isShort = usedMB > memoryMB * 0.9;
  if (isShort && memoryMB >= MOST.memoryMB) return { ...advice, ...atMost("memory") };
  if (isShort) return { ...advice, advice: "give it more memory before it runs out" };
  if (usedMB >= memoryMB / 2 || enough >= memoryMB) return undefined;
  const saving = functionCost(each, facts) - functionCost(each, facts, enough);
  return {
    ...advice,
    advice: "less memory, if it takes no longer with it: CPU goes with memory",
    saving,
  };
}

/** For a function that has all that Lambda gives. */
function atMost(what: "memory" | "time"): Pick<Advice, "advice" | "argument"> {
  return {
    advice: `it cannot have more ${what}: give it less to do at once`,
    argument: "definition",
  };
}

/** More time for calls that nearly take all they have. */
export function timeoutAdvice({
  name,
  longestMs,
  timeoutSeconds,
}: FunctionFacts): Advice | undefined {
  if (longestMs === undefined || timeoutSeconds === undefined) return undefined;
  if (longestMs < timeoutSeconds * 1000 * CLOSE) return undefined;
  const figure = `the longest call took ${seconds(longestMs)} of ${timeoutSeconds} s`;
  const about = `function ${name}`;
  if (timeoutSeconds >= MOST.seconds) {
    return { about, figure, ...atMost("time") };
  }
  const advice = "give it more time, and the task that calls it";
  const enough = Math.min(MOST.seconds, Math.ceil((longestMs / 1000) * 2));
  return { about, figure, advice, argument: `timeout: ${enough}` };
}
