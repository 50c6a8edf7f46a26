import assert from "node:assert/strict";
import { readHistory } from "../../../statemachine/diagram/execution/history";
import { buildGraph } from "../../../statemachine/diagram/graph/build";
import { placeGraph } from "../../../statemachine/diagram/layout/place";
import { PathTaken } from "../../../statemachine/diagram/render/path-taken";

/** A Map whose task has a handler, and whose own failure has another. */
const DEFINITION = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemProcessor: {
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "Handle" }],
            End: true,
          },
          Handle: { Type: "Pass", End: true },
        },
      },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Give up" }],
      Next: "Done",
    },
    "Give up": { Type: "Fail" },
    Done: { Type: "Succeed" },
  },
};

type Event = Record<string, unknown> & { id: number };

/** Numbers events as GetExecutionHistory gives them: those of an item follow the ones of the same item. */
function events(
  rows: readonly (readonly [before: number, type: string, name?: string])[],
): Event[] {
  return rows.map(([previousEventId, type, name], index) => ({
    id: index + 1,
    previousEventId,
    type,
    ...(type.endsWith("StateEntered") ? { stateEnteredEventDetails: { name } } : {}),
    ...(type.endsWith("StateExited") ? { stateExitedEventDetails: { name } } : {}),
    ...(type.endsWith("Failed") ? { details: { error: "E" } } : {}),
  }));
}

const BEGIN = [
  [0, "ExecutionStarted"],
  [0, "MapStateEntered", "Each"],
  [2, "MapStateStarted"],
] as const;

/** Two items side by side, up to their work. */
const TWO_ITEMS = [
  ...BEGIN,
  [3, "MapIterationStarted"],
  [3, "MapIterationStarted"],
  [4, "TaskStateEntered", "Work"],
  [5, "TaskStateEntered", "Work"],
  [6, "TaskScheduled"],
  [7, "TaskScheduled"],
] as const;

const END = [
  ["MapStateSucceeded"],
  ["MapStateExited", "Each"],
  ["SucceedStateEntered", "Done"],
  ["SucceedStateExited", "Done"],
  ["ExecutionSucceeded"],
] as const;

/** Two items side by side, as they ended. */
const SUCCEEDED = events([
  ...TWO_ITEMS,
  [8, "TaskSucceeded"],
  [9, "TaskSucceeded"],
  [10, "TaskStateExited", "Work"],
  [11, "TaskStateExited", "Work"],
  [12, "MapIterationSucceeded"],
  [13, "MapIterationSucceeded"],
  ...END.map(([type, name], index) => [15 + index, type, name] as const),
]);

const CAUGHT = events([
  ...TWO_ITEMS,
  [8, "TaskFailed"],
  [9, "TaskSucceeded"],
  [10, "TaskStateExited", "Work"],
  [11, "TaskStateExited", "Work"],
  [12, "PassStateEntered", "Handle"],
  [14, "PassStateExited", "Handle"],
  [13, "MapIterationSucceeded"],
  [15, "MapIterationSucceeded"],
  ...END.map(([type, name], index) => [17 + index, type, name] as const),
]);

/** The emulator tells nothing of what precedes what. */
const withoutOrder = (history: readonly Event[]): Event[] =>
  history.map((event) => ({ ...event, previousEventId: undefined }));

/** What of the picture is not on the way of an execution: names of states, and lines as `from > to`. */
async function offTheWay(history: unknown): Promise<string[]> {
  const layout = await placeGraph(buildGraph(DEFINITION));
  const taken = new PathTaken(layout, readHistory(history));
  const shown = ({ name, kind }: { name: string; kind: string }): string =>
    kind === "Join" ? kind : name || kind;
  const nameOf = new Map(layout.nodes.map((node) => [node.id, shown(node)]));
  return [
    ...layout.nodes.filter((node) => taken.node(node) !== "taken").map(shown),
    ...layout.edges
      .filter((edge) => taken.edge(edge) !== "taken")
      .map(({ from, to }) => `${nameOf.get(from)} > ${nameOf.get(to)}`),
  ].sort();
}

describe("the way of an execution in a picture", () => {
  it("leaves the handler grey that no item of a Map went to, and colours the join", async () => {
    const expected = ["Each > Give up", "Give up", "Handle", "Handle > Join", "Work > Handle"];
    assert.deepEqual(await offTheWay(SUCCEEDED), expected);
    assert.deepEqual(await offTheWay(withoutOrder(SUCCEEDED)), expected);
  });

  it("goes both ways where one item was caught and another not", async () => {
    assert.deepEqual(await offTheWay(CAUGHT), ["Each > Give up", "Give up"]);
  });

  it("is not known inside of a Map whose history tells nothing of its items", async () => {
    const outside = [
      [0, "ExecutionStarted"],
      [1, "MapStateEntered", "Each"],
      [2, "MapStateExited", "Each"],
      [3, "SucceedStateEntered", "Done"],
      [4, "ExecutionSucceeded"],
    ] as const;
    const layout = await placeGraph(buildGraph(DEFINITION));
    const taken = new PathTaken(layout, readHistory(events(outside)));

    const work = layout.nodes.filter(({ name }) => name === "Work" || name === "Give up");
    assert.deepEqual(Object.fromEntries(work.map((node) => [node.name, taken.node(node)])), {
      Work: "",
      "Give up": "idle",
    });
  });
});
