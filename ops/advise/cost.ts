import type { Facts, FunctionFacts } from "./facts";
import { priceOf, type PriceTable } from "./prices";

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

export function costOf(facts: Facts, table: PriceTable): Cost {
  const { executionsPerMonth: executions, logLevel, logBytes, tracing, children } = facts;
  const price = (name: string): number => priceOf(table, name).price;
  return {
    ...typesCost(facts, table),
    children: children === undefined ? 0 : childrenCost(children, facts, table)[children.type],
    functions: facts.functions.reduce((sum, each) => sum + functionCost(each, facts, table), 0),
    logs: logLevel === "OFF" ? 0 : ((executions * logBytes) / GB) * price("logGb"),
    // If each is sampled.
    traces: tracing ? executions * price("trace") : 0,
  };
}

/** What the executions that a Distributed Map starts cost in a month, as either type. */
export function childrenCost(
  { perExecution, ...child }: NonNullable<Facts["children"]>,
  { executionsPerMonth }: Facts,
  table: PriceTable,
): Record<Facts["type"], number> {
  const executions = executionsPerMonth * perExecution;
  const { standard, express } = typesCost({ ...child, executionsPerMonth: executions }, table);
  return { STANDARD: standard, EXPRESS: express };
}

/** Express bills duration in steps of 100 ms, memory in steps of 64 MB. */
function typesCost(
  facts: Pick<Facts, "executionsPerMonth" | "transitions" | "durationMs" | "memoryMB">,
  table: PriceTable,
): Pick<Cost, "standard" | "express"> {
  const { executionsPerMonth: executions, transitions, durationMs, memoryMB } = facts;
  const price = (name: string): number => priceOf(table, name).price;
  const seconds = Math.ceil(durationMs / 100) / 10;
  const gbSeconds = executions * seconds * ((Math.ceil(memoryMB / 64) * 64) / 1024);
  return {
    standard: executions * transitions * price("standardTransition"),
    express: executions * price("expressRequest") + memoryCost(gbSeconds, price),
  };
}

function memoryCost(gbSeconds: number, price: (name: string) => number): number {
  let left = gbSeconds;
  let cost = 0;
  for (const [name, most] of TIERS) {
    const here = Math.min(left, most);
    cost += here * price(name);
    left -= here;
  }
  return cost;
}

/** Requests and GB-seconds of a function in a month. @param memoryMB another memory than it has */
export function functionCost(
  { invocations, durationMs, architecture, ...own }: FunctionFacts,
  { executionsPerMonth }: Facts,
  table: PriceTable,
  memoryMB = own.memoryMB,
): number {
  const calls = executionsPerMonth * invocations;
  const second = architecture === "arm64" ? "lambdaGbSecondArm" : "lambdaGbSecond";
  const gbSeconds = calls * (durationMs / 1000) * (memoryMB / 1024);
  return calls * priceOf(table, "lambdaRequest").price + gbSeconds * priceOf(table, second).price;
}
