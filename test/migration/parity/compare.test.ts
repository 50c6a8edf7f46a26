import assert from "node:assert/strict";
import { compareResources, unintended, type TerraformResource } from "./compare";
import { sameAsPolicy } from "../../../migration/resources/equality";
import type { MadeResource } from "../../../migration/parity/scenario";

const terraform = (values: Record<string, unknown>): TerraformResource => ({
  address: "aws_s3_bucket.this",
  type: "aws_s3_bucket",
  values,
});

const made = (inputs: Record<string, unknown>): MadeResource => ({
  type: "aws:s3/bucket:Bucket",
  name: "made",
  inputs,
});

describe("compareResources", () => {
  it("finds nothing between two of the same in each side's words", () => {
    const want = terraform({ force_destroy: true, rule: [{ object_ownership: "x" }], tags: {} });
    const have = made({ forceDestroy: true, rules: { objectOwnership: "x" } });
    assert.deepEqual(compareResources([want], [have]), []);
  });

  it("reports an attribute that differs, that is missing, and that Terraform has not", () => {
    const want = terraform({ bucket: "a", force_destroy: true });
    const have = made({ bucket: "b", acl: "private" });
    const found = compareResources([want], [have]);
    assert.deepEqual(
      found.map(({ kind, attribute }) => [kind, attribute]),
      [
        ["different", "acl"],
        ["different", "bucket"],
        ["different", "force_destroy"],
      ],
    );
  });

  it("keeps the keys of tags as they are", () => {
    const want = terraform({ tags: { costCenter: "1" } });
    assert.deepEqual(compareResources([want], [made({ tags: { costCenter: "1" } })]), []);
    assert.equal(compareResources([want], [made({ tags: { cost_center: "1" } })]).length, 1);
  });

  it("reports a resource that is missing and one that Terraform has not", () => {
    const role: MadeResource = { type: "aws:iam/role:Role", name: "role", inputs: {} };
    assert.deepEqual(compareResources([terraform({ bucket: "a" })], [role]), [
      { kind: "missing", resource: "aws_s3_bucket.this", type: "aws_s3_bucket" },
      { kind: "extra", resource: "role", type: "aws_iam_role" },
    ]);
  });

  it("pairs resources of one type by what agrees most", () => {
    const wants = ["a", "b"].map((bucket) => terraform({ bucket, force_destroy: bucket === "a" }));
    const haves = ["b", "a"].map((bucket) => made({ bucket, forceDestroy: bucket === "a" }));
    assert.deepEqual(compareResources(wants, haves), []);
  });

  it("does not expect of a resource that was never applied what only an apply shows", () => {
    const planned = { ...terraform({ force_destroy: true }), applied: false };
    assert.deepEqual(compareResources([planned], [made({ forceDestroy: true, bucket: "b" })]), []);
    assert.equal(compareResources([planned], [made({ forceDestroy: false })]).length, 1);
  });

  it("lets an intended difference explain only what it names", () => {
    const found = compareResources(
      [terraform({ bucket: "a", acl: "x" })],
      [made({ bucket: "b", acl: "y" })],
    );
    const intended = [{ type: "aws_s3_bucket", attribute: "acl", reason: "a test" }];
    assert.deepEqual(
      unintended(found, intended, {}).map(({ attribute }) => attribute),
      ["bucket"],
    );
    const never = [{ ...intended[0]!, when: () => false }];
    assert.equal(unintended(found, never, {}).length, 2);
  });
});

describe("sameAsPolicy", () => {
  const policy = (statement: object): string => JSON.stringify({ Statement: [statement] });

  it("takes no order from sets and a list of one for its entry", () => {
    const one = policy({ Action: ["a", "b"], Resource: "r", Principal: { AWS: ["x"] } });
    const other = policy({ Resource: ["r"], Action: ["b", "a"], Principal: { AWS: "x" } });
    assert.ok(sameAsPolicy(one, other));
  });

  it("keeps the order of statements, and every other difference", () => {
    const [a, b] = [{ Sid: "a" }, { Sid: "b" }];
    const text = (...statements: object[]): string => JSON.stringify({ Statement: statements });
    assert.ok(!sameAsPolicy(text(a, b), text(b, a)));
    assert.ok(!sameAsPolicy(policy({ Effect: "Allow" }), policy({ Effect: "Deny" })));
    assert.ok(!sameAsPolicy(policy({ Action: "a" }), policy({ NotAction: "a" })));
    assert.ok(!sameAsPolicy("text", "text"));
  });
});
