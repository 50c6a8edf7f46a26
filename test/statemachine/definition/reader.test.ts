import assert from "node:assert/strict";
import { allStates, readMachine, type StateNode } from "../../../statemachine/definition/reader";
import { pointer } from "../../../statemachine/json/values";

const PASS = { Type: "Pass", End: true };
const MACHINE = {
  QueryLanguage: "JSONata",
  StartAt: "Both",
  States: {
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Left", States: { Left: { ...PASS, QueryLanguage: "JSONPath" } } },
        { StartAt: "Right", States: { Right: { Type: "Pas" }, None: 1 } },
      ],
      Next: "Each/~",
    },
    "Each/~": {
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "One",
        States: { One: PASS },
      },
      End: true,
    },
  },
};

function summary({ steps, type, language, scope }: StateNode): unknown[] {
  return [pointer(steps), type, language, scope.owner?.name, scope.express, scope.distributed];
}

describe("reader", () => {
  it("reads the states of all levels in document order, with what holds in each", () => {
    assert.deepEqual(readMachine(MACHINE).states.map(summary), [
      ["/States/Both", "Parallel", "JSONata", undefined, false, false],
      ["/States/Each~1~0", "Map", "JSONata", undefined, false, false],
      ["/States/Both/Branches/0/States/Left", "Pass", "JSONPath", "Both", false, false],
      ["/States/Both/Branches/1/States/Right", undefined, "JSONata", "Both", false, false],
      ["/States/Each~1~0/ItemProcessor/States/One", "Pass", "JSONata", "Each/~", true, true],
    ]);
  });

  it("gives a state the levels inside it, and a level its states by name", () => {
    const [both] = allStates(MACHINE);
    const names = both?.inner.map(({ byName }) => [...byName.keys()]);
    assert.deepEqual(names, [["Left"], ["Right"]]);
  });

  it("reads a level that contains itself once, and one that is written twice as two", () => {
    const branch = {
      StartAt: "A",
      States: { A: { Type: "Parallel", Branches: [{}] as unknown[] } },
    };
    branch.States.A.Branches = [branch];
    assert.equal(allStates(branch).length, 1);
    const shared = { StartAt: "B", States: { B: PASS } };
    const twice = { StartAt: "A", States: { A: { Type: "Parallel", Branches: [shared, shared] } } };
    assert.deepEqual(
      allStates(twice).map(({ name }) => name),
      ["A", "B", "B"],
    );
  });

  it("finds no states in what is not a state machine", () => {
    for (const value of [undefined, null, 1, "", [], {}, { States: [] }]) {
      assert.deepEqual(allStates(value), []);
    }
  });
});
