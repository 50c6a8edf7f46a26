import assert from "node:assert/strict";
import { Key, type KeyArgs } from "../../components";
import { checkKeyArgs } from "../../components/kms/check";
import { declared } from "../support/declared";

const ARGS: KeyArgs = { prefix: "acme", environment: "qa", name: "orders" };
const ROOT = "arn:aws:iam::000000000000:root";
const S3 = "s3.us-east-1.amazonaws.com";

const keyOf = (args: Partial<KeyArgs> = {}): ReturnType<typeof declared> =>
  declared(() => new Key("key", { ...ARGS, ...args }));

describe("Key", () => {
  it("keeps the types and names of its resources", async () => {
    assert.deepEqual((await keyOf()).identities, [
      "aws:kms/alias:Alias key-alias",
      "aws:kms/key:Key key",
      "random:index/randomString:RandomString key-suffix",
      "stepfunctions:index:Key key",
    ]);
  });

  it("rotates, waits 30 days, and names key and alias alike", async () => {
    const stack = await keyOf({ tags: { Team: "a" } });
    const { policy, ...key } = stack.one("kms/key:Key").inputs;
    assert.equal(typeof policy, "string");
    assert.deepEqual(key, {
      description: "Encryption key acme-qa-orders-kms",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      tags: {
        Environment: "qa",
        Name: "acme-qa-orders-kms-xxxxx",
        Alias: "acme-qa-orders-kms-xxxxx",
        Team: "a",
      },
    });
    const alias = stack.one("kms/alias:Alias").inputs;
    assert.deepEqual(alias, { name: "alias/acme-qa-orders-kms-xxxxx", targetKeyId: "UUID" });
  });

  it("admits by default the account's administrators, who cannot use the key, and nobody else", async () => {
    const [admin, ...others] = (await keyOf()).statements("kms/key:Key");
    assert.deepEqual(others, []);
    assert.deepEqual(admin?.Principal, { AWS: ROOT });
    for (const action of ["kms:*", "kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"]) {
      assert.ok(!admin?.Action?.includes(action), action);
    }
  });

  it("admits the account's principals through the services named, and grants for AWS only", async () => {
    const statements = (await keyOf({ awsServiceNames: [S3] })).statements("kms/key:Key");
    const through = { "kms:ViaService": [S3], "kms:CallerAccount": ["000000000000"] };
    assert.deepEqual(statements.slice(1), [
      {
        Sid: "Allow Cryptography",
        Effect: "Allow",
        Principal: { AWS: ROOT },
        Action: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: { StringEquals: through },
      },
      {
        Sid: "Allow Grants For AWS Resources",
        Effect: "Allow",
        Principal: { AWS: ROOT },
        Action: ["kms:CreateGrant"],
        Resource: "*",
        Condition: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });

  it("admits the principals of a direct key, without condition", async () => {
    const principal = "arn:aws:iam::000000000000:role/app";
    const stack = await keyOf({ keyType: "direct", allowAccessFromPrincipals: [principal] });
    const use = stack.statements("kms/key:Key").find(({ Sid }) => Sid === "Allow Cryptography");
    assert.deepEqual(use?.Principal, { AWS: [principal] });
    assert.equal(use?.Condition, undefined);
  });

  it("gives services their own statements, then the caller's, the last of a Sid winning", async () => {
    const override = { Sid: "AllowCloudWatchLogs", Effect: "Deny", Action: "kms:*" } as const;
    const extra = { Sid: "Extra", Effect: "Allow", Action: "kms:DescribeKey" } as const;
    const stack = await keyOf({
      services: ["logs", "logDelivery"],
      serviceResources: { logGroups: ["/a"] },
      additionalPolicies: [{ Statement: [override] }, JSON.stringify({ Statement: extra })],
    });
    const statements = stack.statements("kms/key:Key");
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["Allow Admin", "AllowCloudWatchLogs", "AllowLogDelivery", "AllowLogEncryption", "Extra"],
    );
    assert.deepEqual(statements[1], override);
  });

  it("takes a given suffix instead of a random one", async () => {
    const stack = await keyOf({ suffix: "abcde" });
    assert.deepEqual(stack.all("randomString:RandomString"), []);
    assert.equal(stack.one("kms/alias:Alias").inputs["name"], "alias/acme-qa-orders-kms-abcde");
  });

  it("goes without a suffix in the alias where it is turned off", async () => {
    const stack = await keyOf({ appendRandomSuffix: false });
    assert.equal(stack.one("kms/alias:Alias").inputs["name"], "alias/acme-qa-orders-kms");
    assert.equal(stack.all("randomString:RandomString").length, 1);
  });

  it("refuses all wrong arguments at once, with the value and what is allowed", () => {
    const wrong = {
      ...ARGS,
      name: "with space",
      suffix: "",
      services: ["constructor" as never],
      keyType: "other" as never,
      compatibility: { servicePrincipals: "all" as never },
      deletionWindowInDays: 6,
      rotationPeriodInDays: 2561,
      additionalPolicies: ["{}", "no json"],
      tags: { "aws:x": "1" },
    };
    assert.throws(
      () => checkKeyArgs(wrong),
      (error: Error & { errors: { propertyPath: string }[] }) => {
        assert.deepEqual(
          error.errors.map(({ propertyPath }) => propertyPath),
          [
            "keyType",
            "compatibility.servicePrincipals",
            "deletionWindowInDays",
            "rotationPeriodInDays",
            "services",
            "suffix",
            "name",
            "additionalPolicies[0]",
            "additionalPolicies[1]",
            "tags",
          ],
        );
        assert.match(
          error.message,
          /deletionWindowInDays: is 6: must be a whole number from 7 to 30/,
        );
        return true;
      },
    );
  });

  it("makes nothing when its arguments are wrong", async () => {
    const stack = await declared(() => {
      assert.throws(
        () => new Key("key", { ...ARGS, name: "" }),
        /name: must be a non-empty string/,
      );
    });
    assert.deepEqual(stack.identities, []);
  });

  it("writes no empty condition or principal, whatever list is empty", async () => {
    const lists = { awsServiceNames: [], allowAccessFromPrincipals: [], callerAccountIds: [] };
    for (const keyType of ["service", "direct"] as const) {
      const statements = (await keyOf({ keyType, ...lists })).statements("kms/key:Key");
      assert.deepEqual(
        statements.map(({ Sid }) => Sid),
        ["Allow Admin"],
      );
    }
    const anyCaller = await keyOf({ awsServiceNames: [S3], callerAccountIds: [] });
    const [, cryptography] = anyCaller.statements("kms/key:Key");
    assert.deepEqual(cryptography?.Condition, {
      StringEquals: { "kms:ViaService": [S3], "kms:CallerAccount": ["000000000000"] },
    });
  });
});
