import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Bucket, Key, LambdaFunction, StateMachine } from "../../../components";
import { type Statement } from "../../../statemachine/iam";
import { declared } from "../../support/declared";

const ARGS = { prefix: "acme", environment: "qa", name: "orders" };
const CODE = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("") });

/** A statement whose Sid makes it as long as it is to be. */
function statement(length: number, more: Partial<Statement> = {}): Statement {
  const short = { Sid: "", Effect: "Allow" as const, Action: "s3:GetObject", ...more };
  return { ...short, Sid: "x".repeat(length - JSON.stringify(short).length) };
}

/** A document of one statement that is as long, in characters without white space. */
function documentOf(length: number): { Statement: Statement[] } {
  return { Statement: [statement(length)] };
}

const machine = (more: object): Promise<unknown> =>
  declared(
    () =>
      new StateMachine("workflow", {
        ...ARGS,
        definition: {
          Comment: "Ends.",
          StartAt: "Done",
          TimeoutSeconds: 60,
          States: { Done: { Type: "Succeed", Comment: "Ends." } },
        },
        ...more,
      }),
  );

describe("a policy that is too long for AWS", () => {
  it("of a bucket is an error of the policies that make it so, known early or late", async () => {
    const bucket = (document: unknown): Promise<unknown> =>
      declared(
        () =>
          new Bucket("data", {
            ...ARGS,
            bucketName: "data",
            hardeningPolicy: "none",
            additionalBucketPolicies: [document as { Statement: Statement[] }],
          }),
      );
    const around = '{"Version":"2012-10-17","Statement":[]}'.length;
    await bucket(documentOf(20_480 - around));
    for (const document of [
      documentOf(20_481 - around),
      pulumi.output(documentOf(20_481 - around)),
    ])
      await assert.rejects(
        bucket(document),
        /Bucket has invalid arguments:\n  additionalBucketPolicies: has 20481 bytes: AWS allows 20480 in a bucket policy; say the same with fewer/,
      );
  });

  it("of a key is an error of the argument that takes most of it", async () => {
    const key = (more: object): Promise<unknown> =>
      declared(() => new Key("key", { ...ARGS, ...more }));
    await assert.rejects(
      key({ additionalPolicies: [documentOf(33_000)] }),
      /Key has invalid arguments:\n  additionalPolicies: has \d+ bytes: AWS allows 32768 in [^;]*/,
    );
    const principals = Array.from(
      { length: 700 },
      (_item, at) => `arn:aws:iam::000000000000:role/r${at}`,
    );
    await assert.rejects(
      key({ keyType: "direct", allowAccessFromPrincipals: principals }),
      /\n  allowAccessFromPrincipals: has \d+ bytes: AWS allows 32768 in a key policy/,
    );
  });

  it("of trust is an error of the services that are trusted", async () => {
    const services = (count: number): string[] =>
      Array.from({ length: count }, (_item, at) => `service-${at}.amazonaws.com`);
    await machine({ trustedEntities: services(50) });
    await assert.rejects(
      machine({ trustedEntities: services(100) }),
      /StateMachine has invalid arguments:\n  trustedEntities: has \d+ characters: AWS allows 2048 in [^;]*; .*4,096/,
    );
  });

  it("of an integration, a consumer or a function's role is an error of it", async () => {
    const functions = Array.from(
      { length: 80 },
      (_item, at) =>
        `arn:aws:lambda:us-east-1:000000000000:function:acme-production-orders-${at}-function`,
    );
    await assert.rejects(
      machine({ serviceIntegrations: { lambda: { lambda: functions } } }),
      /\n  serviceIntegrations\.lambda: has \d+ characters: AWS allows 6144 in [^;]*/,
    );
    const actions = Array.from({ length: 500 }, (_item, at) => `s3:GetObject${at}`);
    await assert.rejects(
      declared(
        () =>
          new Bucket("data", {
            ...ARGS,
            bucketName: "data",
            consumerPolicyActions: { reader: actions },
          }),
      ),
      /\n  consumerPolicyActions\.reader: has \d+ characters: AWS allows 6144 in [^;]*/,
    );
    const statements = [statement(10_240, { Resource: "*" })];
    await assert.rejects(
      declared(
        () =>
          new LambdaFunction("work", {
            ...ARGS,
            code: CODE,
            runtime: "nodejs22.x",
            handler: "index.handler",
            statements,
          }),
      ),
      /LambdaFunction has invalid arguments:\n  statements: has \d+ characters: AWS allows 10240 in [^;]*/,
    );
  });
});
