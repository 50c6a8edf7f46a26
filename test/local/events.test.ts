import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import {
  checkMoments,
  eventFiles,
  readEvent,
  readEvents,
  withOutputs,
} from "../../local/executions/events";
import type { Execution } from "../../local/executions/execution";
import { stepsOf } from "../../local/executions/history";
import { withMocks } from "../../local/executions/mocks";
import { readJson } from "../../engine/cli";
import { PROJECT_DIR } from "../../engine/program";
import { timeline } from "../../local/executions/timeline";
import type { JsonRecord } from "../../statemachine/json";
import { readMocks } from "../../statemachine/testing";

const EXAMPLES = path.join(PROJECT_DIR, "examples");
const EVENTS = path.join(PROJECT_DIR, "local", "events");

describe("event files", () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "events-"));
    file = path.join(folder, "bad.json");
  });

  after(() => rmSync(folder, { recursive: true }));

  function write(value: unknown): string {
    writeFileSync(file, JSON.stringify(value));
    return file;
  }

  it("of the project are all readable", () => {
    const names = eventFiles(EVENTS).map((file) => readEvent(file).name);
    assert.deepEqual(names, ["claim-check", "failure", "retry-then-success", "success"]);
  });

  it("of each example are tests, with answers only for tasks that there are", () => {
    for (const name of readdirSync(EXAMPLES)) {
      const folder = path.join(EXAMPLES, name);
      const definition = readJson(path.join(folder, "workflow.asl.json")) as JsonRecord;
      const general = path.join(folder, "mocks.json");
      const mocks = existsSync(general) ? readMocks(general) : {};
      for (const event of eventFiles(path.join(folder, "events")).map(readEvent)) {
        assert.notEqual(event.expect, undefined, `${name}: ${event.name}`);
        assert.doesNotThrow(() => withMocks(definition, { ...mocks, ...event.mocks }), name);
      }
    }
  });

  it("are refused with everything that is wrong", () => {
    const wrong = {
      objects: [{ when: "start" }, { when: "start", bucket: "b", key: "k", content: 1, text: "1" }],
      mocks: { Pay: { error: 1 } },
      expect: { path: "a", paths: [] },
      more: 1,
    };
    assert.throws(() => readEvent(write(wrong)), {
      name: "UsageError",
      message:
        `${file}: input is missing; objects[0].bucket must be a text; objects[0].key must be a text; ` +
        "objects[1] has content and text: give one of them; " +
        'mocks Pay must be {"result": any}, {"error": name, "cause": text} or {"callback": either of them, with "afterSeconds"}, ' +
        'or a list of such, not {"error":1}; expect.status must be a text, such as SUCCEEDED; ' +
        "expect.path must be a list of names of states; expect must be an object with status, and path, output or error; " +
        "must hold a JSON object with input and expect",
    });
    writeFileSync(file, "{");
    assert.throws(() => readEvent(file), /is not JSON/);
  });

  it("of one name are told apart, and from the workflow, whose picture lies beside theirs", () => {
    const [events, more] = [path.join(folder, "events"), path.join(folder, "more")];
    const files = [
      ...["order.json", "workflow.json"].map((name) => path.join(events, name)),
      path.join(more, "order.json"),
    ];
    for (const each of [events, more]) mkdirSync(each);
    for (const each of files) writeFileSync(each, "{}");

    const names = readEvents(files).map(({ name }) => name);

    assert.deepEqual(names, ["order", "workflow-2", "order-2"]);
  });

  it("put objects at the start, or with a state that there is", () => {
    const object = (when: string) => ({ when, bucket: "b", key: "k", content: 1 });
    const event = readEvent(write({ input: {}, objects: ["start", "Wait", "Wiat"].map(object) }));

    assert.throws(() => checkMoments(event, ["Check", "Wait"]), {
      name: "UsageError",
      message: "event bad: objects: Wiat: no state of the workflow; there are Check, Wait",
    });
    assert.doesNotThrow(() => checkMoments(event, ["Wait", "Wiat"]));
  });

  it("that are no test are run with their input, and any other JSON is the input", () => {
    const event = readEvent(write({ input: { a: 1 }, mocks: { Pay: { result: 2 } } }));
    assert.deepEqual(
      [event.input, event.mocks, event.expect],
      [{ a: 1 }, { Pay: { result: 2 } }, undefined],
    );
    for (const input of [{ a: "${x}" }, { input: 1, other: 2 }, [], "text", 0, null, false]) {
      const plain = readEvent(write(input));
      assert.deepEqual([plain.input, plain.expect], [input, undefined]);
      assert.deepEqual(withOutputs(plain, {}).input, input);
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

  it("orders items and branches as they are defined, not as they ran", () => {
    const after = (id: number, before: number, details: Partial<HistoryEvent>): HistoryEvent =>
      at(id, id, { previousEventId: before, ...details });
    const item = (index: number): Partial<HistoryEvent> => ({
      mapIterationStartedEventDetails: { name: "Each", index },
    });
    const history = [
      after(1, 0, {}),
      after(2, 1, enter("Each")),
      after(3, 2, item(1)),
      after(4, 2, item(0)),
      after(5, 3, enter("Work")),
      after(6, 4, enter("Work")),
      after(7, 6, leave("Work")),
      after(8, 7, enter("Last")),
      after(9, 5, leave("Work")),
      after(10, 8, leave("Last")),
      after(11, 2, leave("Each")),
      after(12, 11, enter("Both")),
      after(13, 12, enter("B")),
      after(14, 12, enter("A")),
      after(15, 12, leave("Both")),
    ];
    assert.deepEqual(
      stepsOf(history, (state) => ["A", "B"].indexOf(state)).map(({ state, durationMs }) => [
        state,
        durationMs,
      ]),
      [
        ["Each", 9],
        ["Work", 1],
        ["Last", 2],
        ["Work", 4],
        ["Both", 3],
        ["A", 1],
        ["B", 2],
      ],
    );
  });

  it("shows when each state ran and what was not as expected", () => {
    const execution: Execution = {
      name: "success",
      description: "Works.",
      executionArn: "arn",
      input: {},
      status: "FAILED",
      error: "Boom",
      cause: JSON.stringify({ errorType: "Boom", errorMessage: "no \u001b[31mmoney\u202e" }),
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
        "  because no \\u001b[31mmoney\\u202e",
        "  Works.",
        `  Work  ${"█".repeat(16)}${" ".repeat(16)}  0.50 s`,
        `  End   ${" ".repeat(16)}${"█".repeat(16)}  0.50 s`,
        "  ended FAILED, expected SUCCEEDED",
      ].join("\n"),
    );
  });
});
