import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answersOf, readMocks, WorkflowTest } from "../../../statemachine/testing";

const DEFINITION = {
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: "arn:aws:states:::batch:submitJob.sync",
      Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1 }],
      Next: "Approve",
    },
    Approve: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      End: true,
    },
  },
};

describe("a file of mocks", () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mocks-"));
    file = path.join(folder, "mocks.json");
  });

  after(() => rmSync(folder, { recursive: true }));

  it("answers tasks by the names of their states", async () => {
    writeFileSync(
      file,
      JSON.stringify({
        Charge: [{ error: "Busy", cause: "later" }, { result: { paid: true } }],
        Approve: { callback: { result: "yes", afterSeconds: 2 } },
      }),
    );
    const run = await new WorkflowTest(DEFINITION).run({}, { tasks: answersOf(readMocks(file)) });

    assert.equal(run.status, "SUCCEEDED");
    assert.equal(run.output, "yes");
    assert.deepEqual(
      run.calls.map(({ state }) => state),
      ["Charge", "Charge", "Approve"],
    );
  });

  it("fails them by the name of an error", async () => {
    writeFileSync(file, "Charge: { error: Declined, cause: no money }\nApprove: { result: 1 }\n");
    const run = await new WorkflowTest(DEFINITION).run({}, { tasks: answersOf(readMocks(file)) });
    assert.deepEqual([run.status, run.error, run.cause], ["FAILED", "Declined", "no money"]);
  });

  it("says nothing beside its command's results where YAML has a tag that it does not know", async () => {
    const warnings: Error[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    writeFileSync(file, "Charge: {result: !Sub paid}\n");
    const mocks = readMocks(file);
    // A warning is emitted in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listener);

    assert.deepEqual([mocks, warnings], [{ Charge: { result: "paid" } }, []]);
  });

  it("is refused with everything that is wrong", () => {
    const shape =
      '{"result": any}, {"error": name, "cause": text} or {"callback": either of them, with "afterSeconds"}, or a list of such';
    const wrong: [unknown, string][] = [
      [[], "mocks are an object with the name of a state for each key"],
      [{ A: {} }, `A must be ${shape}, not {}`],
      [{ A: [] }, `A must be ${shape}, not []`],
      [{ A: { result: 1, error: "x" } }, `A must be ${shape}, not {"result":1,"error":"x"}`],
      [
        { A: { callback: { result: 1, afterSeconds: "2" } }, B: 1 },
        `A must be ${shape}, not {"callback":{"result":1,"afterSeconds":"2"}}; B must be ${shape}, not 1`,
      ],
    ];
    for (const [value, message] of wrong) {
      writeFileSync(file, JSON.stringify(value));
      assert.throws(() => readMocks(file), {
        name: "WorkflowTestError",
        message: `${file}: ${message}`,
      });
    }
    assert.throws(() => readMocks("/nope"), /\/nope cannot be read/);
    writeFileSync(file, "Charge: &a {result: *a}\n");
    assert.throws(() => readMocks(file), {
      name: "WorkflowTestError",
      message: `${file} is nested deeper than 500 levels, which cannot be run`,
    });
  });
});
