import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Audit, type AuditArgs } from "../../components";
import { declared as run } from "../support/declared";

const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const TRAIL = "arn:aws:cloudtrail:us-east-1:000000000000:trail/acme-qa-orders-trail";

const ARGS: AuditArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  kmsKeyArn: KEY,
  buckets: ["arn:aws:s3:::payloads"],
  functions: ["arn:aws:lambda:us-east-1:000000000000:function:work"],
  suffix: "abc123",
};

async function declared(args: AuditArgs): Promise<Map<string, Record<string, unknown>>> {
  return (await run(() => new Audit("audit", args))).inputs("aws:");
}

describe("Audit", () => {
  it("makes these resources under these names", async () => {
    assert.deepEqual([...(await declared(ARGS)).keys()].sort(), [
      "aws:cloudtrail/trail:Trail audit",
      "aws:cloudwatch/logGroup:LogGroup audit-logs",
      "aws:iam/role:Role audit-role",
      "aws:iam/rolePolicy:RolePolicy audit-delivery",
      "aws:s3/bucket:Bucket audit-files",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration audit-files-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls audit-files-ownership",
      "aws:s3/bucketPolicy:BucketPolicy audit-files-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock audit-files-public-access",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration audit-files-encryption",
      "aws:s3/bucketVersioning:BucketVersioning audit-files-versioning",
    ]);
  });

  it("makes a trail of all regions, validated, encrypted, with a log group and the data events", async () => {
    const trail = (await declared(ARGS)).get("aws:cloudtrail/trail:Trail audit");
    assert.deepEqual(trail, {
      name: "acme-qa-orders-trail",
      s3BucketName: "acme-qa-orders-audit-000000000000-abc123",
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      kmsKeyId: KEY,
      cloudWatchLogsGroupArn:
        "arn:aws:logs:us-east-1:000000000000:log-group:/aws/cloudtrail/acme-qa-orders-trail:*",
      cloudWatchLogsRoleArn: "arn:aws:iam::000000000000:role/acme-qa-orders-trail-role",
      advancedEventSelectors: [
        {
          name: "Management events",
          fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
        },
        {
          name: "AWS::S3::Object data events",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
            { field: "resources.ARN", startsWiths: ["arn:aws:s3:::payloads/"] },
          ],
        },
        {
          name: "AWS::Lambda::Function data events",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::Lambda::Function"] },
            {
              field: "resources.ARN",
              equals: ["arn:aws:lambda:us-east-1:000000000000:function:work"],
            },
          ],
        },
      ],
      tags: { Environment: "qa", Name: "acme-qa-orders-trail" },
    });
  });

  it("watches a function whichever version or alias is named", async () => {
    const work = "arn:aws:lambda:us-east-1:000000000000:function:work";
    const functions = [`${work}:7`, `${work}:live`, pulumi.output(`${work}:7`)];
    const trail = (await declared({ ...ARGS, functions })).get("aws:cloudtrail/trail:Trail audit");
    const [, , selector] = trail?.["advancedEventSelectors"] as { fieldSelectors: unknown[] }[];
    assert.deepEqual(selector?.fieldSelectors[2], {
      field: "resources.ARN",
      equals: [work, work, work],
    });
  });

  it("lets this trail, and only this, write its bucket", async () => {
    const policy = (await declared(ARGS)).get(
      "aws:s3/bucketPolicy:BucketPolicy audit-files-policy",
    );
    const { Statement } = JSON.parse(String(policy?.["policy"])) as {
      Statement: { Sid: string; Effect: string; Condition: unknown }[];
    };
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(
      allowed.map(({ Sid, Condition }) => [Sid, Condition]),
      [
        ["AllowCloudTrailAclCheck", { StringEquals: { "aws:SourceArn": TRAIL } }],
        [
          "AllowCloudTrailWrite",
          {
            StringEquals: {
              "aws:SourceArn": TRAIL,
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
          },
        ],
      ],
    );
  });

  it("creates nothing for a trail that exists", async () => {
    assert.deepEqual([...(await declared({ ...ARGS, trailArn: TRAIL })).keys()], []);
  });

  it("lists every wrong argument at once", () => {
    assert.throws(
      () => new Audit("audit", { ...ARGS, kmsKeyArn: undefined, retentionInDays: 31 }),
      {
        message:
          "Audit has invalid arguments:" +
          "\n  retentionInDays: is 31: must be 0 or 1 or 3 or 5 or 7 or 14 or 30 or 60 or 90 or 120 or 150 or " +
          "180 or 365 or 400 or 545 or 731 or 1096 or 1827 or 2192 or 2557 or 2922 or 3288 or 3653" +
          "\n  kmsKeyArn: is missing: an own trail is encrypted",
      },
    );
  });
});
