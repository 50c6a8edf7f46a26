import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const recorded = (scenario: string): string => path.join(__dirname, "recorded", `${scenario}.json`);

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function parity(...args: string[]): Run {
  const command = ["engine/command.mjs", "migration/parity/parity.ts", ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
}

describe("npm run parity", () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(path.join(tmpdir(), "parity-"))));
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it("prints what the components make, in the order of the files, and nothing else", () => {
    const { status, stdout } = parity(recorded("kms-direct"), recorded("lambda-no-kms"));
    assert.equal(status, 0);
    const [key, lambda] = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(key?.["outputs"], {
      key_arn: "arn:aws:kms:us-east-1:000000000000:key/UUID",
      key_id: "UUID",
    });
    assert.deepEqual(Object.keys(lambda ?? {}), ["scenario", "resources", "outputs"]);
    const resources = lambda?.["resources"] as { type: string; inputs: object }[];
    const [parameter] = resources.filter(({ type }) => type === "aws:ssm/parameter:Parameter");
    assert.deepEqual(parameter?.inputs, {
      description: "param /acme/x for the lambda function acme-qa-nokms",
      name: "/acme/x",
      tags: { Environment: "qa", Module: "terraform-aws-lambda", Terraform: "true" },
      tier: "Standard",
      type: "SecureString",
      value: "y",
    });
  }).timeout(60_000);

  it("refuses bad files all at once, with exit code 2, and prints nothing", () => {
    const files = [
      write("text.json", "{"),
      write("module.json", '{"module": "vpc", "variables": {}}'),
      write("bare.json", '{"module": "kms"}'),
      write("variables.json", '{"module": "kms", "variables": {"prefix": "a", "typo": 1}}'),
      path.join(folder, "missing.json"),
    ];
    const { status, stdout, stderr } = parity(...files, recorded("kms-direct"));
    assert.equal(status, 2);
    assert.equal(stdout, "");
    for (const file of files) assert.ok(stderr.includes(file), `${file} in ${stderr}`);
    assert.match(stderr, /unknown module 'vpc'/);
    assert.match(stderr, /must have the object `variables`/);
    assert.match(stderr, /typo: is not a variable of this module/);
    assert.match(stderr, /environment: is required: a string/);
  }).timeout(60_000);

  it("refuses to run without a file, and explains itself", () => {
    assert.equal(parity().status, 2);
    const { status, stdout } = parity("--help");
    assert.equal(status, 0);
    assert.match(stdout, /Usage: npm run parity/);
  }).timeout(60_000);
});
