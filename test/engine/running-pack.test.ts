import assert from "node:assert/strict";
import { RunningPack } from "../../engine/policy/running";
import type { StackDocument } from "../../engine/program";

describe("a policy pack that is kept running", function () {
  this.timeout(120_000);
  const document: StackDocument = { project: "p", stack: "dev", resources: [], outputs: {} };
  const clean = { violations: [], notEvaluated: [], exemptions: [] };
  const pack = new RunningPack();

  after(() => pack.close());

  it("starts once for the same settings, also when it is to judge", async () => {
    const started = pack.start("p", "dev", {});
    const report = await pack.judge(document, {});

    assert.deepEqual(report, clean);
    assert.equal(pack.start("p", "dev", {}), started);
  });

  it("tells wrong settings when it judges, and starts anew with others", async () => {
    const wrong = { "policy:profile": "nope" };
    const before = await pack.start("p", "dev", {});
    void pack.start("p", "dev", wrong);

    await assert.rejects(pack.judge(document, wrong), /nope/);
    const report = await pack.judge(document, {});

    assert.deepEqual(report, clean);
    assert.notEqual((await pack.start("p", "dev", {})).pid, before.pid);
  });
});
