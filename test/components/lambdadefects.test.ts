import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction } from "../../components/lambda";
import type { LambdaFunctionArgs } from "../../components/lambdaargs";
import type { Statement } from "../../components/policies";
import { runScenario } from "../../migration/scenario";
import { declared, type Declared } from "../support/declared";

/** The function with no more than it must be told. */
const hardened = (args: Partial<LambdaFunctionArgs> = {}): Promise<Declared> =>
  declared(() => {
    const code = new pulumi.asset.AssetArchive({});
    const names = { prefix: "acme", environment: "qa", name: "orders" };
    return new LambdaFunction("work", {
      ...names,
      code,
      runtime: "python3.14",
      handler: "a.b",
      ...args,
    });
  });

const wild = (statements: Statement[]): (string | string[] | undefined)[] =>
  statements
    .filter(({ Effect, Resource }) => Effect === "Allow" && Resource === "*")
    .map(({ Action }) => Action);

describe("defects of the original lambda module that the component has not", () => {
  it("no log group but default KMS on: Invalid index", async () => {
    const variables = {
      ...{ prefix: "acme", environment: "qa", name: "orders", source_code_dir: "./src" },
      ...{ runtime: "python3.12", handler: "main.handler", is_create_cloudwatch_log_group: false },
    };
    const { resources } = await runScenario({
      scenario: "no-log-group",
      module: "lambda",
      variables,
    });
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", "aws:lambda/function:Function"],
    );
  });

  it("the ssm policy grants secretsmanager on a parameter ARN", async () => {
    const stack = await hardened({ ssmParams: { "/acme/token": "x" } });
    const statements = stack.statements("iam/policy:Policy");
    assert.deepEqual(
      statements.map(({ Action }) => Action),
      [["ssm:GetParameter", "ssm:GetParameters"], "kms:Decrypt"],
    );
    const parameter = "arn:aws:ssm:us-east-1:000000000000:parameter/acme/token";
    assert.deepEqual(statements[0]?.Resource, [parameter]);
  });

  it("roles: logs and EC2 actions on every resource", async () => {
    // X-Ray knows no resources.
    const tracing = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
    const statements = (await hardened()).statements("iam/rolePolicy:RolePolicy");
    assert.deepEqual(wild(statements), [tracing]);
    assert(!JSON.stringify(statements).includes("ec2:"));

    const vpcConfig = { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] };
    const inVpc = (await hardened({ vpcConfig })).statements("iam/rolePolicy:RolePolicy");
    assert.equal(wild(inVpc).length, 2);
  });

  it("log group made beside the function, so that Lambda may create it first, unencrypted", async () => {
    const stack = await hardened();
    const logGroup = stack.one("cloudwatch/logGroup:LogGroup");
    assert(stack.isAfter(stack.one("lambda/function:Function"), logGroup));
    assert.match(String(logGroup.inputs.kmsKeyId), /:key\//);
  });

  it("trust policies without aws:SourceAccount, key policy principal *", async () => {
    const stack = await hardened();
    const [trust, ...others] = stack.statements("iam/role:Role", undefined, "assumeRolePolicy");
    assert.deepEqual(others, []);
    assert.deepEqual(trust?.Condition, { StringEquals: { "aws:SourceAccount": "000000000000" } });
    const open = stack
      .statements("kms/key:Key")
      .filter(({ Principal }) => JSON.stringify(Principal).includes('"*"'));
    assert.deepEqual(open, []);
  });

  it("no tracing, 3 s timeout", async () => {
    const { tracingConfig, timeout } = (await hardened()).one("lambda/function:Function").inputs;
    assert.deepEqual(tracingConfig, { mode: "Active" });
    assert.equal(timeout, 30);
  });
});
