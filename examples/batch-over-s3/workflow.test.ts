import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Json } from "asl-toolkit/definition";
import { lambda, returns, WorkflowTest } from "asl-toolkit/testing";
import { handler } from "./functions/summarise";

describe("examples/batch-over-s3", () => {
  const definition = JSON.parse(readFileSync(`${__dirname}/workflow.asl.json`, "utf8"));
  // The results stay in the run: there is no bucket here.
  delete definition.States.Process.ResultWriter;
  const workflow = new WorkflowTest(definition);
  const run = (items: Json[]) =>
    workflow.run({}, { tasks: { Process: returns(items), Call: lambda(handler) } });

  it("adds up the lines of each batch", async () => {
    const { status, output } = await run([
      { meter: "a", kwh: "1.5" },
      { meter: "b", kwh: "2.5" },
    ]);

    assert.equal(status, "SUCCEEDED");
    assert.deepEqual(output, [{ lines: 2, kwh: 4 }]);
  });

  it("makes a batch of 500 lines, and the rest", async () => {
    const { output } = await run(Array.from({ length: 501 }, () => ({ meter: "a", kwh: "1" })));

    assert.deepEqual(output, [
      { lines: 500, kwh: 500 },
      { lines: 1, kwh: 1 },
    ]);
  });

  it("fails when more than one batch in a hundred fails", async () => {
    const { status, error } = await run([{ meter: "a", kwh: "broken" }]);

    assert.deepEqual([status, error], ["FAILED", "States.ExceedToleratedFailureThreshold"]);
  });
});
