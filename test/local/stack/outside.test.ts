import assert from "node:assert/strict";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import { runProgram } from "../../../engine/program";
import { outsideOf, type Outside } from "../../../local/stack/outside";

const POLICY = { policy: "{}" };
const busArn = (bus: string): string => `arn:aws:events:us-east-1:123456789012:event-bus/${bus}`;

async function outside(program: () => void, leftOut: string[] = []): Promise<Outside[]> {
  const document = await runProgram({ stack: "test", program });
  const urns = document.resources.filter(({ name }) => leftOut.includes(name));
  return outsideOf(document, new Set(urns.map(({ urn }) => urn)));
}

describe("what a local run makes beside the stack", () => {
  it("is each bus, role and bucket that is named and not made, once", async () => {
    const program = (): void => {
      new cloudwatch.EventRule("rule", { eventBusName: "shop", eventPattern: "{}" });
      new cloudwatch.EventTarget("target", { eventBusName: busArn("shop"), rule: "r", arn: "a" });
      new iam.RolePolicy("policy", { role: "operators", ...POLICY });
      new iam.RolePolicyAttachment("attached", { role: "readers", policyArn: "arn" });
      new s3.BucketPolicy("bucket-policy", { bucket: "uploads", ...POLICY });
    };

    assert.deepEqual(await outside(program), [
      { kind: "event bus", name: "shop" },
      { kind: "role", name: "operators" },
      { kind: "role", name: "readers" },
      { kind: "bucket", name: "uploads" },
    ]);
  });

  it("is what the program only reads", async () => {
    const program = (): void => {
      const role = iam.Role.get("role", "operators");
      new iam.RolePolicy("policy", { role: role.id, ...POLICY });
    };

    assert.deepEqual(await outside(program), [{ kind: "role", name: "operators" }]);
  });

  it("is nothing that the stack makes, every account has, or what is left out names", async () => {
    const program = (): void => {
      const role = new iam.Role("role", { name: "own", assumeRolePolicy: "{}" });
      new iam.RolePolicy("policy", { role: role.name, ...POLICY });
      const bucket = new s3.Bucket("bucket", { bucket: "own-bucket" });
      new s3.BucketPolicy("bucket-policy", { bucket: bucket.id, ...POLICY });
      new cloudwatch.EventRule("rule", { eventBusName: "default", eventPattern: "{}" });
      new cloudwatch.EventRule("by-arn", { eventBusName: busArn("default"), eventPattern: "{}" });
      new iam.RolePolicy("left-out", { role: "operators", ...POLICY });
    };

    assert.deepEqual(await outside(program, ["left-out"]), []);
  });
});
