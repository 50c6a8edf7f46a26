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

  const resource = {
    urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::files",
    type: "aws:s3/bucket:Bucket",
    name: "files",
    parent: null,
    inputs: {},
    dependencies: [],
    propertyDependencies: {},
    computed: {},
  };
  const document = (change: object): object => ({
    ...{ project: "shop", stack: "dev", outputs: {} },
    resources: [resource, { ...resource, ...change }],
  });
  const exported = (change: object): object => ({
    version: 3,
    deployment: { resources: [{ ...resource, ...change }] },
  });
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(5_000)}${"]}".repeat(5_000)}`);
  const shapes: [value: unknown, problem: string][] = [
    [null, "is null: must be an object"],
    [[], "is a list: must be an object"],
    [{}, "resources is missing: must be a list"],
    [{ deployment: null }, "deployment is null: must be an object"],
    [{ stack: 5, project: "shop", resources: [] }, "stack is 5: must be a text"],
    [{ stack: "dev", project: "shop", resources: {} }, "resources is an object: must be a list"],
    [{ stack: "dev", project: "shop", resources: [7] }, "resources.0 is 7: must be an object"],
    [document({ urn: undefined }), "resources.1.urn is missing: must be a text"],
    [document({ type: ["t"] }), "resources.1.type is a list: must be a text"],
    [document({ name: null }), "resources.1.name is null: must be a text"],
    [document({ parent: 1 }), "resources.1.parent is 1: must be a text"],
    [document({ protect: "yes" }), 'resources.1.protect is "yes": must be true or false'],
    [document({ inputs: "x" }), 'resources.1.inputs is "x": must be an object'],
    [document({ computed: [] }), "resources.1.computed is a list: must be an object"],
    [document({ dependencies: [3] }), "resources.1.dependencies.0 is 3: must be a text"],
    [
      document({ propertyDependencies: { a: "x" } }),
      "resources.1.propertyDependencies is an object: must be an object of lists of URNs",
    ],
    [document({ inputs: { deep } }), `${resource.urn} is nested deeper than 500 levels`],
    [exported({ urn: 1 }), "deployment.resources.0.urn is 1: must be a text"],
    [exported({ parent: {} }), "deployment.resources.0.parent is an object: must be a text"],
    [exported({ outputs: { deep } }), `${resource.urn} is nested deeper than 500 levels`],
  ];
  for (const [value, problem] of shapes) {
    it(`refuses a file of another shape: ${problem}`, () => {
      assert.throws(() => fromExport(value, "x.json"), {
        name: "UsageError",
        message: `x.json: ${problem}; give the output of 'pulumi stack export' or of 'npm run -s emit', as it is`,
      });
    });
  }

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
