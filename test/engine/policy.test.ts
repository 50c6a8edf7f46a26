import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fromExport } from "../../engine/policy/input";
import { PROJECT_DIR } from "../../engine/program";

describe("npm run policy", () => {
  it("says which resource has dependencies that are not lists of URNs, and reads the rest", () => {
    const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::files";
    const wrong = { urn, type: "aws:s3/bucket:Bucket", dependencies: "x" };
    const resources = [
      { ...wrong, propertyDependencies: { bucket: 5, policy: null, tags: [urn] } },
      { ...wrong, dependencies: [urn], propertyDependencies: [] },
    ];
    const { faults, resources: read } = fromExport({ deployment: { resources } }, "x.json");
    assert.deepEqual(faults, [
      `x.json: ${urn} has dependencies that are not a list of URNs: "x"`,
      `x.json: ${urn} has propertyDependencies.bucket that are not a list of URNs: 5`,
      `x.json: ${urn} has propertyDependencies that are no object: []`,
    ]);
    assert.deepEqual(
      read.map(({ dependencies, propertyDependencies }) => [dependencies, propertyDependencies]),
      [
        [[], { bucket: [], policy: [], tags: [urn] }],
        [[urn], {}],
      ],
    );
  });

  it("refuses flags and files in one line that names what was wrong", () => {
    const stack = path.join(mkdtempSync(path.join(tmpdir(), "policy-")), "stack.json");
    writeFileSync(stack, '{"deployment": {"resources": []}}');
    const run = (...args: string[]): [number | null, string] => {
      const command = ["engine/command.mjs", "engine/commands/policy.ts", ...args];
      const { status, stderr } = spawnSync(process.execPath, command, {
        cwd: PROJECT_DIR,
        encoding: "utf8",
      });
      return [status, stderr];
    };
    const [exit, stderr] = run("--file", stack, "--profile", "nosuch");
    assert.equal(exit, 2);
    assert.equal(
      stderr,
      'error: the policy pack did not start: --profile or POLICY_PROFILE: "nosuch" is not one of dev, prod, strict\n',
    );
    assert.deepEqual(run("--file", tmpdir()), [
      2,
      `error: ${tmpdir()} cannot be read: it is a directory\n`,
    ]);
    const out = "/nonexistent/report.txt";
    assert.deepEqual(run("--file", stack, "--out", out), [
      2,
      `error: cannot write ${out}: there is no such folder\n`,
    ]);
  }).timeout(60_000);
});
