import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_DIR } from "../../engine/program";
import { planOf, type Plan } from "../../local/plan";

describe("the plan of a local run", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "program-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** The plan of a stack with one state machine. @param definition code that gives it */
  function plan(definition: string): Promise<Plan> {
    const lines = [
      'import * as aws from "@pulumi/aws";',
      'import * as pulumi from "@pulumi/pulumi";',
      `new aws.sfn.StateMachine("orders", { roleArn: "r", definition: ${definition} });`,
    ];
    writeFileSync(path.join(folder, "index.ts"), lines.join("\n"));
    return planOf({ stack: "dev", program: folder, events: [] });
  }

  it("says that a definition needs an answer that only AWS has", async () => {
    await assert.rejects(plan('aws.dynamodb.getTableOutput({ name: "t" }).hashKey'), {
      name: "UsageError",
      message:
        "state machine orders cannot run here, as it depends on what cannot be created in the emulator, " +
        "as it needs something of AWS: orders",
    });
  });

  it("says that a definition is not JSON", async () => {
    await assert.rejects(plan("'{\"StartAt\"'"), {
      name: "UsageError",
      message: "the definition of state machine orders is not a JSON object",
    });
  });

  it("says that a definition is a secret", async () => {
    await assert.rejects(plan("pulumi.secret('{}')"), {
      name: "UsageError",
      message: "the definition of state machine orders is a secret, which a local run cannot read",
    });
  });

  it("lists what the emulator does not do, before it is started", async () => {
    const state = { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun", End: true };
    const { notes } = await plan(
      JSON.stringify(JSON.stringify({ StartAt: "Job", States: { Job: state } })),
    );

    assert.deepEqual(notes, [
      "The emulator does not do what AWS does here:",
      "  Job: its service is not there: the task fails with States.Runtime",
      "  (--mock FILE answers tasks by the names of their states)",
    ]);
  });
});
