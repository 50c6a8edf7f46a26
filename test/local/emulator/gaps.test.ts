import assert from "node:assert/strict";
import { gapNotice, gapsOf } from "../../../local/emulator/gaps";

const SDK = "arn:aws:states:::aws-sdk:";

describe("what the emulator lacks", () => {
  it("is listed by state, before a run", () => {
    const task = (fields: object): object => ({
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      End: true,
      ...fields,
    });
    const definition = {
      StartAt: "Plain",
      TimeoutSeconds: 60,
      States: {
        Plain: task({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ["States.ALL"] }] }),
        Job: task({ Resource: "arn:aws:states:::glue:startJobRun.sync" }),
        Read: task({ Resource: `${SDK}s3:getObject` }),
        Beat: task({ HeartbeatSeconds: 5, TimeoutSecondsPath: "$.t" }),
        Delay: task({ Retry: [{ ErrorEquals: ["States.ALL"], MaxDelaySeconds: 9 }] }),
        Set: { Type: "Pass", Assign: { a: 1 }, End: true },
        SetToo: { Type: "Pass", QueryLanguage: "JSONata", Assign: { a: 1 }, End: true },
        Each: {
          Type: "Map",
          ItemBatcher: {},
          ResultWriter: {},
          ItemProcessor: {
            StartAt: "In",
            States: { In: task({ Resource: "arn:aws:states:::batch:submitJob" }) },
          },
          End: true,
        },
        Child: task({ Resource: "arn:aws:states:::states:startExecution.sync:2" }),
        Own: task({ Resource: "arn:aws:lambda:us-east-1:111111111111:function:f" }),
      },
    };
    assert.deepEqual(
      gapsOf(definition).map(({ state, what }) => `${state}: ${what}`),
      [
        ": TimeoutSeconds does not end an execution",
        "Job: its service is not there: the task fails with States.Runtime",
        "Read: the SDK call is not there: the task fails with States.Runtime",
        "Beat: HeartbeatSeconds does not end it",
        "Beat: TimeoutSecondsPath does not end it",
        "Delay: MaxDelaySeconds and JitterStrategy do not change its retries",
        "Set: Assign sets no variables in JSONPath",
        "Each: ItemBatcher makes no batches",
        "Each: ResultWriter writes nothing",
        "Child: a child that fails does so by its own error, not States.TaskFailed",
        "In: its service is not there: the task fails with States.Runtime",
      ],
    );
  });

  for (const [path, isRead] of [
    ["$.a[0].b['c d']", true],
    ["$.a[*].b", true],
    ["$$.Map.Item.Value", true],
    ["$.a[?(@.b)]", false],
    ["$.a[*][0:2]", false],
    ["$.a[:2]", false],
    ["$.a[0,1]", false],
    ["$['a','b']", false],
    ["$.a[-1]", false],
    ["$..a", false],
    ["States.ArrayLength($['a b'][?(@ > 1)])", false],
  ] as const) {
    it(`is ${isRead ? "not " : ""}said of the path ${path}`, () => {
      const inner = { Type: "Pass", InputPath: path, End: true };
      const A = {
        Type: "Map",
        Comment: "costs $..5",
        ItemProcessor: { StartAt: "I", States: { I: inner } },
        End: true,
      };
      const gaps = gapsOf({ StartAt: "A", States: { A } });
      assert.deepEqual(
        gaps.map(({ state }) => state),
        isRead ? [] : ["I"],
      );
    });
  }

  it("is not said of a state that a mock answers, and nothing is when nothing is left", () => {
    const gaps = [
      { state: "", what: "x" },
      { state: "A", what: "y" },
    ];
    assert.deepEqual(gapNotice(gaps, new Set(["A"])), [
      "The emulator does not do what AWS does here:",
      "  the machine: x",
      "  (--mock FILE answers tasks by the names of their states)",
    ]);
    assert.deepEqual(gapNotice(gaps.slice(1), new Set(["A"])), []);
  });
});
