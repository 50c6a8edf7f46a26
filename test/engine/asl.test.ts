import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { aslOfProgram } from "../../engine/commands/asl";
import { PROJECT_DIR } from "../../engine/program";
import { capture, type Captured } from "../support/capture";

/** A program with two machines: one that waits too long for its type, and one whose definition is fine. */
const PROGRAM = `import * as aws from "@pulumi/aws";
const wait = (Seconds) => ({ StartAt: "A", TimeoutSeconds: 600, States: { A: { Type: "Wait", Seconds, End: true } } });
const machine = (name, type, seconds) =>
  new aws.sfn.StateMachine(name, { type, roleArn: "r", definition: JSON.stringify(wait(seconds)) });
machine("quick", "EXPRESS", 400);
if (process.env.TABLE) {
  const Parameters = { TableName: process.env.TABLE, Item: { id: { S: "1" } } };
  const put = { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Parameters, End: true };
  const definition = JSON.stringify({ StartAt: "Put", States: { Put: put } });
  new aws.sfn.StateMachine("puts", { roleArn: "r", definition });
}
if (process.env.TWO) machine("slow", process.env.TWO, 400);
`;

describe("npm run asl -- --stack", () => {
  let folder: string;
  const cwd = process.cwd();

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "machines-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config: {}\n");
    writeFileSync(path.join(folder, "Pulumi.beijing.yaml"), "config:\n  aws:region: cn-north-1\n");
    writeFileSync(path.join(folder, "index.ts"), PROGRAM);
    process.chdir(folder);
  });

  after(() => {
    process.chdir(cwd);
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    delete process.env["TWO"];
    delete process.env["TABLE"];
  });

  const run = (command: string, ...args: string[]): Promise<Captured> =>
    capture(() => aslOfProgram([command, "--program", folder, "--stack", "dev", ...args]));

  it("lints each machine as its type", async () => {
    const { stdout, exit, stderr } = await run("lint", "--format", "json");

    assert.equal(exit, 1, stderr);
    const findings = JSON.parse(stdout) as { file: string; code: string; path: string }[];
    assert.deepEqual(
      findings
        .map(({ file, code, path: at }) => [file, code, at])
        .filter(([, code]) => code === "express-wait"),
      [["out/asl/quick.asl.json", "express-wait", "/States/A/Seconds"]],
    );
  });

  it("exports a machine's definition as JSON", async () => {
    const { exit, stderr, stdout } = await run("export");
    const written = await run("export", "--out", "quick.json");

    assert.equal(exit, 0, stderr);
    const { StartAt, States } = JSON.parse(stdout) as { StartAt: string; States: object };
    assert.deepEqual([StartAt, States], ["A", { A: { Type: "Wait", Seconds: 400, End: true } }]);
    assert.equal(readFileSync("quick.json", "utf8"), stdout);
    assert.match(written.stderr, /written quick\.json/);
  });

  it("draws a machine, and writes its definition", async () => {
    const { exit, stderr } = await run("diagram", "--out", "quick.mmd");

    assert.equal(exit, 0, stderr);
    assert.match(readFileSync("quick.mmd", "utf8"), /^flowchart TD$/m);
    const text = readFileSync("out/asl/quick.asl.json", "utf8");
    assert.equal((JSON.parse(text) as { StartAt: string }).StartAt, "A");
  });

  it("asks which machine is meant where there are several", async () => {
    process.env["TWO"] = "STANDARD";
    const several = await run("permissions");
    const one = await run("permissions", "--machine", "slow");

    assert.equal(several.exit, 2);
    assert.equal(
      several.stderr,
      "error: stack dev has several state machines: give --machine, one of quick, slow\n",
    );
    assert.equal(one.exit, 0, one.stderr);
  });

  it("derives permissions for where the machine runs, if nothing else is said", async () => {
    process.env["TABLE"] = "orders";
    const ofStack = (...args: string[]): Promise<Captured> =>
      run("permissions", "--stack", "beijing", "--machine", "puts", ...args);
    const there = await ofStack();
    const elsewhere = await ofStack("--account", "111122223333");
    const other = await ofStack("--region", "eu-west-1");

    assert.match(there.stdout, /"arn:aws-cn:dynamodb:cn-north-1:000000000000:table\/orders"/);
    assert.match(elsewhere.stdout, /"arn:aws-cn:dynamodb:cn-north-1:111122223333:table\/orders"/);
    assert.match(other.stdout, /"arn:aws:dynamodb:eu-west-1:000000000000:table\/orders"/);
  });

  for (const command of ["lint", "permissions", "diagram", "export"]) {
    it(`tells of programs in the help of ${command}`, async () => {
      const { exit, stdout } = await capture(() => aslOfProgram([command, "--help"]));

      assert.equal(exit, 0);
      assert.match(stdout, new RegExp(`^Usage: asl ${command} `));
      for (const flag of ["--stack <name>", "--program <folder>", "--machine <name>"])
        assert.ok(stdout.includes(`  ${flag} `), `${flag} is not in:\n${stdout}`);
    });
  }

  it("asks for the stack of a program", async () => {
    const { exit, stderr } = await capture(() => aslOfProgram(["lint", "--program", folder]));

    assert.deepEqual(
      [exit, stderr],
      [2, "error: --program needs --stack NAME: the stack whose state machines are meant\n"],
    );
  });

  it("lists the machines when another is asked for", async () => {
    const { exit, stderr } = await run("lint", "--machine", "other");
    assert.equal(exit, 2);
    assert.equal(
      stderr,
      "error: --machine other is not a state machine of the program; there are: quick\n",
    );
  });
});
