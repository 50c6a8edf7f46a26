import assert from "node:assert/strict";
import { declareModule } from "../../../migration/modules/declare";
import { runScenario, type Made, type MadeResource } from "../../../migration/parity/scenario";
import { MAPPINGS } from "../../../migration/modules/mappings";
import { componentArgs } from "../../../migration/modules/variables";
import { declared } from "../../support/declared";

const ACCOUNT = "000000000000";
const VARIABLES = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  source_code_dir: "./src",
  compressed_local_file_dir: "./outputs",
  runtime: "python3.12",
  handler: "main.lambda_handler",
};

const make = (variables: Record<string, unknown>): Promise<Made> =>
  runScenario({ scenario: "x", module: "lambda", variables: { ...VARIABLES, ...variables } });

async function inputsOf(
  type: string,
  variables: Record<string, unknown>,
): Promise<MadeResource["inputs"]> {
  const found = (await make(variables)).resources.filter((each) => each.type === type);
  assert.equal(found.length, 1, `${found.length} ${type}`);
  return found[0]!.inputs;
}
const FUNCTION = "aws:lambda/function:Function";

describe("a lambda module that is declared as it was", () => {
  it("carries the three suffixes of an edge function, and makes no random text", async () => {
    const variables = { ...VARIABLES, is_edge: true, is_create_lambda_bucket: true };
    const suffixes = { key: "aaaaa", bucket: "bbbbbb", bucketKey: "ccccc" };
    const archive = "package.json";
    const stack = await declared(() =>
      declareModule("edge", { module: "lambda", variables, suffixes, archive }),
    );
    assert.deepEqual(stack.all("RandomString"), []);
    const aliases = stack.all("kms/alias:Alias").map(({ inputs }) => String(inputs.name).slice(-5));
    assert.deepEqual(aliases.sort(), ["aaaaa", "ccccc"]);
    assert.match(String(stack.one("s3/bucket:Bucket").inputs.bucket), /-bbbbbb$/);
  });
});

describe("variables of the lambda module beyond the recorded scenarios", () => {
  it("is_edge: the code lies in a bucket of the module s3, with the settings it is called with", async () => {
    const { resources } = await make({
      is_edge: true,
      is_create_lambda_bucket: true,
      tags: { T: "1" },
    });
    const types = resources.map(({ type }) => type).filter((type) => type.includes(":s3/"));
    assert.deepEqual(types.sort(), [
      "aws:s3/bucket:Bucket",
      "aws:s3/bucketObjectv2:BucketObjectv2",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketVersioning:BucketVersioning",
    ]);
    const bucket = `acme-qa-orders-lambda-edge-bucket-${ACCOUNT}-xxxxxx`;
    const one = (type: string): MadeResource["inputs"] =>
      resources.find((each) => each.type === type)!.inputs;
    const tags = { Environment: "qa", Terraform: "true", T: "1" };
    assert.deepEqual(one("aws:s3/bucket:Bucket"), {
      bucket,
      forceDestroy: true,
      tags: { ...tags, Name: bucket },
    });
    const { source, ...object } = one("aws:s3/bucketObjectv2:BucketObjectv2");
    assert(source);
    assert.deepEqual(object, {
      bucket,
      key: "acme-qa-orders.zip",
      tags: { ...tags, Module: "terraform-aws-lambda", Name: "acme-qa-orders.zip" },
    });
    const { s3Bucket, s3Key, s3ObjectVersion, code } = one(FUNCTION);
    assert.deepEqual([s3Bucket, s3Key, s3ObjectVersion], [bucket, "acme-qa-orders.zip", "null"]);
    assert.equal(code, undefined);
    const trust = JSON.parse(String(one("aws:iam/role:Role").assumeRolePolicy)) as {
      Statement: { Principal: unknown }[];
    };
    assert.deepEqual(trust.Statement[0]?.Principal, {
      Service: ["edgelambda.amazonaws.com", "lambda.amazonaws.com"],
    });
    const { name } = one("aws:iam/rolePolicy:RolePolicy");
    assert.equal(name, "acme-qa-orders-lambda-at-edge-log-access-policy");
  });

  it("is_create_lambda_role = false: no role, no policies, parameters all the same", async () => {
    const { resources, outputs } = await make({
      is_create_lambda_role: false,
      lambda_role_arn: `arn:aws:iam::${ACCOUNT}:role/x`,
      additional_lambda_role_policy_arns: ["arn:aws:iam::aws:policy/X"],
      ssm_params: { "/a": "b" },
      is_create_default_kms: false,
    });
    assert.deepEqual(resources.map(({ type }) => type).sort(), [
      "aws:cloudwatch/logGroup:LogGroup",
      FUNCTION,
      "aws:ssm/parameter:Parameter",
    ]);
    assert.equal(outputs.execution_role_arn, `arn:aws:iam::${ACCOUNT}:role/x`);
  });

  it("cloudwatch_log_group_kms_key_arn: the key given, and none of the module's own", async () => {
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
    const { resources } = await make({ cloudwatch_log_group_kms_key_arn: key });
    assert(!resources.some(({ type }) => type.includes(":kms/")));
    const group = resources.find(({ type }) => type.endsWith(":LogGroup"));
    assert.equal(group?.inputs.kmsKeyId, key);
  });

  it("environment, VPC, dead-letter target and tracing become the function's blocks", async () => {
    const target = `arn:aws:sqs:us-east-1:${ACCOUNT}:dlq`;
    const inputs = await inputsOf(FUNCTION, {
      environment_variables: { MODE: 1 },
      vpc_config: { security_group_ids: ["sg-1"], subnet_ids_to_associate: ["subnet-1"] },
      dead_letter_target_arn: target,
      tracing_mode: "Active",
    });
    assert.deepEqual(inputs.environment, { variables: { MODE: "1" } });
    assert.deepEqual(inputs.vpcConfig, { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1"] });
    assert.deepEqual(inputs.deadLetterConfig, { targetArn: target });
    assert.deepEqual(inputs.tracingConfig, { mode: "Active" });
  });

  it("are left out of the function where they are empty, as Terraform leaves them out", async () => {
    const inputs = await inputsOf(FUNCTION, { dead_letter_target_arn: null });
    for (const name of [
      "environment",
      "vpcConfig",
      "deadLetterConfig",
      "kmsKeyArn",
      "loggingConfig",
    ]) {
      assert.equal(inputs[name], undefined, name);
    }
    assert.deepEqual(inputs.tracingConfig, { mode: "PassThrough" });
    assert.deepEqual(inputs.layers, []);
  });

  it("what the original rejects is an error in its words, all at once", () => {
    const bad = { is_create_lambda_role: false, tracing_mode: "Passive", timeout: "soon" };
    assert.throws(() => componentArgs(MAPPINGS.lambda, { ...VARIABLES, ...bad }), {
      message: [
        "the variables of module lambda are wrong:",
        '  timeout: must be a number, not "soon"',
        '  tracing_mode: is "Passive": must be "PassThrough" or "Active"',
        '  lambda_role_arn: is "": must be such as arn:aws:iam::111122223333:role/orders',
      ].join("\n"),
    });
    assert.throws(
      () => componentArgs(MAPPINGS.lambda, { ...VARIABLES, is_create_lambda_role: false }),
      {
        message: /\n {2}lambda_role_arn: is "": must be such as arn:aws:iam:/,
      },
    );
    assert.throws(() => componentArgs(MAPPINGS.lambda, { ...VARIABLES, is_edge: true }), {
      message: /\n {2}bucket_name: is empty: name the bucket/,
    });
  });

  it("no error shows the value of a parameter", () => {
    for (const ssm_params of ["s3cr3t", { "/a": { b: "s3cr3t" } }, { "/ssm": "s3cr3t" }]) {
      assert.throws(
        () => componentArgs(MAPPINGS.lambda, { ...VARIABLES, ssm_params }),
        (error) => error instanceof Error && !error.message.includes("s3cr3t"),
      );
    }
  });
});
