import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { BucketArgs } from "../../components/s3/args";
import { checkBucketArgs } from "../../components/s3/check";
import { Bucket } from "../../components/s3";
import { declared, type Declared } from "../support/declared";

const ARGS: BucketArgs = { prefix: "acme", environment: "qa", bucketName: "data" };
const NAME = "acme-qa-data-000000000000-xxxxxx";
const ARN = `arn:aws:s3:::${NAME}`;
const KEY = "arn:aws:kms:us-east-1:000000000000:key/UUID";

const bucketOf = (args: Partial<BucketArgs> = {}): Promise<Declared> =>
  declared(() => new Bucket("files", { ...ARGS, ...args }));

const sids = (stack: Declared): (string | undefined)[] =>
  stack.statements("s3/bucketPolicy:BucketPolicy").map(({ Sid }) => Sid);

/** What the default policy denies whatever the encryption. */
const ACLS = [
  "DenyInsecureAcl",
  "DenyGrantRead",
  "DenyGrantWrite",
  "DenyGrantReadAcp",
  "DenyGrantWriteAcp",
  "DenyGrantFullControl",
];

describe("Bucket", () => {
  it("keeps the types and names of its resources", async () => {
    assert.deepEqual((await bucketOf()).identities, [
      "aws:kms/alias:Alias files-key-alias",
      "aws:kms/key:Key files-key",
      "aws:s3/bucket:Bucket files",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration files-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls files-ownership",
      "aws:s3/bucketPolicy:BucketPolicy files-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock files-public-access",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration files-encryption",
      "aws:s3/bucketVersioning:BucketVersioning files-versioning",
      "random:index/randomString:RandomString files-key-suffix",
      "random:index/randomString:RandomString files-suffix",
      "stepfunctions:index:Bucket files",
      "stepfunctions:index:Key files-key",
    ]);
  });

  it("counts no more of a policy than is known yet", async () => {
    const Resource = pulumi.output(`arn:aws:s3:::${"x".repeat(20)}/*`);
    const Statement = Array.from({ length: 60 }, (_, index) => ({
      Sid: `Own${index}`,
      Effect: "Deny" as const,
      Action: "s3:Get*",
      Resource,
    }));

    const stack = await bucketOf({ additionalBucketPolicies: [{ Statement }] });

    assert.equal(sids(stack).filter((sid) => sid?.startsWith("Own")).length, 60);
  });

  it("keeps the names of its optional resources", async () => {
    const stack = await bucketOf({
      kmsKeyArn: KEY,
      suffix: "abc123",
      objectOwnership: "ObjectWriter",
      objectLockRule: { mode: "GOVERNANCE", days: 1 },
      corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["*"] }],
      accessLogBucket: "logs",
      bucketMode: "log",
      sourceS3ServerLogs: { web_app: { bucketName: "web" } },
      folderNames: ["in"],
      consumerPolicyActions: { Reader: ["s3:GetObject"] },
      createConsumerReadonlyPolicy: true,
    });
    const plain = (await bucketOf()).identities;
    assert.deepEqual(
      stack.identities.filter((each) => !plain.includes(each)),
      [
        "aws:iam/policy:Policy files-consumer-Reader",
        "aws:iam/policy:Policy files-readonly",
        "aws:s3/bucketAcl:BucketAcl files-acl",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration files-cors",
        "aws:s3/bucketLogging:BucketLogging files-logging",
        "aws:s3/bucketLogging:BucketLogging files-source-web_app",
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration files-object-lock",
        "aws:s3/bucketObjectv2:BucketObjectv2 files-folder-in",
      ],
    );
  });

  it("is named after its account, or not, and after the suffix given", async () => {
    const nameOf = async (args: Partial<BucketArgs>): Promise<unknown> =>
      (await bucketOf(args)).one("s3/bucket:Bucket").inputs["bucket"];
    assert.equal(await nameOf({}), NAME);
    assert.equal(await nameOf({ centralizeHub: false }), "acme-qa-data-xxxxxx");
    assert.equal(await nameOf({ suffix: "abc123" }), "acme-qa-data-000000000000-abc123");
    const stack = await bucketOf({ suffix: "abc123", kmsKeyArn: KEY });
    assert.deepEqual(stack.all("randomString:RandomString"), []);
  });

  it("encrypts with a key of its own, one bucket key for all objects", async () => {
    const encryption = (await bucketOf()).one("BucketServerSideEncryptionConfiguration").inputs;
    assert.deepEqual(encryption["rules"], [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
        bucketKeyEnabled: true,
      },
    ]);
  });

  it("encrypts with S3's key where asked to, and in log mode, which takes no other", async () => {
    for (const args of [{ useKmsManagedKey: false }, { bucketMode: "log" } as const]) {
      const stack = await bucketOf(args);
      assert.deepEqual(stack.one("BucketServerSideEncryptionConfiguration").inputs["rules"], [
        { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      ]);
      assert.deepEqual(stack.all("kms/key:Key"), []);
    }
  });

  it("keeps versions, drops former ones and unfinished uploads", async () => {
    const stack = await bucketOf({ expirationDays: 30 });
    const versioning = stack.one("s3/bucketVersioning:BucketVersioning").inputs;
    assert.deepEqual(versioning["versioningConfiguration"], { status: "Enabled" });
    assert.deepEqual(stack.one("BucketLifecycleConfiguration").inputs["rules"], [
      {
        id: "housekeeping",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 30 },
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("puts the caller's lifecycle rules first, and makes none where there is nothing to do", async () => {
    const none = { noncurrentVersionExpirationDays: 0, abortIncompleteMultipartUploadDays: 0 };
    const rule = { id: "cold", prefix: "a/", transitions: [{ days: 1, storageClass: "GLACIER" }] };
    const stack = await bucketOf({ ...none, lifecycleRules: [rule] });
    assert.deepEqual(stack.one("BucketLifecycleConfiguration").inputs["rules"], [
      {
        id: "cold",
        status: "Enabled",
        filter: { prefix: "a/" },
        transitions: [{ days: 1, storageClass: "GLACIER" }],
      },
    ]);
    assert.deepEqual((await bucketOf(none)).all("BucketLifecycleConfiguration"), []);
  });

  it("denies what contradicts its encryption, ACLs and weak transport, not a plain upload", async () => {
    const stack = await bucketOf();
    assert.deepEqual(sids(stack), [
      "DenyInsecureUploadsWithoutKMS",
      "DenyUnspecifiedSSEKey",
      "DenyIncorrectSSEKey",
      "DenyCustomerProvidedKeys",
      ...ACLS,
      "DenyNonSSLRequests",
      "DenyOldTls",
    ]);
    // Every Deny of an upload asks for a header to be there, so one without headers passes.
    for (const { Action, Condition, Sid } of stack.statements("BucketPolicy")) {
      if (Action?.includes("s3:*")) continue;
      assert.ok(Object.values(Condition?.["Null"] ?? {}).includes("false"), Sid);
    }
  });

  it("denies on the bucket and on its objects what is sent without TLS", async () => {
    const [transport] = (await bucketOf())
      .statements("BucketPolicy")
      .filter(({ Sid }) => Sid === "DenyNonSSLRequests");
    assert.deepEqual(transport?.Resource, [ARN, `${ARN}/*`]);
    assert.deepEqual(transport?.Condition, { Bool: { "aws:SecureTransport": "false" } });
  });

  it("takes logs of the sources only, on behalf of their account, in log mode", async () => {
    const stack = await bucketOf({
      bucketMode: "log",
      sourceS3ServerLogs: {
        web_app: { bucketName: "web", bucketPrefix: "logs/web" },
        other: {
          bucketName: "b",
          bucketPrefix: "b/",
          bucketOwner: "111111111111",
          expectedOwner: "111122223333",
        },
      },
    });
    assert.deepEqual(sids(stack), [
      "S3ServerAccessLogsPolicy-web-app",
      "S3ServerAccessLogsPolicy-other",
      "DenyNonSSLRequests",
      "DenyOldTls",
    ]);
    const [web, other] = stack.statements("BucketPolicy");
    assert.deepEqual(web, {
      Sid: "S3ServerAccessLogsPolicy-web-app",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: ["s3:PutObject"],
      Resource: `${ARN}/*`,
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::web" },
        StringEquals: { "aws:SourceAccount": "000000000000" },
      },
    });
    assert.deepEqual(other?.Condition?.["StringEquals"], { "aws:SourceAccount": "111122223333" });
    assert.deepEqual(
      stack.all("s3/bucketLogging:BucketLogging").map(({ inputs }) => inputs),
      [
        {
          bucket: "b",
          targetBucket: NAME,
          targetPrefix: "b/",
          expectedBucketOwner: "111111111111",
        },
        { bucket: "web", targetBucket: NAME, targetPrefix: "logs/web/" },
      ],
    );
  });

  it("lays additional statements over its policy, also such as name the bucket", async () => {
    const replaced = { Sid: "DenyOldTls", Effect: "Deny", Action: "s3:Get*" } as const;
    const stack = await bucketOf({
      hardeningPolicy: "default",
      additionalBucketPolicies: (arn) => [
        { Statement: [replaced] },
        arn.apply((Resource) => ({
          Statement: { Sid: "Own", Effect: "Allow" as const, Resource },
        })),
      ],
    });
    const statements = stack.statements("BucketPolicy");
    assert.deepEqual(statements.at(-2), replaced);
    assert.deepEqual(statements.at(-1), { Sid: "Own", Effect: "Allow", Resource: ARN });
  });

  it("makes no policy where nothing is denied or allowed", async () => {
    assert.deepEqual((await bucketOf({ hardeningPolicy: "none" })).all("BucketPolicy"), []);
    const log = await bucketOf({
      compatibility: { hardeningPolicy: "terraform" },
      bucketMode: "log",
    });
    assert.deepEqual(log.all("BucketPolicy"), []);
  });

  it("gives consumers their actions and the use of the key through S3", async () => {
    const stack = await bucketOf({
      consumerPolicyActions: { "EC2-Read": ["s3:GetObject"], Writer: ["s3:PutObject"] },
      createConsumerReadonlyPolicy: true,
    });
    const policy = stack.one("iam/policy:Policy", "files-consumer-EC2-Read").inputs;
    assert.equal(policy["name"], "acme-qa-data-EC2-Read-us-east-1-policy");
    assert.deepEqual(JSON.parse(String(policy["policy"])), {
      Version: "2012-10-17",
      Id: "EC2Read",
      Statement: [
        {
          Sid: "EC2Read",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [ARN, `${ARN}/*`],
        },
        {
          Sid: "UseBucketKey",
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
        },
      ],
    });
    const [, writing] = stack.statements("iam/policy:Policy", "files-consumer-Writer");
    assert.deepEqual(writing?.Action, ["kms:Decrypt", "kms:GenerateDataKey"]);
    const [reading] = stack.statements("iam/policy:Policy", "files-readonly");
    assert.deepEqual(reading?.Action, ["s3:ListBucket", "s3:GetObject"]);
  });

  it("gives the key's use for writing with every pattern of actions that writes, and no other", async () => {
    const stack = await bucketOf({
      consumerPolicyActions: { a: ["S3:pu*"], b: ["s3:*Object"], c: ["s3:PutObjectTagging"] },
    });
    const keyActions = ["a", "b", "c"].map(
      (name) => stack.statements("iam/policy:Policy", `files-consumer-${name}`)[1]?.Action,
    );
    assert.deepEqual(keyActions, [
      ["kms:Decrypt", "kms:GenerateDataKey"],
      ["kms:Decrypt", "kms:GenerateDataKey"],
      ["kms:Decrypt"],
    ]);
  });

  it("makes its settings one after the other where S3 refuses two at once", async () => {
    const stack = await bucketOf({ objectOwnership: "ObjectWriter" });
    const chain = ["PublicAccessBlock", "Policy", "OwnershipControls", "Acl"].map((part) =>
      stack.one(`Bucket${part}`),
    );
    for (const [index, later] of chain.slice(1).entries()) {
      assert.ok(stack.isAfter(later, chain[index]!), `${later.name} after ${chain[index]?.name}`);
    }
  });

  it("encrypts the objects of its folders like itself", async () => {
    const kms = (await bucketOf({ folderNames: ["a/b"] })).one("BucketObjectv2").inputs;
    assert.deepEqual(kms, {
      bucket: NAME,
      key: "a/b/.keep",
      kmsKeyId: KEY,
      serverSideEncryption: "aws:kms",
      tags: { Environment: "qa", Name: "data-a/b" },
    });
    const own = await bucketOf({ folderNames: ["a"], useKmsManagedKey: false });
    assert.equal(own.one("BucketObjectv2").inputs["serverSideEncryption"], "AES256");
  });

  const refused: [string, Partial<BucketArgs>, RegExp][] = [
    [
      "a name that is too long",
      { bucketName: "x".repeat(40) },
      /68 characters: AWS allows 3 to 63/,
    ],
    ["upper case in the name", { bucketName: "Data" }, /may hold only lower-case letters/],
    ["an unknown ownership", { objectOwnership: "Me" as never }, /objectOwnership: is "Me"/],
    ["an unknown mode", { bucketMode: "both" as never }, /bucketMode: is "both"/],
    ["sources without log mode", { sourceS3ServerLogs: { a: { bucketName: "b" } } }, /log/],
    ["a key that is not used", { kmsKeyArn: KEY, useKmsManagedKey: false }, /kmsKeyArn: is given/],
    ["a consumer that may do nothing", { consumerPolicyActions: { a: [] } }, /a: names no action/],
    [
      "a lock of days and years",
      { objectLockRule: { mode: "COMPLIANCE", days: 1, years: 1 } },
      /must have days or years/,
    ],
    [
      "a lock without versions",
      { objectLockRule: { mode: "COMPLIANCE", days: 1 }, versioningEnabled: false },
      /versioningEnabled: is false, but objectLockRule locks versions/,
    ],
    ["a rule that does nothing", { lifecycleRules: [{ id: "a" }] }, /has no action/],
    [
      "two rules of one name",
      { lifecycleRules: [1, 2].map((expirationDays) => ({ id: "a", expirationDays })) },
      /lifecycleRules\[1\].id: is "a", which another rule has/,
    ],
    ["a name that its key cannot have", { bucketName: "a.b" }, /bucketName: KMS alias .* may hold/],
    ["a wrong setting of its key", { ownKey: { deletionWindowInDays: 1 } }, /ownKey\.deletionWind/],
    [
      "a wrong policy of its key",
      { additionalKmsKeyPolicies: ["{}"] },
      /additionalKmsKeyPolicies\[0\]: must be a policy document/,
    ],
    [
      "a folder that no tag can name",
      { folderNames: ["😀"] },
      /folderNames: tag "Name" has the value/,
    ],
    ["a folder twice", { folderNames: ["a", "a"] }, /folderNames: has "a" 2 times/],
    [
      "a method that CORS has not",
      { corsRules: [{ allowedMethods: ["PATCH"], allowedOrigins: ["*"] }] },
      /corsRules\[0\]\.allowedMethods\[0\]: is "PATCH"/,
    ],
    ["a policy that is none", { additionalBucketPolicies: ["[]"] }, /must be a policy document/],
    [
      "a consumer's name that IAM refuses",
      { consumerPolicyActions: { "a b": ["s3:GetObject"] } },
      /IAM policy name .* may hold only/,
    ],
  ];
  it("makes nothing when its arguments are wrong, its key's included", async () => {
    const stack = await declared(() => {
      assert.throws(() => new Bucket("files", { ...ARGS, bucketName: "a.b" }), /KMS alias/);
    });
    assert.deepEqual(stack.identities, []);
  });

  it("takes any folder where the caller's own Name is the tag", () => {
    assert.doesNotThrow(() =>
      checkBucketArgs({ ...ARGS, folderNames: ["😀"], tags: { Name: "files" } }),
    );
  });

  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => checkBucketArgs({ ...ARGS, ...args }), message);
    });
  }
});
