import assert from "node:assert/strict";
import { fails, lambda, returns, WorkflowTest } from "asl-toolkit/testing";
import { handler as charge } from "./functions/charge";
import { handler as stock } from "./functions/stock";
import { input as large } from "./events/large-order.json";
import { input as order } from "./events/order.json";

describe("examples/order-saga", () => {
  const workflow = new WorkflowTest({ file: `${__dirname}/workflow.asl.json` });
  const risk = (value: number) => lambda(() => ({ risk: value }));
  const tasks = {
    Score: risk(0),
    Approve: returns({}),
    Take: lambda(stock),
    Charge: lambda(charge),
    Save: returns({}),
    Tell: returns({}),
    Release: lambda(stock),
  };
  after(() =>
    assert.deepEqual(
      workflow.coverage.missed().filter(({ kind }) => kind === "state"),
      [],
    ),
  );

  it("reserves, charges, saves and tells", async () => {
    const run = await workflow.run(order, { tasks });

    assert.equal(run.status, "SUCCEEDED");
    assert.deepEqual(run.path, ["Score", "Risky?", "Reserve", "Take", "Charge", "Save", "Tell"]);
  });

  it("asks a person about a risky order", async () => {
    const run = await workflow.run(large, { tasks: { ...tasks, Score: risk(0.95) } });

    assert.deepEqual(run.path.slice(0, 4), ["Score", "Risky?", "Approve", "Reserve"]);
  });

  it("refuses an order that nobody approves", async () => {
    const answers = { ...tasks, Score: risk(0.95), Approve: fails("States.HeartbeatTimeout") };

    const run = await workflow.run(large, { tasks: answers });

    assert.deepEqual([run.status, run.error], ["FAILED", "OrderRefused"]);
    assert.deepEqual(run.path, ["Score", "Risky?", "Approve", "Refused"]);
  });

  it("gives everything back when the payment fails", async () => {
    const run = await workflow.run(order, { tasks: { ...tasks, Charge: fails("CardDeclined") } });

    assert.equal(run.error, "OrderRefused");
    assert.deepEqual(run.path.slice(-3), ["Charge", "Release", "Refused"]);
  });
});
