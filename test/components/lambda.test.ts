import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction } from "../../components/lambda";
import type { LambdaFunctionArgs } from "../../components/lambda/args";
import { declared, type Declared } from "../support/declared";

const ACCOUNT = "000000000000";
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const NAME = "acme-qa-orders-function";
const CODE = new pulumi.asset.AssetArchive({ "main.py": new pulumi.asset.StringAsset("pass") });
const TAGS = { Environment: "qa" };

const ARGS: LambdaFunctionArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  code: CODE,
  runtime: "python3.14",
  handler: "main.handler",
};

const functionOf = (args: Partial<LambdaFunctionArgs> = {}): Promise<Declared> =>
  declared(() => new LambdaFunction("work", { ...ARGS, ...args }));

describe("LambdaFunction", () => {
  it("keeps the types and names of its resources", async () => {
    assert.deepEqual((await functionOf()).identities, [
      "aws:cloudwatch/logGroup:LogGroup work-logs",
      "aws:iam/role:Role work-role",
      "aws:iam/rolePolicy:RolePolicy work-policy",
      "aws:kms/alias:Alias work-logs-key-alias",
      "aws:kms/key:Key work-logs-key",
      "aws:lambda/alias:Alias work-alias",
      "aws:lambda/function:Function work",
      "random:index/randomString:RandomString work-logs-key-suffix",
      "stepfunctions:index:Key work-logs-key",
      "stepfunctions:index:LambdaFunction work",
    ]);
  });

  it("keeps them with everything that can be asked for", async () => {
    const stack = await functionOf({
      edge: true,
      edgeBucket: { suffix: "abc123", ownKey: { suffix: "abcde" } },
      kmsKeyArn: KEY,
      additionalRolePolicyArns: ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"],
      ssmParams: { "/acme/token": "s3cr3t" },
      permissions: { events: { principal: "events.amazonaws.com" } },
    });
    assert.deepEqual(
      stack.identities.filter((identity) => !identity.includes("work-bucket")),
      [
        "aws:cloudwatch/logGroup:LogGroup work-logs",
        "aws:iam/policy:Policy work-params",
        "aws:iam/role:Role work-role",
        "aws:iam/rolePolicy:RolePolicy work-policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment work-additional-0",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment work-params",
        "aws:lambda/function:Function work",
        "aws:lambda/permission:Permission work-permission-events",
        "aws:s3/bucketObjectv2:BucketObjectv2 work-code",
        "aws:ssm/parameter:Parameter work-param-/acme/token",
        "stepfunctions:index:LambdaFunction work",
      ],
    );
    assert(stack.identities.includes("stepfunctions:index:Bucket work-bucket"));
  });

  it("says timeout, memory, tracing, log group and format, and publishes versions", async () => {
    const { code, ...inputs } = (await functionOf()).one("lambda/function:Function").inputs;
    assert(code);
    assert.deepEqual(inputs, {
      name: NAME,
      description: "Lambda function: acme-qa-orders",
      runtime: "python3.14",
      handler: "main.handler",
      timeout: 30,
      memorySize: 256,
      reservedConcurrentExecutions: -1,
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        logGroup: `/aws/lambda/${NAME}`,
      },
      role: `arn:aws:iam::${ACCOUNT}:role/${NAME}-role`,
      publish: true,
      tags: { ...TAGS, Name: NAME },
    });
  });

  it("bundles a TypeScript file for the newest Node.js", async () => {
    const entry = path.join(__dirname, "../../handler/index.ts");
    const stack = await functionOf({
      code: undefined,
      runtime: undefined,
      handler: undefined,
      entry,
    });
    const { runtime, handler, code } = stack.one("lambda/function:Function").inputs;
    assert.equal(runtime, "nodejs24.x");
    assert.equal(handler, "index.handler");
    assert.deepEqual(Object.keys((code as { archive: object }).archive), ["index.js"]);
  });

  it("deploys a folder as it is", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "function-"));
    writeFileSync(path.join(folder, "main.py"), "def handler(event, context): ...");
    const stack = await functionOf({ code: undefined, sourceCodeDir: folder });
    const { code } = stack.one("lambda/function:Function").inputs;
    assert.deepEqual(Object.keys((code as { archive: object }).archive), ["main.py"]);
    rmSync(folder, { recursive: true });
  });

  it("gives outputs named for who needs them", async () => {
    const outputs: unknown[] = [];
    await declared(() => {
      const work = new LambdaFunction("work", ARGS);
      const { arn, functionArn, aliasArn, functionName, executionRoleArn, logGroupName } = work;
      outputs.push(work.baseName);
      pulumi
        .all([arn, functionArn, aliasArn, functionName, executionRoleArn, logGroupName])
        .apply((values) => outputs.push(...values));
    });
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${NAME}`;
    assert.deepEqual(outputs, [
      "acme-qa-orders",
      `${arn}:1`,
      arn,
      `${arn}:live`,
      NAME,
      `arn:aws:iam::${ACCOUNT}:role/${NAME}-role`,
      `/aws/lambda/${NAME}`,
    ]);
  });

  it("follows the newest version with its alias, or has none", async () => {
    const alias = (await functionOf({ alias: "stable" })).one("lambda/alias:Alias").inputs;
    assert.deepEqual(alias, { name: "stable", functionName: NAME, functionVersion: "1" });
    assert.deepEqual((await functionOf({ alias: false })).all("lambda/alias:Alias"), []);
  });

  it("makes the function after its log group, its role's policies and its parameters", async () => {
    const stack = await functionOf({
      ssmParams: { "/a": "b" },
      additionalRolePolicyArns: ["arn:aws:iam::aws:policy/X"],
    });
    const made = stack.one("lambda/function:Function");
    for (const type of ["cloudwatch/logGroup:LogGroup", "iam/rolePolicy:RolePolicy"]) {
      assert(stack.isAfter(made, stack.one(type)), type);
    }
    for (const attachment of stack.all("RolePolicyAttachment")) {
      assert(stack.isAfter(made, attachment), attachment.name);
    }
    assert(stack.isAfter(made, stack.one("ssm/parameter:Parameter")));
  });

  it("encrypts environment, parameters and logs with the key given, and makes none then", async () => {
    const stack = await functionOf({
      kmsKeyArn: KEY,
      environmentVariables: { MODE: "fast" },
      ssmParams: { "/a": "b" },
    });
    const { environment, kmsKeyArn } = stack.one("lambda/function:Function").inputs;
    assert.deepEqual(environment, { variables: { MODE: "fast" } });
    assert.equal(kmsKeyArn, KEY);
    assert.equal(stack.one("ssm/parameter:Parameter").inputs.keyId, KEY);
    assert.equal(stack.one("cloudwatch/logGroup:LogGroup").inputs.kmsKeyId, KEY);
    assert.deepEqual(stack.all("kms/key:Key"), []);
  });

  it("passes on layers, VPC, dead-letter target, architecture and concurrency", async () => {
    const layer = `arn:aws:lambda:us-east-1:${ACCOUNT}:layer:x:1`;
    const stack = await functionOf({
      layerArns: [layer],
      vpcConfig: { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] },
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dlq`,
      architecture: "arm64",
      reservedConcurrentExecutions: 5,
    });
    const { inputs } = stack.one("lambda/function:Function");
    assert.deepEqual(inputs.layers, [layer]);
    assert.deepEqual(inputs.vpcConfig, {
      securityGroupIds: ["sg-1"],
      subnetIds: ["subnet-1", "subnet-2"],
    });
    assert.deepEqual(inputs.deadLetterConfig, {
      targetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dlq`,
    });
    assert.deepEqual(inputs.architectures, ["arm64"]);
    assert.equal(inputs.reservedConcurrentExecutions, 5);
  });

  it("runs with an existing role and leaves it alone", async () => {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/existing`;
    const stack = await functionOf({ roleArn, ssmParams: { "/a": "b" } });
    assert.equal(stack.one("lambda/function:Function").inputs.role, roleArn);
    assert.deepEqual(stack.all("aws:iam/"), []);
    assert.deepEqual(
      stack.identities.filter((identity) => identity.includes(":iam/")),
      [],
    );
  });

  it("makes no key without a log group, and lets the function make its own group", async () => {
    const stack = await functionOf({ createLogGroup: false });
    assert.deepEqual(stack.all("kms/key:Key"), []);
    assert.deepEqual(stack.all("LogGroup"), []);
    const [logs] = stack.statements("iam/rolePolicy:RolePolicy");
    assert.deepEqual(logs?.Action, [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
  });

  it("keeps the values of parameters secret, and only them", async () => {
    const value = pulumi.output("s3cr3t".repeat(1000));
    const stack = await functionOf({ ssmParams: { "/a": value, "/b": "s3cr3t" } });
    const [large, small] = stack.all("ssm/parameter:Parameter").map(({ inputs }) => inputs);
    assert.equal(large?.value, "[secret]");
    assert.equal(large?.tier, "Advanced");
    assert.deepEqual(small, {
      name: "/b",
      description: "param /b for the lambda function acme-qa-orders",
      type: "SecureString",
      tier: "Standard",
      keyId: "alias/aws/ssm",
      value: "[secret]",
      tags: TAGS,
    });
    assert(!JSON.stringify(stack.resources).includes("s3cr3t"));
  });

  it("counts characters of a parameter, not bytes, for its tier", async () => {
    const stack = await functionOf({
      ssmParams: { "/a": "é".repeat(4096), "/b": "é".repeat(4097) },
    });
    const tiers = stack.all("ssm/parameter:Parameter").map(({ inputs }) => inputs.tier);
    assert.deepEqual(tiers, ["Standard", "Advanced"]);
  });

  it("lets services invoke it on behalf of this account only", async () => {
    const rule = `arn:aws:events:us-east-1:${ACCOUNT}:rule/nightly`;
    const stack = await functionOf({
      permissions: {
        any: { principal: "sns.amazonaws.com" },
        events: { principal: "events.amazonaws.com", sourceArn: rule },
        s3: { principal: "s3.amazonaws.com", sourceArn: pulumi.output("arn:aws:s3:::in") },
        other: {
          principal: "s3.amazonaws.com",
          sourceArn: "arn:aws:s3:::x",
          sourceAccount: "111122223333",
        },
        partner: { principal: "111111111111" },
        role: {
          principal: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/Scaling`,
        },
      },
    });
    const permissions = stack
      .all("lambda/permission:Permission")
      .map(({ inputs }) => [inputs.statementId, inputs.sourceAccount]);
    assert.deepEqual(permissions.sort(), [
      ["AllowExecutionFrom-any", ACCOUNT],
      // The rule's ARN names the account already.
      ["AllowExecutionFrom-events", undefined],
      ["AllowExecutionFrom-other", "111122223333"],
      ["AllowExecutionFrom-partner", undefined],
      ["AllowExecutionFrom-role", undefined],
      ["AllowExecutionFrom-s3", ACCOUNT],
    ]);
  });
});

describe("LambdaFunction at the edge", () => {
  const own = { suffix: "abc123" };

  it("has its code in a bucket of its own, made after the bucket's versioning", async () => {
    const stack = await functionOf({ edge: true, edgeBucket: own });
    const bucket = `acme-qa-orders-lambda-edge-bucket-${ACCOUNT}-abc123`;
    const object = stack.one("s3/bucketObjectv2:BucketObjectv2");
    assert.equal(object.inputs.bucket, bucket);
    assert.equal(object.inputs.key, "acme-qa-orders.zip");
    assert(stack.isAfter(object, stack.one("s3/bucketVersioning:BucketVersioning")));
    const { inputs } = stack.one("lambda/function:Function");
    assert.deepEqual(
      [inputs.s3Bucket, inputs.s3Key, inputs.s3ObjectVersion, inputs.code],
      [bucket, "acme-qa-orders.zip", "UUID", undefined],
    );
  });

  it("puts it into an existing bucket, too", async () => {
    const stack = await functionOf({ edge: true, edgeBucketName: "mine" });
    assert.deepEqual(stack.all("s3/bucket:Bucket"), []);
    assert.equal(stack.one("BucketObjectv2").inputs.bucket, "mine");
  });

  it("answers within seconds, untraced, without alias, environment or JSON logs", async () => {
    const stack = await functionOf({ edge: true, edgeBucket: own });
    const { inputs } = stack.one("lambda/function:Function");
    assert.deepEqual([inputs.timeout, inputs.memorySize], [5, 128]);
    assert.deepEqual(inputs.tracingConfig, { mode: "PassThrough" });
    assert.deepEqual(inputs.loggingConfig, { logFormat: "Text" });
    assert.deepEqual(stack.all("lambda/alias:Alias"), []);
  });

  it("is trusted at the edge, and logs in every region", async () => {
    const stack = await functionOf({ edge: true, edgeBucket: own });
    const trust = stack.statements("iam/role:Role", "work-role", "assumeRolePolicy");
    assert.deepEqual(
      trust.map(({ Principal }) => Principal),
      [{ Service: "lambda.amazonaws.com" }, { Service: "edgelambda.amazonaws.com" }],
    );
    const [logs] = stack.statements("iam/rolePolicy:RolePolicy");
    assert.deepEqual(logs?.Resource, [
      `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/lambda/${NAME}:*`,
      `arn:aws:logs:*:${ACCOUNT}:log-group:/aws/lambda/us-east-1.${NAME}:*`,
    ]);
  });
});
