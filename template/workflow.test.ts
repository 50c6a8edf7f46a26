import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, lambda, WorkflowTest } from "asl-toolkit/testing";
import { handler } from "./functions/greet";

const file = "workflow.asl.json";
const workflow = new WorkflowTest({ file, substitutions: { Greet: "greet" } });

test("greets by name", async () => {
  const run = await workflow.run({ name: "world" }, { tasks: { Greet: lambda(handler) } });

  assert.deepEqual(run.output, { greeting: "Hello, world!" });
});

test("ends as failed when the function fails", async () => {
  const run = await workflow.run({ name: "world" }, { tasks: { Greet: fails("TypeError") } });

  assert.deepEqual([run.status, run.error], ["FAILED", "NotGreeted"]);
});

test("has a test for every state", () => {
  assert.deepEqual(
    workflow.coverage.missed().filter(({ kind }) => kind === "state"),
    [],
  );
});
