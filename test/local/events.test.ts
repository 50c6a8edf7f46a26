import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { eventFiles, readEvent, withOutputs } from "../../local/executions/events";
import { stepsOf, type Execution } from "../../local/executions/execution";
import { PROJECT_DIR } from "../../engine/program";
import { timeline } from "../../local/executions/timeline";

const EVENTS = path.join(PROJECT_DIR, "local", "events");

describe("event files", () => {
  it("of the project are all readable", () => {
    const names = eventFiles(EVENTS).map((file) => readEvent(file).name);
    assert.deepEqual(names, ["claim-check", "failure", "retry-then-success", "success"]);
  });

  it("are refused with everything that is wrong", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "events-"));
    const file = path.join(folder, "bad.json");
    try {
      writeFileSync(file, JSON.stringify({ objects: [{ when: "start" }], expect: { path: "a" } }));
      assert.throws(() => readEvent(file), {
        name: "UsageError",
        message:
          `${file}: input is missing; objects[0].bucket must be a text; objects[0].key must be a text; ` +
          "expect.status must be a text, such as SUCCEEDED; expect.path must be a list of names of states",
      });
      writeFileSync(file, "[]");
      assert.throws(() => readEvent(file), /must hold a JSON object with input and expect/);
      writeFileSync(file, "{");
      assert.throws(() => readEvent(file), /is not JSON/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("take the stack's outputs", () => {
    const event = {
      ...readEvent(path.join(EVENTS, "success.json")),
      input: { to: ["s3://${bucket}/x"] },
    };
    assert.deepEqual(withOutputs(event, { bucket: "b", count: 1 }).input, { to: ["s3://b/x"] });
    assert.throws(() => withOutputs(event, { other: "x" }), {
      name: "UsageError",
      message: "event success: ${bucket} is not an output of the stack; there are other",
    });
  });
});

/** An event of a history, so many milliseconds after the start. */
function at(milliseconds: number, id: number, details: Partial<HistoryEvent>): HistoryEvent {
  return { id, type: undefined, timestamp: new Date(milliseconds), ...details };
}

describe("the timeline", () => {
  const enter = (name: string): Partial<HistoryEvent> => ({ stateEnteredEventDetails: { name } });
  const leave = (name: string): Partial<HistoryEvent> => ({ stateExitedEventDetails: { name } });

  it("has one step for each visit, also where a failed state has no event of leaving", () => {
    const history = [
      at(0, 1, {}),
      at(10, 2, enter("Work")),
      at(100, 3, leave("Work")),
      at(110, 4, enter("Work")),
      at(200, 5, enter("Fail")),
      at(210, 6, {}),
    ];
    assert.deepEqual(stepsOf(history), [
      { state: "Work", startMs: 10, durationMs: 90 },
      { state: "Work", startMs: 110, durationMs: 90 },
      { state: "Fail", startMs: 200, durationMs: 10 },
    ]);
  });

  it("shows when each state ran and what was not as expected", () => {
    const execution: Execution = {
      name: "success",
      description: "Works.",
      executionArn: "arn",
      status: "FAILED",
      error: "Boom",
      path: ["Work", "End"],
      steps: [
        { state: "Work", startMs: 0, durationMs: 500 },
        { state: "End", startMs: 500, durationMs: 500 },
      ],
      durationMs: 1000,
      expect: { status: "SUCCEEDED", path: ["Work", "End"] },
      problems: ["ended FAILED, expected SUCCEEDED"],
    };
    assert.equal(
      timeline(execution, (_style, text) => text),
      [
        "✖ success  FAILED  1.00 s  Boom",
        "  Works.",
        `  Work  ${"█".repeat(16)}${" ".repeat(16)}  0.50 s`,
        `  End   ${" ".repeat(16)}${"█".repeat(16)}  0.50 s`,
        "  ended FAILED, expected SUCCEEDED",
      ].join("\n"),
    );
  });
});
