import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StackDocument } from "../../engine/program";
import { emit } from "../../engine/commands/emit";
import { fromExport } from "../../engine/policy/input";
import { PROJECT_DIR, UNKNOWN } from "../../engine/program";
import { workspaces } from "../../package.json";
import { capture, type Captured } from "../support/capture";

const FOLDERS = [...workspaces, "stack"];
const FILES = ["index.ts", "package.json", "package-lock.json", "tsconfig.json"];

/** Runs `npm run emit` without npm in a process of its own, in another clone. */
function spawned(folder: string): { status: number | null; out: string; err: string } {
  const command = [path.join("engine", "command.mjs"), path.join("engine", "commands", "emit.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, "--stack", "dev"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
}

/** A type of which nothing is known but its inputs. */
const UNKNOWN_PROGRAM = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const vpc = new aws.ec2.Vpc("v", {});
new aws.ssm.Parameter("p", { name: "/p", type: "String", value: vpc.cidrBlock });
export const cidr = vpc.cidrBlock;
export const text = pulumi.all([vpc.cidrBlock]).apply(([known]) => "a " + known);
`;

const run = (...args: string[]): Promise<Captured> => capture(() => emit(args));

describe("npm run emit", function () {
  this.timeout(60_000);

  it("prints the same bytes twice, also from another clone", async () => {
    const clone = mkdtempSync(path.join(tmpdir(), "another clone-"));
    try {
      for (const name of [...FOLDERS, ...FILES]) {
        cpSync(path.join(PROJECT_DIR, name), path.join(clone, name), { recursive: true });
      }
      for (const stack of ["Pulumi.yaml", "Pulumi.dev.yaml"]) {
        cpSync(path.join(PROJECT_DIR, stack), path.join(clone, stack));
      }
      symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(clone, "node_modules"));

      const here = await run("--stack", "dev");
      const there = spawned(clone);

      assert.equal(here.exit, 0, here.stderr);
      assert.equal(there.status, 0, there.err);
      assert.equal(there.out, here.stdout);
      assert.ok(!here.stdout.includes(PROJECT_DIR), "a path of this machine is in the document");
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it("gives each resource a URN, an existing parent and existing dependencies", async () => {
    const document = JSON.parse((await run("--stack", "prod")).stdout) as StackDocument;
    const urns = new Set(document.resources.map(({ urn }) => urn));

    assert.equal(document.project, "stepfunctions");
    assert.equal(document.stack, "prod");
    assert.equal(urns.size, document.resources.length);
    for (const { urn, parent, dependencies, type } of document.resources) {
      assert.ok(parent === null ? type === "pulumi:pulumi:Stack" : urns.has(parent), urn);
      assert.deepEqual(
        dependencies.filter((dependency) => !urns.has(dependency)),
        [],
        urn,
      );
    }
  });

  it("marks what is not known, and the policies read the mark", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "unknown-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config: {}\n");
    writeFileSync(path.join(folder, "index.ts"), UNKNOWN_PROGRAM);

    const { exit, stdout, stderr } = await run("--program", folder, "--stack", "dev");

    rmSync(folder, { recursive: true });
    assert.equal(exit, 0, stderr);
    const document = JSON.parse(stdout) as StackDocument;
    const [read] = fromExport(document, "x.json").resources.filter(({ name }) => name === "p");
    assert.deepEqual(
      [document.outputs, read?.inputs["name"], read?.inputs["value"]],
      [{ cidr: "[unknown]", text: "[unknown]" }, "/p", UNKNOWN],
    );
  });

  it("exits with 2 for a stack that does not exist, and lists those that do", async () => {
    const { exit, stdout, stderr } = await run("--stack", "nope");

    assert.equal(exit, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /unknown stack "nope".*stacks: dev, local, prod/);
  });

  it("exits with 2 without a stack, and with 0 for --help", async () => {
    assert.equal((await run()).exit, 2);
    const { exit, stdout } = await run("--help");
    assert.equal(exit, 0);
    assert.match(stdout, /--stack/);
  });
});
