import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../../engine/program";
import { parity } from "../../../migration/parity/parity";
import { capture, type Captured } from "../../support/capture";

const recorded = (scenario: string): string => path.join(__dirname, "recorded", `${scenario}.json`);

/** Runs `npm run -s parity -- ARGS` in this process. */
const run = (...args: string[]): Promise<Captured> => capture(() => parity(args));

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
    const command = ["engine/command.mjs", "migration/parity/parity.ts"];
    const files = [recorded("kms-direct"), recorded("lambda-no-kms")];
    const { status: exit, stdout } = spawnSync(process.execPath, [...command, ...files], {
      cwd: PROJECT_DIR,
      encoding: "utf8",
    });
    assert.equal(exit, 0);
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

  it("refuses bad files all at once, with exit code 2, and prints nothing", async () => {
    const files = [
      write("text.json", "{"),
      write("module.json", '{"module": "vpc", "variables": {}}'),
      write("bare.json", '{"module": "kms"}'),
      write("variables.json", '{"module": "kms", "variables": {"prefix": "a", "typo": 1}}'),
      path.join(folder, "missing.json"),
    ];
    files.push(folder);
    const { exit, stdout, stderr } = await run(...files, recorded("kms-direct"));
    assert.equal(exit, 2);
    assert.equal(stdout, "");
    for (const file of files) assert.ok(stderr.includes(file), `${file} in ${stderr}`);
    assert.match(stderr, /text\.json is not JSON: /);
    assert.ok(stderr.includes(`${folder} cannot be read: it is a directory`));
    assert.match(stderr, /missing\.json cannot be read: there is no such file$/m);
    assert.ok(!/ENOENT|EISDIR/.test(stderr));
    assert.match(stderr, /unknown module 'vpc'/);
    assert.match(stderr, /must have the object `variables`/);
    assert.match(stderr, /typo: is not a variable of this module/);
    assert.match(stderr, /environment: is required: a string/);
  }).timeout(60_000);

  it("refuses to run without a file, and explains itself", async () => {
    assert.equal((await run()).exit, 2);
    const { exit, stdout } = await run("--help");
    assert.equal(exit, 0);
    assert.match(stdout, /Usage: npm run parity/);
  }).timeout(60_000);
});
