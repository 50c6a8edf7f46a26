import { diagram } from "../statemachine/diagram";
import type { Graph } from "../statemachine/diagram/graph/graph";
import { buildGraph } from "../statemachine/diagram/graph/build";
import { shortenLines } from "../statemachine/diagram/graph/references";
import { sizeEdge, sizeNode } from "../statemachine/diagram/layout/size";
import type { Benchmark, Measurement } from "./benchmark";

/** Longest time that a picture of a hundred states may take. */
const BOUND_MS = 2000;

/** The picture of 103 states, first and later ones, beside the layout of the same graph by the other engine on npm. */
export const DIAGRAM: Benchmark = {
  name: "diagram",
  run: async () => {
    const definition = hundredStates();
    const first = await milliseconds(() => diagram(definition, { format: "svg" }));
    const later = await milliseconds(() => diagram(definition, { format: "svg" }));
    const png = await milliseconds(() => diagram(definition, { format: "png" }));
    const elk = await milliseconds(() => layoutWithElk(shortenLines(buildGraph(definition))));
    const row = (subject: string, time: number, bound?: Measurement["bound"]): Measurement => ({
      benchmark: "diagram",
      subject,
      input: "103 states in 40 boxes",
      milliseconds: time,
      ...(bound ? { bound } : {}),
    });
    const holds = (time: number): Measurement["bound"] => ({
      text: "under 2 s",
      holds: time < BOUND_MS,
    });
    return [
      row("SVG, first in the process", first, holds(first)),
      row("SVG, later", later, holds(later)),
      row("PNG", png, holds(png)),
      row("elkjs 0.12.1, layout alone", elk),
    ];
  },
};

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface ElkNode {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  readonly children?: ElkNode[];
}

/** The same graph, sizes and labels, placed by ELK's layered algorithm with its hierarchy in one pass. */
async function layoutWithElk(graph: Graph): Promise<unknown> {
  const { default: Elk } = (await import("elkjs")).default;
  const children = (box: string | undefined): ElkNode[] => [
    ...graph.nodes
      .filter((node) => node.box === box)
      .map(sizeNode)
      .map(({ id, width, height }) => ({ id, width, height })),
    ...graph.boxes
      .filter((each) => each.parent === box)
      .map(({ id }) => ({ id, children: children(id) })),
  ];
  const edges = graph.edges.map(sizeEdge).map(({ from, to, labelWidth, labelHeight }, index) => ({
    id: `e${index}`,
    sources: [from],
    targets: [to],
    labels: labelWidth > 0 ? [{ text: "", width: labelWidth, height: labelHeight }] : [],
  }));
  const layoutOptions = {
    "elk.algorithm": "layered",
    "elk.direction": "DOWN",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  };
  return new Elk().layout({ id: "root", layoutOptions, children: children(undefined), edges });
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
