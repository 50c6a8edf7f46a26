import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { runProgram, type StackDocument } from "../../../engine/program";
import { StopError } from "../../../migration/stop-error";
import { outputText } from "../../../migration/outputs/external-resources";

const ACCOUNT = "000000000000";
const OUTPUTS = {
  key_arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`,
  bucket: "their-payloads",
  function_arn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:theirs:7`,
  role_arn: `arn:aws:iam::${ACCOUNT}:role/theirs`,
};

describe("parts that stay in Terraform", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "coexist-"));
    const outputs = Object.entries(OUTPUTS).map(([name, value]) => [
      name,
      { value, type: "string" },
    ]);
    const state = { version: 4, outputs: Object.fromEntries(outputs) as unknown, resources: [] };
    writeFileSync(path.join(folder, "terraform.tfstate"), JSON.stringify(state));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The stack dev with these parts taken from the state. */
  function run(take: Record<string, string>): Promise<StackDocument> {
    const migration = { kind: "local", path: path.join(folder, "terraform.tfstate"), take };
    return runProgram({ stack: "dev", config: { migration } });
  }

  function find(document: StackDocument, type: string): StackDocument["resources"][number] {
    const found = document.resources.find((each) => each.type === type);
    assert.ok(found, `the stack declares no ${type}`);
    return found;
  }

  it("are used instead of made: key, bucket, function and role", async () => {
    const document = await run({
      key: "key_arn",
      payloads: "bucket",
      function: "function_arn",
      role: "role_arn",
    });
    const machine = find(document, "aws:sfn/stateMachine:StateMachine");

    assert.ok(String(machine.inputs["definition"]).includes(OUTPUTS.function_arn));
    assert.equal(machine.inputs["roleArn"], OUTPUTS.role_arn);
    assert.equal(document.outputs["keyArn"], OUTPUTS.key_arn);
    assert.equal(document.outputs["payloadBucket"], OUTPUTS.bucket);
    for (const type of [
      "stepfunctions:index:Key",
      "stepfunctions:index:Bucket",
      "stepfunctions:index:LambdaFunction",
      "aws:iam/policy:Policy",
    ]) {
      assert.ok(!document.resources.some((each) => each.type === type), type);
    }
  });

  it("are chosen one by one: a function of the stack uses a bucket of Terraform's", async () => {
    const made = find(await run({ payloads: "bucket" }), "aws:lambda/function:Function");
    const { variables } = made.inputs["environment"] as { variables: Record<string, string> };

    assert.equal(variables["PAYLOAD_BUCKET"], OUTPUTS.bucket);
  });

  it("are named when Terraform does not put them out", async () => {
    await assert.rejects(
      run({ key: "kms" }),
      /the Terraform output "kms" \(stepfunctions:migration\.take\.key\) is not in the Terraform state; its outputs: bucket, function_arn, key_arn, role_arn\./,
    );
    assert.throws(() => outputText({ kms: 1 }, "kms", "key"), /is not a string/);
  });

  it("are named in one sentence, through however many properties Pulumi's SDK hands the error", () => {
    const error = new StopError("one sentence");
    // What the SDK does to every error of an input, in strict mode.
    error.message = `error serializing property "bucket": ${error.message}`;

    assert.equal(error.message, "one sentence");
    assert.ok(pulumi.RunError.isInstance(error));
  });

  it("are not fetched over a network by an offline run", async () => {
    const take = { key: "key_arn" };
    const migration = { kind: "s3", bucket: "b", key: "k", region: "us-east-1", take };

    await assert.rejects(
      runProgram({ stack: "dev", config: { migration } }),
      /an offline run fetches no Terraform state/,
    );
  });
});
