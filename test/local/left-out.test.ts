import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { runProgram } from "../../engine/program";
import { leftOut, type LeftOut } from "../../local/left-out";

/** What is left out of a program's stack, by name. */
async function without(program: () => void): Promise<{ names: string[]; note: string }> {
  const found: LeftOut = leftOut(await runProgram({ stack: "test", program }));
  return { names: [...found.urns].map((urn) => urn.split("::")[3] ?? "").sort(), note: found.note };
}

describe("what a local run leaves out", () => {
  it("is nothing where every type can be created", async () => {
    const program = (): void => {
      const topic = new aws.sns.Topic("topic");
      new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
    };
    assert.deepEqual(await without(program), { names: [], note: "" });
  });

  it("is each type that cannot be created, all at once, with what depends on it", async () => {
    const program = (): void => {
      const vault = new aws.backup.Vault("vault");
      new aws.athena.Workgroup("group");
      const topic = new aws.sns.Topic("alerts", { tags: { Vault: vault.arn } });
      new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
      new aws.sns.Topic("other");
    };
    assert.deepEqual(await without(program), {
      names: ["alerts", "group", "policy", "vault"],
      note:
        "types that cannot be created in the emulator: aws:athena/workgroup:Workgroup, aws:backup/vault:Vault, " +
        "and what depends on them: alerts, policy",
    });
  });

  it("is what needs an answer that only AWS has, and not what exists already", async () => {
    const program = (): void => {
      const vpc = aws.ec2.getVpcOutput({});
      new aws.sns.Topic("in-vpc", { displayName: vpc.id });
      aws.ec2.Vpc.get("theirs", "vpc-1");
    };
    assert.deepEqual(await without(program), {
      names: ["in-vpc"],
      note: "what cannot be created in the emulator, as it needs something of AWS: in-vpc",
    });
  });
});
