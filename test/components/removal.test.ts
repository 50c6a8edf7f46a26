import assert from "node:assert/strict";
import { Bucket, Key, StateMachine } from "../../components";
import { declared } from "../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };

describe("replacement and removal", () => {
  it("replaces a machine's alias with the machine, the old one first", async () => {
    const stack = await declared(
      () =>
        new StateMachine("it", {
          ...NAMES,
          definition: {
            StartAt: "Wait",
            TimeoutSeconds: 60,
            States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
          },
        }),
    );
    const alias = stack.one("sfn/alias:Alias");
    assert.deepEqual(alias.replaceWith, [stack.one("sfn/stateMachine:StateMachine").urn]);
    assert.equal(alias.deleteBeforeReplace, true);
  });

  it("keeps every part of a bucket that is refused its deletion", async () => {
    const stack = await declared(
      () =>
        new Bucket("it", {
          prefix: "acme",
          environment: "qa",
          bucketName: "data",
          objectOwnership: "ObjectWriter",
          objectLockRule: { mode: "GOVERNANCE", days: 1 },
          corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://acme.example"] }],
          accessLogBucket: "logs",
        }),
    );
    const bucket = stack.one("s3/bucket:Bucket");
    const parts = stack.resources.filter(({ type }) => /^aws:s3\/bucket[A-Z]/.test(type));
    assert.deepEqual(parts.map(({ name }) => name).sort(), [
      "it-acl",
      "it-cors",
      "it-encryption",
      "it-lifecycle",
      "it-logging",
      "it-object-lock",
      "it-ownership",
      "it-policy",
      "it-public-access",
      "it-versioning",
    ]);
    for (const { name, deletedWith } of parts) assert.equal(deletedWith, bucket.urn, name);
  });

  it("does not take along what belongs to another bucket, or keeps this one from being empty", async () => {
    const stack = await declared(
      () =>
        new Bucket("it", {
          prefix: "acme",
          environment: "qa",
          bucketName: "data",
          bucketMode: "log",
          sourceS3ServerLogs: { other: { bucketName: "other" } },
          folderNames: ["in"],
        }),
    );
    assert.equal(stack.one("BucketLogging").deletedWith, undefined);
    assert.equal(stack.one("s3/bucketObjectv2:BucketObjectv2").deletedWith, undefined);
  });

  it("deletes a bucket before its key, given or its own", async () => {
    for (const own of [true, false]) {
      const stack = await declared(() => {
        const kmsKeyArn = own ? undefined : new Key("key", NAMES).arn;
        new Bucket("it", { prefix: "acme", environment: "qa", bucketName: "data", kmsKeyArn });
      });
      assert.ok(stack.isAfter(stack.one("s3/bucket:Bucket"), stack.one("kms/key:Key")));
    }
  });
});
