import { type AwsEnvironment, type Condition, type Statement } from "asl-toolkit/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type LogSource } from "./args";
import { type ResolvedBucket } from "./resolve";

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

const PUT = ["s3:PutObject"];
const PUT_OR_ACL = ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"];

/** The request headers of encryption, as condition keys. */
const ALGORITHM = "s3:x-amz-server-side-encryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM = "s3:x-amz-server-side-encryption-customer-algorithm";

/** The Null condition: whether the header is missing. */
const missing = (header: string): Condition => ({ Null: { [header]: "true" } });
const present = (header: string): Condition => ({ Null: { [header]: "false" } });

/** The statements of the bucket's policy, without the caller's own. */
export function bucketStatements(args: PolicyArgs, facts: BucketFacts): Statement[] {
  const hardening = args.compatibility.hardeningPolicy ?? args.hardeningPolicy;
  if (args.bucketMode !== "log") return HARDENING[hardening](facts);
  const sources = Object.entries(args.sourceS3ServerLogs);
  const check = args.compatibility.checkLogSourceAccount !== false;
  return [
    ...sources.map(([key, source]) => logDelivery(key, source, check, facts)),
    // The log delivery service sets headers of its own: only the transport is policed.
    ...(hardening === "default" ? denyWeakTransport(facts) : []),
  ];
}

const HARDENING = {
  default: (facts: BucketFacts) => [
    ...denyOtherEncryption(facts),
    ...denyAcls(facts),
    ...denyWeakTransport(facts),
  ],
  terraform: (facts: BucketFacts) => [
    ...demandEncryptionHeaders(facts),
    ...denyAcls(facts),
    denyNonSslRequests(facts),
  ],
  none: () => [],
} satisfies Record<string, (facts: BucketFacts) => Statement[]>;

/** Denies what contradicts the bucket's encryption; a request that is silent about it gets the bucket's. */
function denyOtherEncryption({ arn, kmsKeyArn }: BucketFacts): Statement[] {
  const customer = deny(arn, "DenyCustomerProvidedKeys", PUT, present(CUSTOMER_ALGORITHM));
  if (kmsKeyArn === undefined) {
    const other = { StringNotEquals: { [ALGORITHM]: "AES256" }, ...present(ALGORITHM) };
    return [deny(arn, "DenyInsecureUploadsWithoutAES256", PUT, other), customer];
  }
  return [
    deny(arn, "DenyInsecureUploadsWithoutKMS", PUT, {
      StringNotEquals: { [ALGORITHM]: "aws:kms" },
      ...present(ALGORITHM),
    }),
    // "aws:kms" without a key means the account's aws/s3 key, not the bucket's.
    deny(arn, "DenyUnspecifiedSSEKey", PUT, {
      Null: { [ALGORITHM]: "false", [KEY_ID]: "true" },
    }),
    deny(arn, "DenyIncorrectSSEKey", PUT, {
      StringNotEquals: { [KEY_ID]: kmsKeyArn },
      ...present(KEY_ID),
    }),
    customer,
  ];
}

/** Denies every upload that does not name the bucket's encryption in its headers. */
function demandEncryptionHeaders({ arn, kmsKeyArn }: BucketFacts): Statement[] {
  const named = deny(arn, "DenyInsecureUploadsNullEncryption", PUT, missing(ALGORITHM));
  if (kmsKeyArn === undefined) {
    const other = { StringNotEquals: { [ALGORITHM]: "AES256" } };
    return [named, deny(arn, "DenyInsecureUploadsWithoutAES256", PUT, other)];
  }
  return [
    named,
    deny(arn, "DenyInsecureUploadsWithoutKMS", PUT, {
      StringNotEquals: { [ALGORITHM]: "aws:kms" },
    }),
    deny(arn, "DenyUnspecifiedSSEKey", PUT, missing(KEY_ID)),
    deny(arn, "DenyIncorrectSSEKey", PUT, { StringNotEquals: { [KEY_ID]: kmsKeyArn } }),
  ];
}

/** Denies ACLs and grants that open an object to others than the bucket's owner. */
function denyAcls({ arn }: BucketFacts): Statement[] {
  const acl = "s3:x-amz-acl";
  const grants = {
    DenyGrantRead: "s3:x-amz-grant-read",
    DenyGrantWrite: "s3:x-amz-grant-write",
    DenyGrantReadAcp: "s3:x-amz-grant-read-acp",
    DenyGrantWriteAcp: "s3:x-amz-grant-write-acp",
    DenyGrantFullControl: "s3:x-amz-grant-full-control",
  };
  return [
    deny(arn, "DenyInsecureAcl", PUT_OR_ACL, {
      StringNotEquals: { [acl]: ["private", "bucket-owner-full-control"] },
      ...present(acl),
    }),
    ...Object.entries(grants).map(([sid, header]) => deny(arn, sid, PUT_OR_ACL, present(header))),
  ];
}

function denyWeakTransport(facts: BucketFacts): Statement[] {
  const old = { NumericLessThan: { "s3:TlsVersion": "1.2" } };
  const everything = [facts.arn, `${facts.arn}/*`];
  return [
    denyNonSslRequests(facts),
    { ...deny(facts.arn, "DenyOldTls", ["s3:*"], old), Resource: everything },
  ];
}

function denyNonSslRequests({ arn }: BucketFacts): Statement {
  const plain = { Bool: { "aws:SecureTransport": "false" } };
  return { ...deny(arn, "DenyNonSSLRequests", ["s3:*"], plain), Resource: [arn, `${arn}/*`] };
}

function deny(arn: string, sid: string, actions: string[], condition: Condition): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: actions,
    Resource: `${arn}/*`,
    Condition: condition,
  };
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
    Action: PUT,
    Resource: `${arn}/*`,
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:${account.partition}:s3:::${source.bucketName}` },
      ...(owner === undefined ? {} : { StringEquals: { "aws:SourceAccount": owner } }),
    },
  };
}
