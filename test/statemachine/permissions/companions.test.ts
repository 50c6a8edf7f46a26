import assert from "node:assert/strict";
import { apiService, services } from "../../../statemachine/aws-api";
import { permissions, PermissionsError } from "../../../statemachine/permissions";
import { allowed, HERE, task } from "./support";

const at = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const tags = [{ Key: "a", Value: "b" }];
const role = "arn:aws:iam::111122223333:role/r";

/** SDK call -> arguments -> every action with its resources. */
const CASES: readonly (readonly [string, object, Record<string, string[]>])[] = [
  [
    "sqs:createQueue",
    { QueueName: "q", Tags: { a: "b" } },
    { "sqs:CreateQueue": [at("sqs", "q")], "sqs:TagQueue": [at("sqs", "q")] },
  ],
  ["sqs:createQueue", { QueueName: "q" }, { "sqs:CreateQueue": [at("sqs", "q")] }],
  [
    "polly:startSpeechSynthesisTask",
    { OutputS3BucketName: "b", SnsTopicArn: at("sns", "t"), Text: "x" },
    {
      "polly:StartSpeechSynthesisTask": ["*"],
      "s3:PutObject": ["arn:aws:s3:::b/*"],
      "sns:Publish": [at("sns", "t")],
    },
  ],
  [
    "bedrockagentruntime:retrieveAndGenerate",
    {
      RetrieveAndGenerateConfiguration: {
        Type: "EXTERNAL_SOURCES",
        ExternalSourcesConfiguration: {
          ModelArn: "arn:aws:bedrock:eu-west-1::foundation-model/m",
          Sources: [{ SourceType: "S3", S3Location: { Uri: "s3://b/größe.pdf" } }],
        },
      },
    },
    {
      "bedrock:InvokeModel": ["arn:aws:bedrock:eu-west-1::foundation-model/m"],
      "bedrock:RetrieveAndGenerate": ["*"],
      "s3:GetObject": ["arn:aws:s3:::b/größe.pdf"],
    },
  ],
  [
    "dynamodb:restoreTableToPointInTime",
    { SourceTableName: "s", TargetTableName: "t" },
    {
      "dynamodb:BatchWriteItem": [at("dynamodb", "table/t")],
      "dynamodb:DeleteItem": [at("dynamodb", "table/t")],
      "dynamodb:GetItem": [at("dynamodb", "table/t")],
      "dynamodb:PutItem": [at("dynamodb", "table/t")],
      "dynamodb:Query": [at("dynamodb", "table/t")],
      "dynamodb:RestoreTableToPointInTime": [at("dynamodb", "table/s"), at("dynamodb", "table/t")],
      "dynamodb:Scan": [at("dynamodb", "table/t")],
      "dynamodb:UpdateItem": [at("dynamodb", "table/t")],
    },
  ],
  [
    "s3:deleteObjects",
    { Bucket: "b", Delete: { Objects: [{ Key: "x", VersionId: "1" }, { Key: "y" }] } },
    {
      "s3:DeleteObject": ["arn:aws:s3:::b/x", "arn:aws:s3:::b/y"],
      "s3:DeleteObjectVersion": ["arn:aws:s3:::b/x"],
    },
  ],
  [
    "s3:putObjectRetention",
    { Bucket: "b", Key: "k", BypassGovernanceRetention: true },
    {
      "s3:BypassGovernanceRetention": ["arn:aws:s3:::b/k"],
      "s3:PutObjectRetention": ["arn:aws:s3:::b/k"],
    },
  ],
  [
    "s3:createBucket",
    { Bucket: "b", ObjectLockEnabledForBucket: true, ObjectOwnership: "ObjectWriter" },
    {
      "s3:CreateBucket": ["arn:aws:s3:::b"],
      "s3:PutBucketObjectLockConfiguration": ["arn:aws:s3:::b"],
      "s3:PutBucketOwnershipControls": ["arn:aws:s3:::b"],
      "s3:PutBucketVersioning": ["arn:aws:s3:::b"],
    },
  ],
  [
    "s3:uploadPartCopy",
    { Bucket: "b", Key: "k", CopySource: "from/a%20b", PartNumber: 1, UploadId: "u" },
    { "s3:GetObject": ["arn:aws:s3:::from/a b"], "s3:PutObject": ["arn:aws:s3:::b/k"] },
  ],
  [
    "sfn:stopExecution",
    { "ExecutionArn.$": "$$.Execution.Id" },
    { "states:StopExecution": [at("states", "execution:orders:*")] },
  ],
  [
    "secretsmanager:createSecret",
    { Name: "s", "Tags.$": "$.tags" },
    {
      "secretsmanager:CreateSecret": [at("secretsmanager", "secret:s-??????")],
      "secretsmanager:TagResource": [at("secretsmanager", "secret:s-??????")],
    },
  ],
  [
    "kms:createKey",
    { Tags: [] },
    { "kms:CreateKey": ["*"], "kms:TagResource": [at("kms", "key/*")] },
  ],
  [
    "iam:createRole",
    { RoleName: "r", AssumeRolePolicyDocument: "{}", Tags: tags },
    { "iam:CreateRole": [role], "iam:TagRole": [role] },
  ],
  [
    "rds:createDbSnapshot",
    { DbInstanceIdentifier: "i", DbSnapshotIdentifier: "s", Tags: tags },
    {
      "rds:AddTagsToResource": [at("rds", "db:i"), at("rds", "snapshot:s")],
      "rds:CreateDBSnapshot": [at("rds", "db:i"), at("rds", "snapshot:s")],
    },
  ],
  [
    "ec2:createSnapshot",
    { VolumeId: "vol-1", TagSpecifications: [] },
    {
      "ec2:CreateSnapshot": [at("ec2", "volume/vol-1"), "arn:aws:ec2:eu-west-1::snapshot/*"],
      "ec2:CreateTags when StringEquals ec2:CreateAction=CreateSnapshot": [at("ec2", "*/*")],
    },
  ],
  // Tagging what is there is the call itself.
  [
    "sns:tagResource",
    { ResourceArn: at("sns", "t"), Tags: tags },
    { "sns:TagResource": [at("sns", "t")] },
  ],
  [
    "bedrockagentcore:invokeHarness",
    { HarnessArn: "${HarnessArn}" },
    {
      "bedrock-agentcore:InvokeAgentRuntime": ["${HarnessArn}", "${HarnessArn}/harness-endpoint/*"],
      "bedrock-agentcore:InvokeHarness": ["${HarnessArn}", "${HarnessArn}/harness-endpoint/*"],
    },
  ],
  [
    "bedrockagentcore:invokeAgentRuntime",
    { AgentRuntimeArn: "r" },
    {
      "bedrock-agentcore:InvokeAgentRuntime": [
        at("bedrock-agentcore", "runtime/r"),
        at("bedrock-agentcore", "runtime/r/runtime-endpoint/*"),
      ],
    },
  ],
  [
    "sesv2:sendEmail",
    { FromEmailAddress: "Shop <shop@example.com>", Destination: {}, Content: {} },
    {
      "ses:SendEmail": [at("ses", "identity/example.com"), at("ses", "identity/shop@example.com")],
    },
  ],
  [
    "ses:sendTemplatedEmail",
    { Source: "a@b.example", Template: "t", ConfigurationSetName: "c" },
    {
      "ses:SendTemplatedEmail": [
        at("ses", "configuration-set/c"),
        at("ses", "identity/a@b.example"),
        at("ses", "identity/b.example"),
        at("ses", "template/t"),
      ],
    },
  ],
  [
    "s3:putObject",
    { Bucket: "b", Key: "k", GrantReadACP: "id=1" },
    { "s3:PutObject": ["arn:aws:s3:::b/k"], "s3:PutObjectAcl": ["arn:aws:s3:::b/k"] },
  ],
  [
    "sesv2:sendEmail",
    {
      FromEmailAddress: "a@b.example",
      FromEmailAddressIdentityArn: at("ses", "identity/c.example"),
    },
    { "ses:SendEmail": [at("ses", "identity/c.example")] },
  ],
  [
    "redshiftdata:executeStatement",
    { ClusterIdentifier: "c", Database: "d", Sql: "SELECT 1" },
    {
      "redshift-data:ExecuteStatement": [at("redshift", "cluster:c")],
      "redshift:GetClusterCredentialsWithIAM": [at("redshift", "dbname:c/d")],
    },
  ],
  [
    "dynamodb:importTable",
    {
      S3BucketSource: { S3Bucket: "b", S3KeyPrefix: "in/" },
      InputFormat: "CSV",
      TableCreationParameters: { TableName: "t", AttributeDefinitions: [], KeySchema: [] },
    },
    {
      "dynamodb:ImportTable": [at("dynamodb", "table/t")],
      "logs:CreateLogGroup": [at("logs", "log-group:/aws-dynamodb/*")],
      "logs:CreateLogStream": [at("logs", "log-group:/aws-dynamodb/*")],
      "logs:DescribeLogGroups": [at("logs", "log-group:/aws-dynamodb/*")],
      "logs:DescribeLogStreams": [at("logs", "log-group:/aws-dynamodb/*")],
      "logs:PutLogEvents": [at("logs", "log-group:/aws-dynamodb/*")],
      "logs:PutRetentionPolicy": [at("logs", "log-group:/aws-dynamodb/*")],
      "s3:GetObject": ["arn:aws:s3:::b/in/*"],
      "s3:ListBucket": ["arn:aws:s3:::b"],
    },
  ],
  [
    "s3:copyObject",
    { Bucket: "b", Key: "k", CopySource: "from/a?versionId=1", TaggingDirective: "COPY" },
    {
      "s3:GetObject": ["arn:aws:s3:::from/a"],
      "s3:GetObjectVersion": ["arn:aws:s3:::from/a"],
      "s3:GetObjectVersionTagging": ["arn:aws:s3:::from/a"],
      "s3:PutObject": ["arn:aws:s3:::b/k"],
      "s3:PutObjectTagging": ["arn:aws:s3:::b/k"],
    },
  ],
  [
    "s3:putObject",
    { Bucket: "b", Key: "k", SseKmsKeyId: "1-2" },
    {
      "kms:Decrypt": [at("kms", "key/1-2")],
      "kms:GenerateDataKey": [at("kms", "key/1-2")],
      "s3:PutObject": ["arn:aws:s3:::b/k"],
    },
  ],
  // No argument is the project of a build: all of the kind.
  [
    "codebuild:batchDeleteBuilds",
    { Ids: ["p:1"] },
    { "codebuild:BatchDeleteBuilds": [at("codebuild", "project/*")] },
  ],
  [
    "scheduler:createSchedule",
    { Name: "n", Target: { Arn: at("sqs", "q"), RoleArn: role } },
    {
      "iam:PassRole when StringEquals iam:PassedToService=scheduler.amazonaws.com": [role],
      "scheduler:CreateSchedule": [at("scheduler", "schedule/default/n")],
    },
  ],
];

describe("what a call needs besides its own action", () => {
  for (const [call, args, expected] of CASES) {
    it(`${call} with ${Object.keys(args).join(", ") || "nothing"}`, () => {
      const actual = allowed(task(`arn:aws:states:::aws-sdk:${call}`, args));
      assert.deepEqual(actual, expected);
    });
  }

  it("does not ask for the right to versions where a batch deletes none, in a bucket that the run names", () => {
    const args = { "Bucket.$": "$.bucket", Delete: { Objects: [{ Key: "k" }] } };
    const granted = [{ actions: ["s3:DeleteObject"], resources: ["arn:aws:s3:::b/*"] }];
    const got = allowed(task("arn:aws:states:::aws-sdk:s3:deleteObjects", args), {
      ...HERE,
      grants: { "*": granted },
    });
    assert.deepEqual(got, { "s3:DeleteObject": ["arn:aws:s3:::b/*"] });
  });

  it("refuses a role that is hidden in an argument that the run decides", () => {
    const args = { Name: "n", "Target.$": "$.target" };
    assert.throws(() => allowed(task("arn:aws:states:::aws-sdk:scheduler:createSchedule", args)), {
      message:
        "state 'Call': Target.RoleArn is only known when the task runs; grant iam:PassRole to the state explicitly",
    });
  });
});

describe("every operation that AWS has", () => {
  it("gets a statement on named resources, or a reason: no statement is without a resource", () => {
    const operations = services().flatMap((service) =>
      (apiService(service)?.actions ?? []).map((action) => `${service}:${action}`),
    );
    assert.ok(operations.length > 18_000);
    for (const [index, name] of operations.entries()) {
      if (index % 37 !== 0) continue;
      const [service = "", action = ""] = name.split(":");
      const members = apiService(service)?.operation(action)?.input.members.values() ?? [];
      const args = Object.fromEntries(
        [...members].filter(({ required }) => required).map((member) => [member.name, "name1"]),
      );
      try {
        const { Statement } = permissions(task(`arn:aws:states:::aws-sdk:${name}`, args), HERE);
        for (const { Resource } of Statement) assert.ok([Resource ?? []].flat().length > 0, name);
      } catch (error) {
        assert.ok(error instanceof PermissionsError, name);
        assert.doesNotMatch(error.message, /no argument is/, name);
      }
    }
  });
});
