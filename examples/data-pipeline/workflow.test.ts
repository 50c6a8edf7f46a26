import assert from "node:assert/strict";
import { fails, returns, WorkflowTest } from "asl-toolkit/testing";
import { input as uploaded } from "./events/uploaded.json";

describe("examples/data-pipeline", () => {
  const workflow = new WorkflowTest({ file: `${__dirname}/workflow.asl.json` });
  const report = (rows: number, bad: number) => returns({ Body: JSON.stringify({ rows, bad }) });
  const sent = returns({ MessageId: "1" });
  const tasks = {
    Load: returns({ JobRunState: "SUCCEEDED" }),
    Report: report(1000, 10),
    TellGood: sent,
    TellBad: sent,
    TellFailed: sent,
  };
  after(() =>
    assert.deepEqual(
      workflow.coverage.missed().filter(({ kind }) => kind === "state"),
      [],
    ),
  );

  it("loads a file, and tells of it", async () => {
    const run = await workflow.run(uploaded, { tasks });

    assert.equal(run.status, "SUCCEEDED");
    assert.deepEqual(run.path, ["Upload", "Load", "Report", "Good?", "TellGood"]);
    const [job, read] = run.calls;
    assert.deepEqual(job?.input, {
      JobName: "acme-sales-load",
      Arguments: { "--key": "inbox/may.csv" },
    });
    assert.equal((read?.input as { Key: string }).Key, "quality/inbox/may.csv.json");
  });

  it("refuses a file in which more than one row in a hundred is bad", async () => {
    const run = await workflow.run(uploaded, { tasks: { ...tasks, Report: report(1000, 11) } });

    assert.deepEqual([run.status, run.error], ["FAILED", "NotLoaded"]);
    assert.deepEqual(run.path.slice(-3), ["Good?", "TellBad", "Bad"]);
  });

  it("tells of a job that failed", async () => {
    const run = await workflow.run(uploaded, {
      tasks: { ...tasks, Load: fails("States.TaskFailed") },
    });

    assert.deepEqual(run.path, ["Upload", "Load", "TellFailed", "Bad"]);
  });
});
