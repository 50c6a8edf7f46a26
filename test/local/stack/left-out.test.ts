import assert from "node:assert/strict";
import * as athena from "@pulumi/aws/athena";
import * as backup from "@pulumi/aws/backup";
import * as ec2 from "@pulumi/aws/ec2";
import * as sns from "@pulumi/aws/sns";
import { runProgram } from "../../../engine/program";
import { leftOut, type LeftOut } from "../../../local/stack/left-out";

/** What is left out of a program's stack, by name. */
async function without(program: () => void): Promise<{ names: string[]; note: string }> {
  const found: LeftOut = leftOut(await runProgram({ stack: "test", program }));
  return { names: [...found.urns].map((urn) => urn.split("::")[3] ?? "").sort(), note: found.note };
}

describe("what a local run leaves out", () => {
  it("is nothing where every type can be created", async () => {
    const program = (): void => {
      const topic = new sns.Topic("topic");
      new sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
    };
    assert.deepEqual(await without(program), { names: [], note: "" });
  });

  it("is each type that cannot be created, all at once, with what depends on it", async () => {
    const program = (): void => {
      const vault = new backup.Vault("vault");
      new athena.Workgroup("group");
      const topic = new sns.Topic("alerts", { tags: { Vault: vault.arn } });
      new sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
      new sns.Topic("other");
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
      const vpc = ec2.getVpcOutput({});
      new sns.Topic("in-vpc", { displayName: vpc.id });
      ec2.Vpc.get("theirs", "vpc-1");
    };
    assert.deepEqual(await without(program), {
      names: ["in-vpc"],
      note: "what cannot be created in the emulator, as it needs something of AWS: in-vpc",
    });
  });
});
