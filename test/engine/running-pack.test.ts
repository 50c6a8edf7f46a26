import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Analyzer } from "../../engine/policy/analyzer";
import { RunningPack } from "../../engine/policy/running";
import { PROJECT_DIR, type StackDocument } from "../../engine/program";

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

describe("a policy pack of TypeScript", function () {
  this.timeout(120_000);

  it("is compiled as by Pulumi's host, which checks its types", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "typed-pack-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(path.join(folder, "package.json"), '{"version":"1.0.0","main":"index.ts"}\n');
    writeFileSync(path.join(folder, "index.ts"), 'export const count: number = "many";\n');

    await assert.rejects(Analyzer.start({ folder, project: "p", stack: "dev" }), /TS2322/);

    rmSync(folder, { recursive: true });
  });
});
