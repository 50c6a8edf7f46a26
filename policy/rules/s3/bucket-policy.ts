import { matchesAction, matchesPattern } from "asl-toolkit/iam";
import type { StackResource } from "../../host/stack-resource";
import * as t from "../shared/types";
import { bucketPolicies } from "../shared/policies";
import { BUCKET_POLICIES, listed, onStatements } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

/** What another account must not do with a bucket (Security Hub S3.6). */
const OWNERS_ACTIONS = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

export const s3BucketPolicy: readonly PolicyRule[] = [
  {
    id: "s3-bucket-tls",
    meta: {
      description: "A bucket refuses requests without TLS.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: [
        "AwsSolutions-S10",
        "S3.5",
        "CT.S3.PR.8",
        "s3_bucket_ssl_requests_only",
        "CKV_AWS_379",
      ],
      remedy:
        "Add a Deny to the bucket's `policy`: Principal *, s3:* on the bucket and bucket/*, Bool `aws:SecureTransport` false.",
      docs: { url: `${GUIDE}/security-best-practices.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) => {
      const denied = bucketPolicies(stack, bucket)
        .flatMap(({ statements }) => statements)
        .filter((statement) => statement.deniesPlainHttp("s3:*"))
        .flatMap(({ resources }) => resources);
      return coversBucket(bucket, denied) ? undefined : "takes requests without TLS";
    }),
  },
  {
    id: "s3-bucket-policy-public",
    meta: {
      description: "No bucket policy lets everyone in.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: [
        "CKV_AWS_70",
        "CKV_AWS_283",
        "S3.6",
        "s3_bucket_policy_no_wildcard_principal",
        "AWS-0161",
      ],
      remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceAccount`.",
      docs: { url: `${GUIDE}/security-best-practices.html` },
    },
    ...onStatements(BUCKET_POLICIES, (statement, report, document) => {
      if (isPublic(statement, document)) {
        report("lets everyone in, with no condition on who asks.");
      }
    }),
  },
  {
    id: "s3-bucket-policy-cross-account",
    meta: {
      description: "No other account may change a bucket's policy, ACLs or encryption.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["S3.6"],
      remedy: "Remove the actions from the other account's statement in `policy`.",
      docs: { url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html" },
    },
    ...onEach(t.BUCKETS, (bucket, stack) => {
      for (const statement of bucketPolicies(stack, bucket).flatMap(
        ({ statements }) => statements,
      )) {
        if (!statement.allows) continue;
        const actions = OWNERS_ACTIONS.filter((action) => statement.actsOn(action));
        const others = statement.principals
          .filter(({ kind }) => kind === "AWS")
          .map(({ id }) => /\d{12}/.exec(id)?.[0])
          .filter((account) => account !== undefined && account !== stack.account);
        if (actions.length > 0 && others.length > 0) {
          return `lets account ${listed(others as string[])} do ${listed(actions)}`;
        }
      }
      return undefined;
    }),
  },
  {
    id: "s3-bucket-policy-lockout",
    meta: {
      description: "No bucket policy locks everybody out.",
      pillar: "reliability",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_93"],
      remedy:
        "Add a condition to the Deny, or narrow its `Action` so that the policy can still be changed.",
      docs: { url: `${GUIDE}/example-bucket-policies.html` },
    },
    ...onStatements(BUCKET_POLICIES, (statement, report) => {
      if (!statement.denies || statement.has("Condition") || !statement.isForEveryone) return;
      // The policy is the bucket's: what is denied on objects only locks nobody out of it.
      if (statement.resources.every((resource) => /^arn:[^:]*:s3:::[^/]+\//.test(resource))) return;
      const locks = statement.actions.filter((action) =>
        matchesAction(action, "s3:PutBucketPolicy"),
      );
      if (locks.length > 0)
        report(`denies everyone ${listed(locks)}: nobody could change the policy again.`);
    }),
  },
  {
    id: "s3-bucket-policy-wildcard-action",
    meta: {
      description: "A bucket policy lists what it allows.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["s3_bucket_policy_no_wildcard_action"],
      remedy: "List the actions in `Action` of the statement.",
      docs: { url: `${GUIDE}/security-best-practices.html` },
    },
    ...onStatements(BUCKET_POLICIES, (statement, report) => {
      const wide = statement.actions.filter((action) => action === "*" || /^s3:\*$/i.test(action));
      if (statement.allows && wide.length > 0) report(`allows ${listed(wide)}.`);
    }),
  },
  {
    id: "s3-bucket-policy-negated",
    meta: {
      description: "A bucket policy has no Allow with NotAction or NotPrincipal.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: [
        "s3_bucket_policy_no_allow_plus_not_action",
        "s3_bucket_policy_no_allow_plus_not_principal",
      ],
      remedy: "List what is allowed in `Action` and `Principal`.",
      docs: { url: `${GUIDE}/security-best-practices.html` },
    },
    ...onStatements(BUCKET_POLICIES, (statement, report) => {
      if (!statement.allows) return;
      for (const element of ["NotAction", "NotPrincipal"] as const) {
        if (statement.has(element)) report(`allows all but what its ${element} lists.`);
      }
    }),
  },
];

/** Whether some statements' resources together are the bucket and all its objects. */
function coversBucket(bucket: StackResource, resources: readonly string[]): boolean {
  const names = resources.map((resource) => resource.replace(/^arn:[^:]*:s3:::/, ""));
  const named = bucket.pending("bucket") ? undefined : bucket.text("bucket");
  // A name that AWS or the provider makes up is the one that the statement on the objects has.
  const name = named ?? names.find((each) => each.endsWith("/*"))?.slice(0, -2) ?? "*";
  return [name, `${name}/*`].every((wanted) =>
    names.some((pattern) => matchesPattern(pattern, wanted)),
  );
}
