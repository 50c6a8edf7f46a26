import table from "./prices.json";
import type { Facts, FunctionFacts } from "./facts";

/** The one table of prices, of which the README and `ops advise` tell; `asOf` is year and month. */
export const PRICES = table;

/** What one unit costs. */
export function priceOf(name: keyof typeof table.prices): number {
  return table.prices[name].price;
}

const GB = 2 ** 30;

/** Express memory is billed by GB-seconds: so many at each price, in a month (AWS Step Functions pricing). */
const TIERS = [
  ["expressGbSecond", 3_600_000],
  ["expressGbSecondNext", 14_400_000],
  ["expressGbSecondMore", Infinity],
] as const;

/** What a workflow costs in a month, list prices, by part. */
export interface Cost {
  readonly standard: number;
  readonly express: number;
  /** The executions that a Distributed Map starts. */
  readonly children: number;
  readonly functions: number;
  readonly logs: number;
  readonly traces: number;
}

export function costOf(facts: Facts): Cost {
  const { executionsPerMonth: executions, logLevel, logBytes, tracing, children } = facts;
  return {
    ...typesCost(facts),
    children: children === undefined ? 0 : childrenCost(children, facts)[children.type],
    functions: facts.functions.reduce((sum, each) => sum + functionCost(each, facts), 0),
    logs: logLevel === "OFF" ? 0 : ((executions * logBytes) / GB) * priceOf("logGb"),
    // If each is sampled.
    traces: tracing ? executions * priceOf("trace") : 0,
  };
}

/** What the executions that a Distributed Map starts cost in a month, as either type. */
export function childrenCost(
  { perExecution, ...child }: NonNullable<Facts["children"]>,
  { executionsPerMonth }: Facts,
): Record<Facts["type"], number> {
  const executions = executionsPerMonth * perExecution;
  const { standard, express } = typesCost({ ...child, executionsPerMonth: executions });
  return { STANDARD: standard, EXPRESS: express };
}

/** Express bills duration in steps of 100 ms, memory in steps of 64 MB. */
function typesCost(
  facts: Pick<Facts, "executionsPerMonth" | "transitions" | "durationMs" | "memoryMB">,
): Pick<Cost, "standard" | "express"> {
  const { executionsPerMonth: executions, transitions, durationMs, memoryMB } = facts;
  const seconds = Math.ceil(durationMs / 100) / 10;
  const gbSeconds = executions * seconds * ((Math.ceil(memoryMB / 64) * 64) / 1024);
  return {
    standard: executions * transitions * priceOf("standardTransition"),
    express: executions * priceOf("expressRequest") + memoryCost(gbSeconds),
  };
}

function memoryCost(gbSeconds: number): number {
  let left = gbSeconds;
  let cost = 0;
  for (const [name, most] of TIERS) {
    const here = Math.min(left, most);
    cost += here * priceOf(name);
    left -= here;
  }
  return cost;
}

/** Requests and GB-seconds of a function in a month. @param memoryMB another memory than it has */
export function functionCost(
  { invocations, durationMs, architecture, ...own }: FunctionFacts,
  { executionsPerMonth }: Facts,
  memoryMB = own.memoryMB,
): number {
  const calls = executionsPerMonth * invocations;
  const second = architecture === "arm64" ? "lambdaGbSecondArm" : "lambdaGbSecond";
  const gbSeconds = calls * (durationMs / 1000) * (memoryMB / 1024);
  return calls * priceOf("lambdaRequest") + gbSeconds * priceOf(second);
}
