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
    [{ code: undefined }, "entry: give one of entry, sourceCodeDir, code and image, not 0"],
    [{ entry: "x.ts" }, "entry: give one of entry, sourceCodeDir, code and image, not 2"],
    [{ code: undefined, sourceCodeDir: "none" }, 'sourceCodeDir: "none": none is not a folder'],
    [{ code: undefined, entry: "none.ts" }, 'entry: "none.ts": cannot be bundled: .*none.ts"'],
    [{ runtime: undefined }, "runtime: must be a non-empty string, not missing"],
    [{ handler: "" }, 'handler: must be a non-empty string, not ""'],
    [{ runtime: "python9" }, 'runtime: is "python9": the AWS provider knows python3.10, .*'],
    [{ timeout: 901 }, "timeout: is 901: must be a whole number from 1 to 900"],
    [{ memorySize: 127.5 }, "memorySize: is 127.5: must be a whole number from 128 to 10240"],
    [{ reservedConcurrentExecutions: -2 }, "reservedConcurrentExecutions: is -2: .* from -1 .*"],
    [
      { layerArns: Array<string>(6).fill("arn:aws:lambda:us-east-1:000000000000:layer:x:1") },
      "layerArns: has 6 layers: AWS allows 5 on a function",
    ],
    [{ layerArns: ["x"] }, String.raw`layerArns\[0\]: is "x": must be such as arn:aws:lambda:.*`],
    [{ kmsKeyArn: "alias/x" }, 'kmsKeyArn: is "alias/x": must be such as arn:aws:kms:.*'],
    [
      { deadLetterTargetArn: "arn:aws:s3:::x" },
      'deadLetterTargetArn: is "arn:aws:s3:::x": must be such as arn:aws:sqs:.*',
    ],
    [{ description: "d".repeat(257) }, "description: has 257 characters: AWS allows 256 in .*"],
    [{ handler: "h".repeat(129) }, "handler: has 129 characters: AWS allows 128 in .*"],
    [
      { additionalRolePolicyArns: Array<string>(11).fill("arn:aws:iam::aws:policy/X") },
      "additionalRolePolicyArns: has 11 managed policies: AWS allows 10 attached to a role",
    ],
    [
      { environmentVariables: JSON.parse('{"toString":"x"}') },
      "environmentVariables.toString: is a name that Pulumi's SDK cannot send: choose another",
    ],
    [
      { environmentVariables: { AWS_REGION: "x" } },
      "environmentVariables.AWS_REGION: is a name that Lambda sets itself: choose another",
    ],
    [
      { permissions: { a: { principal: "s3.amazonaws.com", sourceAccount: "1" } } },
      'permissions.a.sourceAccount: is "1": must be such as 111122223333',
    ],
    [
      { edge: true, edgeBucket: { suffix: "UP" } },
      "name: S3 bucket name .* may hold only lower-case letters, digits, hyphens and dots",
    ],
    [{ ownKey: { deletionWindowInDays: 1 } }, "ownKey.deletionWindowInDays: is 1: .*"],
    [{ logRetentionInDays: 31 }, "logRetentionInDays: is 31: must be 0 or 1 or .*"],
    [{ alias: "7" }, 'alias: Lambda alias "7" must not be a number, which names a version'],
    [{ vpcConfig: { securityGroupIds: [], subnetIds: ["s"] } }, "vpcConfig: needs both .*"],
    [{ roleArn: "" }, 'roleArn: is "": must be such as arn:aws:iam:.*'],
    [
      {
        roleArn: "arn:aws:iam::000000000000:role/r",
        additionalRolePolicyArns: ["arn:aws:iam::aws:policy/X"],
      },
      "additionalRolePolicyArns: is for the own .*",
    ],
    [{ edgeBucketName: "b" }, "edgeBucketName: is for edge: set it"],
    [{ environmentVariables: { "1X": "" } }, "environmentVariables.1X: must begin with a letter.*"],
    [
      { environmentVariables: { TEXT: "é".repeat(2047) } },
      "environmentVariables: has 4098 bytes: AWS allows 4096 in a function's environment; move large values to ssmParams",
    ],
    [{ permissions: { "a b": { principal: "x" } } }, "permissions.a b: .* may hold only .*"],
    [{ permissions: { a: { principal: "" } } }, "permissions.a.principal: is missing: .*"],
    [
      { ssmParams: { "/aws/x": "v" } },
      String.raw`ssmParams\["/aws/x"\]: SSM parameter name .* must not begin with aws or ssm, .*`,
    ],
    [{ ssmParams: { "/x": "" } }, String.raw`ssmParams\["/x"\]: has an empty value, .*`],
    [{ tags: { "aws:x": "y" } }, "tags: tag .* which AWS reserves"],
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
    assert.equal(
      problem,
      'ssmParams["/x"]: has 12000 characters: AWS allows 8192 in a parameter\'s value',
    );
  });

  it("tell everything at once", () => {
    assert.equal(problemsOf({ timeout: 0, memorySize: 1, runtime: "x", alias: "" }).length, 4);
  });
});
