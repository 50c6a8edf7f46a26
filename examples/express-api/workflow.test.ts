import assert from "node:assert/strict";
import { lambda, returns, WorkflowTest } from "asl-toolkit/testing";
import { handler } from "./functions/price";
import { input as incomplete } from "./events/incomplete.json";
import { input as parcel } from "./events/parcel.json";
import mocks from "./mocks.json";

describe("examples/express-api", () => {
  const workflow = new WorkflowTest({ file: `${__dirname}/workflow.asl.json` });
  const tasks = { Rate: returns(mocks.Rate.result), Price: lambda(handler) };
  after(() =>
    assert.deepEqual(
      workflow.coverage.missed().filter(({ kind }) => kind === "state"),
      [],
    ),
  );

  it("answers with a price", async () => {
    const run = await workflow.run(parcel, { tasks });

    assert.deepEqual(run.output, { price: 10.5 });
    assert.deepEqual(
      run.calls.map(({ state }) => state),
      ["Rate", "Price"],
    );
  });

  it("takes a kilogram at least", async () => {
    const run = await workflow.run({ ...parcel, kilograms: 0.1 }, { tasks });

    assert.deepEqual(run.output, { price: 4.2 });
  });

  it("refuses a country without a rate", async () => {
    const run = await workflow.run(parcel, { tasks: { ...tasks, Rate: returns({}) } });

    assert.deepEqual([run.status, run.error], ["FAILED", "UnknownCountry"]);
  });

  it("refuses what is not a parcel, before anything is called", async () => {
    const run = await workflow.run(incomplete, { tasks });

    assert.deepEqual([run.error, run.calls], ["Incomplete", []]);
  });
});
