import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { PROJECT_DIR } from "../engine/program";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = path.join(PROJECT_DIR, ".github", "workflows");

for (const file of readdirSync(FOLDER)) {
  describe(`the workflow ${file}`, () => {
    const workflow = parse(readFileSync(path.join(FOLDER, file), "utf8")) as Workflow;
    const jobs = Object.entries(workflow.jobs);
    const steps = jobs.flatMap(([name, job]) => job.steps.map((step) => ({ name, ...step })));

    it("pins each action by its commit", () => {
      const used = steps.flatMap(({ uses }) => uses ?? []);
      assert.ok(used.length > 0);
      assert.deepEqual(
        used.filter((action) => !/^[\w.-]+\/[\w./-]+@[\da-f]{40}$/.test(action)),
        [],
      );
    });

    it("may only read, but for the jobs that say what they write", () => {
      assert.deepEqual(workflow.permissions, { contents: "read" });
      const writing = jobs.filter(
        ([, { permissions = {} }]) => permissions["contents"] === "write",
      );
      assert.deepEqual(writing, []);
    });

    it("runs no script of a package where a job can get credentials", () => {
      const trusted = jobs.filter(([, { environment, permissions }]) =>
        Boolean(environment ?? permissions?.["id-token"]),
      );
      const installs = trusted.flatMap(([, job]) =>
        job.steps.flatMap(({ run = "" }) => (/\bnpm (ci|i|install)\b/.test(run) ? [run] : [])),
      );
      assert.deepEqual(
        installs.filter((run) => !run.includes("--ignore-scripts")),
        [],
      );
    });

    it("never waits for the deployment of an earlier push", () => {
      const group = workflow.concurrency?.group ?? "";
      assert.ok(group === "" || group.includes("github.run_id"), group);
    });
  });
}

describe("the emulator's packages", () => {
  it("are pinned with the hashes of their files", () => {
    const file = path.join(PROJECT_DIR, "local", "emulator", "requirements.txt");
    const lines = readFileSync(file, "utf8").replaceAll(" \\\n", " ").split("\n");
    const packages = lines.filter((line) => line !== "" && !line.startsWith("#"));
    assert.ok(packages.length > 15);
    assert.deepEqual(
      packages.filter((line) => !/^[\w-]+==\S+ .*--hash=sha256:[\da-f]{64}$/.test(line)),
      [],
    );
  });
});
