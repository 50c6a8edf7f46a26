import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readJson } from "../../engine/cli";
import { policy } from "../../engine/commands/policy";
import { fromExport } from "../../engine/policy/input";
import type { AnalyzedResource } from "../../engine/policy/pack";
import { PROJECT_DIR } from "../../engine/program";
import { capture } from "../support/capture";

const GIVEN =
  "give the output of 'pulumi stack export', of 'pulumi preview --json --show-sames' or of 'npm run -s emit', as it is";

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
  const root = {
    op: "same",
    urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
    newState: {
      urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
      type: "pulumi:pulumi:Stack",
      custom: false,
    },
  };
  const document = (change: object): object => ({
    ...{ project: "shop", stack: "dev", outputs: {} },
    resources: [resource, { ...resource, ...change }],
  });
  const exported = (change: object): object => ({
    version: 3,
    deployment: { resources: [{ ...resource, ...change }] },
  });
  const preview = (...steps: object[]): object => ({
    config: { "aws:region": "eu-west-1", "policy:profile": "dev" },
    steps: [root, ...steps.map((step) => ({ urn: resource.urn, ...step }))],
    duration: 1,
    changeSummary: { same: 1 },
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
    [{ steps: [{ op: "same" }] }, "steps.0.urn is missing: must be a text"],
    [
      preview({ op: "create", newState: { ...resource, inputs: [] } }),
      "steps.1.newState.inputs is a list: must be an object",
    ],
    [
      preview({ op: "create", newState: { ...resource, inputs: { deep } } }),
      `${resource.urn} is nested deeper than 500 levels`,
    ],
    [
      { ...preview({ op: "create", newState: resource }), changeSummary: { create: 1, same: 3 } },
      "it leaves out 2 of the resources that stay as they are",
    ],
    [
      { changeSummary: {}, steps: [], diagnostics: [{ severity: "error", message: "no role\n" }] },
      "the preview failed: no role",
    ],
  ];
  for (const [value, problem] of shapes) {
    it(`refuses a file of another shape: ${problem}`, () => {
      assert.throws(() => fromExport(value, "x.json"), {
        name: "UsageError",
        message: `x.json: ${problem}; ${GIVEN}`,
      });
    });
  }

  describe("on a preview", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const state = { ...resource, custom: true, computed: undefined };
    const filesIn = (...steps: object[]): AnalyzedResource | undefined =>
      fromExport(preview(...steps), "x.json").resources.find(({ name }) => name === "files");

    it("takes what the provider adds to a resource that is made for not known", () => {
      const newState = { ...state, inputs: { policy: "[secret]", acl: unknown, bucket: "files" } };
      for (const op of ["create", "replace", "create-replacement"]) {
        const files = filesIn({ op, newState, oldState: { ...state, outputs: { arn: "old" } } });
        assert.deepEqual(files?.inputs, { policy: unknown, acl: unknown, bucket: "files" });
        assert.deepEqual([files.outputs.arn, files.outputs.id], [unknown, unknown]);
        assert.equal(files.outputs.bucket, "files");
      }
    });

    it("keeps what the provider answered for one that is there", () => {
      const oldState = {
        ...state,
        id: "files",
        inputs: { acl: "private" },
        outputs: { acl: "private", arn: "arn:aws:s3:::files" },
      };
      for (const op of ["same", "update", "refresh", "import"]) {
        const files = filesIn({ op, oldState, newState: { ...state, inputs: { acl: unknown } } });
        assert.deepEqual(files?.inputs, { acl: unknown });
        assert.deepEqual(files.outputs, { id: "files", arn: "arn:aws:s3:::files", acl: unknown });
      }
    });

    it("leaves out what is deleted, and not what lives under the same URN", () => {
      const made = { op: "create", newState: state };
      assert.equal(filesIn({ op: "refresh", newState: state }, { op: "delete" }), undefined);
      assert.ok(filesIn(made, { op: "delete", oldState: { ...state, delete: true } }));
      assert.ok(filesIn(made, { op: "delete-replaced", oldState: state }));
    });

    it("finds the pack's settings in its configuration", () => {
      assert.equal(fromExport(preview(), "x.json").config?.["policy:profile"], "dev");
    });
  });

  it("reads the export of a stack without resources", () => {
    const { resources } = fromExport({ version: 3, deployment: { manifest: {} } }, "x.json");
    assert.deepEqual(resources, []);
  });

  it("reads a file as Windows writes it, too: in UTF-16, or with a byte order mark", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "policy-")), "stack.json");
    for (const encoding of ["utf16le", "utf8"] as const) {
      writeFileSync(file, Buffer.from('\ufeff{"stack": "é"}', encoding));
      assert.deepEqual(readJson(file), { stack: "é" });
    }
  });

  it("refuses flags and files in one line that names what was wrong", async () => {
    const stack = path.join(mkdtempSync(path.join(tmpdir(), "policy-")), "stack.json");
    writeFileSync(stack, '{"deployment": {"resources": []}}');
    const command = ["engine/command.mjs", "engine/commands/policy.ts"];
    const { status, stderr } = spawnSync(
      process.execPath,
      [...command, "--file", stack, "--profile", "nosuch"],
      { cwd: PROJECT_DIR, encoding: "utf8" },
    );
    const run = async (...args: string[]): Promise<[number, string]> => {
      const { exit, stderr } = await capture(() => policy(args));
      return [exit, stderr];
    };
    assert.equal(status, 2);
    assert.equal(
      stderr,
      'error: the policy pack did not start: --profile or POLICY_PROFILE: "nosuch" is not one of dev, prod, strict\n',
    );
    assert.deepEqual(await run("--file", tmpdir()), [
      2,
      `error: ${tmpdir()} cannot be read: it is a directory\n`,
    ]);
    const out = "/nonexistent/report.txt";
    assert.deepEqual(await run("--file", stack, "--profile", "nosuch", "--out", out), [
      2,
      `error: cannot write ${out}: there is no such folder\n`,
    ]);
  }).timeout(60_000);
});
