import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkLambdaFunctionArgs } from "../../../components/lambda/check";
import type { LambdaFunctionArgs } from "../../../components/lambda/args";

const ARGS: LambdaFunctionArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  code: new pulumi.asset.AssetArchive({}),
  runtime: "python3.14",
  handler: "main.handler",
};

/** What is wrong with arguments that differ from good ones in this. */
function problemsOf(changes: Partial<LambdaFunctionArgs>): string[] {
  try {
    checkLambdaFunctionArgs({ ...ARGS, ...changes });
    return [];
  } catch (error) {
    assert(pulumi.InputPropertiesError.isInstance(error));
    return error.errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
  }
}

describe("arguments of a LambdaFunction", () => {
  it("are good as they are", () => {
    assert.deepEqual(problemsOf({}), []);
  });

  const cases: [Partial<LambdaFunctionArgs>, string][] = [
    [
      { name: "n".repeat(50), roleArn: "arn:aws:iam::000000000000:role/x" },
      "name: Lambda function name .* has 67 characters: AWS allows 1 to 64",
    ],
    [{ name: "n".repeat(45) }, "name: IAM role name .* has 67 characters: AWS allows 1 to 64"],
    [{ code: undefined }, "entry: give one of entry, sourceCodeDir and code, not 0"],
    [{ entry: "x.ts" }, "entry: give one of entry, sourceCodeDir and code, not 2"],
    [{ code: undefined, sourceCodeDir: "none" }, 'sourceCodeDir: "none": none is not a folder'],
    [{ code: undefined, entry: "none.ts" }, 'entry: "none.ts": cannot be bundled: .*none.ts"'],
    [{ runtime: undefined }, "runtime: must be a non-empty string, not missing"],
    [{ handler: "" }, 'handler: must be a non-empty string, not ""'],
    [{ runtime: "python9" }, 'runtime: is "python9": the AWS provider knows python3.10, .*'],
    [{ timeout: 901 }, "timeout: is 901: must be a whole number from 1 to 900"],
    [{ memorySize: 127.5 }, "memorySize: is 127.5: must be a whole number from 128 to 10240"],
    [{ reservedConcurrentExecutions: -2 }, "reservedConcurrentExecutions: is -2: .* from -1 .*"],
    [{ layerArns: Array<string>(6).fill("x") }, "layerArns: has 6 layers: AWS allows 5 .*"],
    [{ logRetentionInDays: 31 }, "logRetentionInDays: is 31: must be 0 or 1 or .*"],
    [{ alias: "7" }, 'alias: is "7": must be 1 to 128 .* and not a number'],
    [{ vpcConfig: { securityGroupIds: [], subnetIds: ["s"] } }, "vpcConfig: needs both .*"],
    [{ roleArn: "" }, "roleArn: is empty: .*"],
    [
      { roleArn: "r", additionalRolePolicyArns: ["x"] },
      "additionalRolePolicyArns: is for the own .*",
    ],
    [{ edgeBucketName: "b" }, "edgeBucketName: is for edge: set it"],
    [{ environmentVariables: { "1X": "" } }, "environmentVariables.1X: must begin with a letter.*"],
    [
      { environmentVariables: { TEXT: "é".repeat(2047) } },
      "environmentVariables: take 4098 bytes: Lambda holds 4096, so move large values to ssmParams",
    ],
    [{ permissions: { "a b": { principal: "x" } } }, "permissions.a b: .* may hold only .*"],
    [{ permissions: { a: { principal: "" } } }, "permissions.a.principal: is missing: .*"],
    [
      { ssmParams: { "/aws/x": "v" } },
      String.raw`ssmParams\["/aws/x"\]: begins with aws or ssm, .*`,
    ],
    [{ ssmParams: { "/x": "" } }, String.raw`ssmParams\["/x"\]: has an empty value, .*`],
    [{ tags: { "aws:x": "y" } }, "tags: tag key .* which AWS reserves"],
  ];
  for (const [changes, message] of cases) {
    it(`tell of ${message}`, () => {
      const problems = problemsOf(changes);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0]!, new RegExp(`^${message}$`));
    });
  }

  it("never tell the value of a parameter", () => {
    const [problem] = problemsOf({ ssmParams: { "/x": "s3cr3t".repeat(2000) } });
    assert.equal(problem, 'ssmParams["/x"]: has a value of 12000 characters: SSM allows 8192');
  });

  it("tell everything at once", () => {
    assert.equal(problemsOf({ timeout: 0, memorySize: 1, runtime: "x", alias: "" }).length, 4);
  });
});
