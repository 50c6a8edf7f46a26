import assert from "node:assert/strict";
import { fails, lambda, returns, WorkflowTest } from "asl-toolkit/testing";
import { handler } from "./functions/invoice";
import { input as placed } from "./events/order-placed.json";

describe("examples/event-driven", () => {
  const workflow = new WorkflowTest({ file: `${__dirname}/workflow.asl.json` });
  const ok = returns({});
  const tasks = { Remember: ok, Invoice: lambda(handler), Forget: ok, Keep: ok };
  after(() =>
    assert.deepEqual(
      workflow.coverage.missed().filter(({ kind }) => kind === "state"),
      [],
    ),
  );

  it("writes the invoice of an event that it has not seen", async () => {
    const run = await workflow.run(placed, { tasks });

    assert.deepEqual(run.output, { invoice: "invoice-o-1" });
    assert.deepEqual(run.path, ["Remember", "Invoice"]);
  });

  it("ends at once at an event that it has seen", async () => {
    const Remember = fails("DynamoDB.ConditionalCheckFailedException");

    const run = await workflow.run(placed, { tasks: { ...tasks, Remember } });

    assert.deepEqual([run.status, run.path], ["SUCCEEDED", ["Remember", "Known"]]);
  });

  it("forgets and keeps an event that failed, so that it can be played back", async () => {
    const broken = { ...placed, detail: { id: "o-2", total: 0 } };

    const run = await workflow.run(broken, { tasks });

    assert.deepEqual([run.status, run.error], ["FAILED", "NoInvoice"]);
    assert.deepEqual(run.path, ["Remember", "Invoice", "Forget", "Keep", "Failed"]);
    assert.deepEqual(run.calls.find(({ state }) => state === "Keep")?.input, {
      QueueUrl: "https://sqs.us-east-1.amazonaws.com/000000000000/acme-dev-invoices-failed-queue",
      MessageBody: broken,
    });
  });

  it("keeps an event when it cannot remember it", async () => {
    const run = await workflow.run(placed, { tasks: { ...tasks, Remember: fails("Broken") } });

    assert.deepEqual(run.path, ["Remember", "Keep", "Failed"]);
  });
});
