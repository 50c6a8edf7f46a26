import type { IntegrationCall } from "../../integrations/call";
import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
} from "../../integrations/required-permission";
import { arnOr, bucketArn, escapeKey, objects } from "../../iam/resource-arns";
import { s3Objects } from "./resources";

/** What a call needs besides its own action when it has certain arguments. */
interface Companion {
  /** The calls, as `service:operation`. */
  readonly calls: RegExp;
  /** An argument without which nothing more is needed. */
  readonly when?: string;
  /** Arguments, separated by blanks, with any of which another row counts instead. */
  readonly unless?: string;
  readonly actions: readonly string[];
  readonly on: (call: IntegrationCall) => Resources;
}

/** Calls that write an object. */
const WRITES = "(putObject|copyObject|createMultipartUpload)";

/** The argument of an import that says where it reads. */
const IMPORTED = ["S3BucketSource"] as const;

const KNOWLEDGE_BASE = ["RetrieveAndGenerateConfiguration", "KnowledgeBaseConfiguration"] as const;

/**
 * Sources: the API references of RDS Data, Redshift Data ("Authorizing access"), Bedrock (RetrieveAndGenerate), Timestream
 * (DescribeEndpoints), DynamoDB ("Requesting a table export", "Requesting a table import"), and the S3 user guide, "Required permissions for Amazon S3
 * API operations".
 */
const COMPANIONS: readonly Companion[] = [
  {
    calls: /^(rdsdata|redshiftdata):/,
    when: "SecretArn",
    actions: ["secretsmanager:GetSecretValue"],
    on: (call) => call.arnIn("SecretArn"),
  },
  {
    calls: /^redshiftdata:/,
    when: "DbUser",
    unless: "SecretArn",
    actions: ["redshift:GetClusterCredentials"],
    on: (call) =>
      call.on("ClusterIdentifier", (cluster) => [
        call.arn("redshift", `dbname:${cluster}/${known(call, "Database")}`),
        call.arn("redshift", `dbuser:${cluster}/${known(call, "DbUser")}`),
      ]),
  },
  {
    calls: /^redshiftdata:/,
    when: "ClusterIdentifier",
    unless: "SecretArn DbUser",
    actions: ["redshift:GetClusterCredentialsWithIAM"],
    on: (call) =>
      call.on("ClusterIdentifier", (cluster) =>
        call.arn("redshift", `dbname:${cluster}/${known(call, "Database")}`),
      ),
  },
  {
    // A workgroup is checked by its id, which is not its name.
    calls: /^redshiftdata:/,
    when: "WorkgroupName",
    unless: "SecretArn",
    actions: ["redshift-serverless:GetCredentials"],
    on: (call) => [call.arn("redshift-serverless", "workgroup/*")],
  },
  {
    calls: /^bedrockagentruntime:retrieveAndGenerate$/,
    actions: ["bedrock:Retrieve"],
    on: (call) =>
      call.on([...KNOWLEDGE_BASE, "KnowledgeBaseId"], (id) =>
        call.arn("bedrock", `knowledge-base/${id}`),
      ),
  },
  {
    calls: /^bedrockagentruntime:retrieveAndGenerate$/,
    actions: ["bedrock:InvokeModel"],
    on: (call) =>
      call.on([...KNOWLEDGE_BASE, "ModelArn"], (model) => {
        const { partition, region } = call.context;
        return arnOr(
          model,
          (id) => `arn:${partition}:bedrock:${region}::foundation-model/${id}`,
          "arn",
        );
      }),
  },
  { calls: /^timestream(query|write):/, actions: ["timestream:DescribeEndpoints"], on: () => ANY },
  {
    calls: /^dynamodb:exportTableToPointInTime$/,
    actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"],
    on: (call) =>
      call.on("S3Bucket", (bucket) =>
        objects(bucket, `${beginning(call, "S3Prefix")}*`, call.context),
      ),
  },
  {
    calls: /^dynamodb:importTable$/,
    actions: ["s3:GetObject"],
    on: (call) =>
      call.on([...IMPORTED, "S3Bucket"], (bucket) =>
        objects(bucket, `${beginning(call, ...IMPORTED, "S3KeyPrefix")}*`, call.context),
      ),
  },
  {
    calls: /^dynamodb:importTable$/,
    actions: ["s3:ListBucket"],
    on: (call) => call.on([...IMPORTED, "S3Bucket"], (name) => bucketArn(name, call.context)),
  },
  {
    calls: /^dynamodb:importTable$/,
    actions: [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:PutRetentionPolicy",
    ],
    on: (call) => [call.arn("logs", "log-group:/aws-dynamodb/*")],
  },
  {
    calls: new RegExp(`^s3:${WRITES}$`),
    when: "SseKmsKeyId",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    on: (call) =>
      call.on("SseKmsKeyId", (key) => arnOr(key, (id) => call.arn("kms", `key/${id}`), "arn")),
  },
  ...objectRows([
    ["(getObject|headObject|getObjectAttributes)", "VersionId", "s3:GetObjectVersion"],
    ["getObjectAttributes", "VersionId", "s3:GetObjectVersionAttributes"],
    ["getObjectAcl", "VersionId", "s3:GetObjectVersionAcl"],
    ["putObjectAcl", "VersionId", "s3:PutObjectVersionAcl"],
    ["getObjectTagging", "VersionId", "s3:GetObjectVersionTagging"],
    ["putObjectTagging", "VersionId", "s3:PutObjectVersionTagging"],
    ["deleteObjectTagging", "VersionId", "s3:DeleteObjectVersionTagging"],
    ["deleteObject", "VersionId", "s3:DeleteObjectVersion"],
    ["deleteObjects?", "BypassGovernanceRetention", "s3:BypassGovernanceRetention"],
    [WRITES, "Tagging", "s3:PutObjectTagging"],
    [WRITES, "Acl", "s3:PutObjectAcl"],
    [WRITES, "GrantFullControl", "s3:PutObjectAcl"],
    [WRITES, "GrantRead", "s3:PutObjectAcl"],
    [WRITES, "ObjectLockMode", "s3:PutObjectRetention"],
    [WRITES, "ObjectLockLegalHoldStatus", "s3:PutObjectLegalHold"],
  ]),
];

function objectRows(rows: readonly [calls: string, when: string, action: string][]): Companion[] {
  return rows.map(([calls, when, action]) => ({
    calls: new RegExp(`^s3:${calls}$`),
    when,
    actions: [action],
    on: s3Objects,
  }));
}

/** What `service:operation` needs besides the action of its own name, by its arguments. */
export function companionPermissions(id: string, call: IntegrationCall): RequiredPermission[] {
  return COMPANIONS.filter(
    ({ calls, when, unless }) =>
      calls.test(id) &&
      (when === undefined || call.has(when)) &&
      !unless?.split(" ").some((argument) => call.has(argument)),
  ).map(({ actions, on }) => requires(actions, on(call)));
}

/** The text of a field, `*` when the run decides it. */
function known(call: IntegrationCall, field: string): string {
  const value = call.value(field);
  return value.is === "text" && !/[*?]/.test(value.text) ? value.text : "*";
}

function beginning(call: IntegrationCall, ...field: readonly string[]): string {
  const value = call.value(...field);
  return "text" in value ? escapeKey(value.text) : "";
}
