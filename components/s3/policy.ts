import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import {
  type AwsEnvironment,
  type Condition,
  mergePolicies,
  policyDocument,
  type PolicySource,
  type Statement,
} from "asl-toolkit/iam";
import { mapTexts } from "asl-toolkit/json";
import { fitting } from "../shared/limits/policy-size";
import { type LogSource } from "./args";
import { type BucketContext, partOf } from "./bucket";
import denials from "./denials.json";
import { type ResolvedBucket } from "./resolve";

/** Creates the bucket's policy, where it says anything: what is denied and delivered, and the caller's own over it. */
export function createBucketPolicy(
  context: BucketContext,
  after: pulumi.Resource,
): pulumi.Resource | undefined {
  const { name, args, bucket, kmsKeyArn, account } = context;
  const given = args.additionalBucketPolicies;
  const additional = typeof given === "function" ? given(bucket.arn) : given;
  if (!hasStatements(args) && additional.length === 0) return undefined;
  const known = pulumi.all([bucket.arn, kmsKeyArn, account]);
  const policy = pulumi
    .all([known, pulumi.output(additional), pulumi.output(args.sourceS3ServerLogs)])
    .apply(([[arn, key, place], overrides, sourceS3ServerLogs]) => {
      const facts = { arn, kmsKeyArn: key, account: place };
      const statements = bucketStatements({ ...args, sourceS3ServerLogs }, facts);
      const merged = mergePolicies(policyDocument(statements), overrides as PolicySource[]);
      return fitting(merged, "bucketPolicy", "Bucket", {
        additionalBucketPolicies: overrides,
        sourceS3ServerLogs,
      });
    });
  return new s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: pulumi.jsonStringify(policy) },
    { ...partOf(context), dependsOn: [after] },
  );
}

/** What the statements of a bucket policy are made of, once it is known. */
export interface BucketFacts {
  /** The bucket's ARN. */
  readonly arn: string;
  /** The key that encrypts it; undefined where S3 encrypts with its own. */
  readonly kmsKeyArn: string | undefined;
  readonly account: AwsEnvironment;
}

/** The arguments that the policy depends on. */
export type PolicyArgs = Pick<
  ResolvedBucket,
  "bucketMode" | "compatibility" | "hardeningPolicy"
> & {
  readonly sourceS3ServerLogs: Readonly<Record<string, pulumi.Unwrap<LogSource>>>;
};

/**
 * What is denied to everybody, by its name in the policies below. An upload with "aws:kms" and without a key would get the
 * account's aws/s3 key, not the bucket's.
 */
const DENIALS = denials as unknown as Readonly<
  Record<string, readonly Required<Pick<Statement, "Sid" | "Action" | "Condition">>[]>
>;

/** The statements of the bucket's policy, without the caller's own. */
export function bucketStatements(args: PolicyArgs, facts: BucketFacts): Statement[] {
  const sources = args.bucketMode === "log" ? Object.entries(args.sourceS3ServerLogs) : [];
  const check = args.compatibility.checkLogSourceAccount !== false;
  return [
    ...sources.map(([key, source]) => logDelivery(key, source, check, facts)),
    ...denied(args, facts.kmsKeyArn).flatMap((name) => deny(name, facts)),
  ];
}

/** Whether there are any: the same in a preview, before the ARNs are known. */
function hasStatements(args: ResolvedBucket): boolean {
  const isLogged = args.bucketMode === "log" && Object.keys(args.sourceS3ServerLogs).length > 0;
  return isLogged || denied(args, undefined).length > 0;
}

/** The names of what is denied. */
function denied(
  { bucketMode: mode, compatibility, hardeningPolicy }: Omit<PolicyArgs, "sourceS3ServerLogs">,
  kmsKeyArn: string | undefined,
): readonly string[] {
  const hardening = compatibility.hardeningPolicy ?? hardeningPolicy;
  if (hardening === "none" || (hardening === "terraform" && mode === "log")) return [];
  // The log delivery service sets headers of its own: only the transport is policed.
  if (mode === "log") return ["noTls", "oldTls"];
  const encryption = kmsKeyArn === undefined ? "S3" : "Kms";
  return hardening === "default"
    ? // A request that is silent about the encryption gets the bucket's.
      [`otherThan${encryption}`, "acls", "noTls", "oldTls"]
    : [`unnamed${encryption}`, "acls", "noTls"];
}

function deny(name: string, { arn, kmsKeyArn = "" }: BucketFacts): Statement[] {
  return DENIALS[name]!.map(({ Sid, Action, Condition: conditions }) => ({
    Sid,
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action,
    // Those on all of S3's actions are on the bucket too.
    Resource: Action.includes("s3:*") ? [arn, `${arn}/*`] : `${arn}/*`,
    Condition: mapTexts(conditions, (text) =>
      text === "{kmsKeyArn}" ? kmsKeyArn : text,
    ) as Condition,
  }));
}

/** Lets S3 deliver the logs of one source bucket, on behalf of that bucket's account where `check` says so. */
function logDelivery(
  key: string,
  source: pulumi.Unwrap<LogSource>,
  check: boolean,
  { arn, account }: BucketFacts,
): Statement {
  const owner = source.expectedOwner ?? (check ? account.accountId : undefined);
  return {
    Sid: `S3ServerAccessLogsPolicy-${key.replaceAll("_", "-")}`,
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: `${arn}/*`,
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:${account.partition}:s3:::${source.bucketName}` },
      ...(owner === undefined ? {} : { StringEquals: { "aws:SourceAccount": owner } }),
    },
  };
}
