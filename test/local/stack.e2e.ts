import assert from "node:assert/strict";
import { GetKeyPolicyCommand, GetKeyRotationStatusCommand } from "@aws-sdk/client-kms";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { GetBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import {
  type AwsProvider,
  type AwsResource,
  createAwsProvider,
  resourceTypeOf,
} from "../../engine/aws";
import { PROJECT_DIR, runProgram, type StackDocument } from "../../engine/program";
import { startEmulator, type Emulator } from "../../local/emulator/emulator";

describe("the whole stack in the emulator", () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator();
  });

  after(async () => emulator.stop());

  for (const stack of ["local", "dev", "prod"]) {
    describe(`stack ${stack}`, () => {
      let cloud: AwsProvider;
      let document: StackDocument;

      before(async () => {
        const { endpoint } = emulator;
        cloud = await createAwsProvider({ endpoint, folder: PROJECT_DIR });
        document = await runProgram({ stack, provider: cloud });
      });

      it("creates each custom resource once", () => {
        const declared = document.resources.filter(({ custom }) => custom).map(({ urn }) => urn);
        assert.deepEqual(cloud.resources.map(({ urn }) => urn).sort(), declared);
      });

      it("reads each resource back as declared", async () => {
        const differences = await Promise.all(cloud.resources.map((each) => compare(cloud, each)));
        assert.deepEqual(differences.flat(), []);
      });

      it("encrypts everything under the stack's key, whose policy is the declared one", async () => {
        const { kms, s3, logs, lambda, sfn } = cloud.context.clients;
        const key = only(cloud, "aws:kms/key:Key");
        const arn = document.outputs["keyArn"];
        const { Policy } = await kms.send(
          new GetKeyPolicyCommand({ KeyId: key.id, PolicyName: "default" }),
        );
        const rotation = await kms.send(new GetKeyRotationStatusCommand({ KeyId: key.id }));
        const Bucket = document.outputs["payloadBucket"] as string;
        const bucket = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
        const [rule] = bucket.ServerSideEncryptionConfiguration?.Rules ?? [];
        const groups = await logs.send(
          new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws" }),
        );
        const ours = cloud.resources.filter(({ type }) => type.endsWith(":LogGroup"));
        const machine = await sfn.send(
          new DescribeStateMachineCommand({
            stateMachineArn: document.outputs["stateMachineArn"] as string,
          }),
        );
        const { Configuration } = await lambda.send(
          new GetFunctionCommand({ FunctionName: document.outputs["functionName"] as string }),
        );

        assert.deepEqual(JSON.parse(Policy ?? ""), JSON.parse(key.inputs["policy"] as string));
        assert.equal(rotation.KeyRotationEnabled, true);
        assert.equal(rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID, arn);
        assert.equal(machine.encryptionConfiguration?.kmsKeyId, arn);
        assert.equal(Configuration?.KMSKeyArn, arn);
        assert.ok(ours.length >= 2);
        for (const { id } of ours) {
          const group = groups.logGroups?.find(({ logGroupName }) => logGroupName === id);
          assert.equal(group?.kmsKeyId, arn, `${id} is not encrypted under the key`);
          assert.ok(group?.retentionInDays, `${id} keeps its events for ever`);
        }
      });

      it("lets the machine call exactly its function", async () => {
        const { iam } = cloud.context.clients;
        const policies = cloud.resources.filter(
          ({ type }) => type === "aws:iam/rolePolicy:RolePolicy",
        );
        const found = await Promise.all(
          policies.map(({ inputs: { role, name } }) =>
            iam.send(
              new GetRolePolicyCommand({ RoleName: role as string, PolicyName: name as string }),
            ),
          ),
        );
        const statements = found.flatMap(
          ({ PolicyDocument = "" }) =>
            (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] })
              .Statement,
        );
        const invoking = statements.filter(({ Action }) =>
          [Action].flat().includes("lambda:InvokeFunction"),
        );
        const called = invoking.flatMap(({ Resource }) => Resource);
        const name = document.outputs["functionName"] as string;
        assert.ok(called.length > 0);
        // With a version or all of them behind the name, never a name that only begins like it.
        assert.deepEqual([...new Set(called.map((arn) => arn.split(":")[6]))], [name]);
      });
    });
  }
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

/** The only resource of a type. */
function only(cloud: AwsProvider, type: string): AwsResource {
  const [found, ...more] = cloud.resources.filter((resource) => resource.type === type);
  assert.ok(found !== undefined && more.length === 0, `not exactly one ${type}`);
  return found;
}

/** Every input that does not read back as declared; those that cannot be read at all say why in the registry. */
async function compare(cloud: AwsProvider, resource: AwsResource): Promise<string[]> {
  const { unread = {} } = resourceTypeOf(resource.type);
  const found = await cloud.read(resource);
  return Object.entries(resource.inputs)
    .filter(([name, value]) => value !== undefined && !(name in unread))
    .filter(([name, value]) => !isEqual(plain(found[name]), plain(value)))
    .map(
      ([name, value]) =>
        `${resource.urn} ${name}: declared ${JSON.stringify(value)}, found ${JSON.stringify(found[name])}`,
    );
}

/** A value with the documents in it parsed, as policies compare. */
function plain(value: unknown): unknown {
  if (typeof value === "string" && /^[[{]/.test(value)) return JSON.parse(value) as unknown;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, plain(item)]),
  );
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepStrictEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
