import { diagram } from "../statemachine/diagram";
import type { Benchmark, Measurement } from "./benchmark";

/** Longest time that a picture of a hundred states may take. */
const BOUND_MS = 2000;

/** Longest time for a Map over a thousand literal items. */
const ITEMS_BOUND_MS = 1000;

/** The picture of 103 states, first and later ones, and of a long list; decision 6 has the other engine on npm. */
export const DIAGRAM: Benchmark = {
  name: "diagram",
  run: async () => {
    const definition = hundredStates();
    const first = await milliseconds(() => diagram(definition, { format: "svg" }));
    const later = await milliseconds(() => diagram(definition, { format: "svg" }));
    const png = await milliseconds(() => diagram(definition, { format: "png" }));
    const items = await milliseconds(() => diagram(literalItems(), { format: "svg" }));
    const row = (
      subject: string,
      time: number,
      bound?: number,
      input = "103 states in 40 boxes",
    ): Measurement => ({
      benchmark: "diagram",
      subject,
      input,
      milliseconds: time,
      ...(bound ? { bound: { text: `under ${bound} ms`, holds: time < bound } } : {}),
    });
    return [
      row("SVG, first in the process", first, BOUND_MS),
      row("SVG, later", later, BOUND_MS),
      row("PNG", png),
      row("SVG", items, ITEMS_BOUND_MS, "a Map over 1,000 literal items"),
    ];
  },
};

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A Map over a thousand items that stand in the definition. */
function literalItems(): object {
  const Items = Array.from({ length: 1000 }, (_, id) => ({ id, name: `item ${id}`, tags: ["a"] }));
  const ItemProcessor = { StartAt: "B", States: { B: { Type: "Pass", End: true } } };
  return {
    QueryLanguage: "JSONata",
    StartAt: "A",
    States: { A: { Type: "Map", Items, ItemProcessor, End: true } },
  };
}

/** A made-up order workflow of 103 states in which everything occurs that a diagram can show. */
export function hundredStates(): object {
  const blocks = Array.from({ length: 10 }, (_, index) => orderBlock(index + 1));
  return {
    StartAt: "Load order 1",
    States: Object.assign(
      {},
      ...blocks,
      { "Notify failure": { ...task("sns:publish"), Catch: undefined, Next: "Failed" } },
      { Failed: { Type: "Fail", Error: "OrderFailed" }, Done: { Type: "Succeed" } },
    ) as object,
  };
}

function task(call: string): object {
  return {
    Type: "Task",
    Resource: `arn:aws:states:::${call}`,
    Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 6 }],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Notify failure" }],
  };
}

function orderBlock(number: number): object {
  const name = (text: string): string => `${text} ${number}`;
  const next = number < 10 ? `Load order ${number + 1}` : "Done";
  const branch = (text: string, state: object): object => ({
    StartAt: name(text),
    States: { [name(text)]: { ...state, Catch: undefined, End: true } },
  });
  const isSwiss = { Variable: "$.country", StringEquals: "CH" };
  return {
    [name("Load order")]: { ...task("lambda:invoke"), Next: name("Kind of order") },
    [name("Kind of order")]: {
      Type: "Choice",
      Choices: [
        { Variable: "$.kind", StringEquals: "express", Next: name("Reserve stock") },
        {
          And: [{ Variable: "$.total", NumericGreaterThan: 100 }, isSwiss],
          Next: name("Ask customs"),
        },
      ],
      Default: name("Pause"),
    },
    [name("Reserve stock")]: { ...task("dynamodb:updateItem"), Next: name("Settle") },
    [name("Ask customs")]: { ...task("sqs:sendMessage.waitForTaskToken"), Next: name("Settle") },
    [name("Pause")]: { Type: "Wait", Seconds: 60, Next: name("Settle") },
    [name("Settle")]: {
      ...task("x"),
      Type: "Parallel",
      Branches: [branch("Charge", task("lambda:invoke")), branch("Receipt", task("sns:publish"))],
      Next: name("Parcels"),
    },
    [name("Parcels")]: {
      Type: "Map",
      ItemsPath: "$.parcels",
      ItemProcessor: branch("Label", { Type: "Pass" }),
      Next: next,
    },
  };
}
