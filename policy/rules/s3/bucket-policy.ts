import { matchesAction, matchesPattern } from "asl-toolkit/iam";
import type { StackResource } from "../../host/resource";
import { statementsOf } from "../../iam/document";
import { isForeign } from "../shared/accounts";
import t from "../shared/resource-types.json";
import { bucketPolicies } from "../shared/links";
import {
  BUCKET_POLICIES,
  listed,
  onStatements,
  refusesEveryone,
  refuseNegated,
  refuseWholeServices,
} from "../shared/documents";
import { type Checks, onEach } from "../shared/checks";

/** What another account must not do with a bucket (Security Hub S3.6). */
const OWNERS_ACTIONS = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

export const s3BucketPolicy = {
  "s3-bucket-tls": onEach(t.BUCKETS, (bucket, stack) => {
    const denied = statementsOf(bucketPolicies(stack, bucket))
      .filter((statement) => statement.deniesPlainHttp("s3:*"))
      .flatMap(({ resources }) => resources);
    return coversBucket(bucket, denied) ? undefined : "takes requests without TLS";
  }),
  "s3-bucket-policy-public": refusesEveryone(
    BUCKET_POLICIES,
    "lets everyone in, with no condition on who asks.",
  ),
  "s3-bucket-policy-cross-account": onEach(t.BUCKETS, (bucket, stack) => {
    for (const statement of statementsOf(bucketPolicies(stack, bucket))) {
      if (!statement.allows) continue;
      const actions = OWNERS_ACTIONS.filter((action) => statement.actsOn(action));
      if (actions.length === 0) continue;
      const others = statement.principalsOf("AWS").filter((id) => isForeign(stack, id));
      const accounts = others.map((id) => /\d{12}/.exec(id)?.[0] ?? id);
      if (accounts.length > 0) return `lets account ${listed(accounts)} do ${listed(actions)}`;
    }
    return undefined;
  }),
  "s3-bucket-policy-lockout": onStatements(BUCKET_POLICIES, (statement, report) => {
    if (!statement.denies || statement.has("Condition") || !statement.isForEveryone) return;
    // The policy is the bucket's: what is denied on objects only locks nobody out of it.
    if (statement.resources.every((resource) => /^arn:[^:]*:s3:::[^/]+\//.test(resource))) return;
    const locks = statement.actions.filter((action) => matchesAction(action, "s3:PutBucketPolicy"));
    if (locks.length > 0)
      report(`denies everyone ${listed(locks)}: nobody could change the policy again.`);
  }),
  "s3-bucket-policy-wildcard-action": onStatements(BUCKET_POLICIES, refuseWholeServices),
  "s3-bucket-policy-negated": onStatements(BUCKET_POLICIES, (statement, report) => {
    if (statement.allows) refuseNegated(statement, ["NotAction", "NotPrincipal"], report);
  }),
} satisfies Checks;

/** Whether some statements' resources together are the bucket and all its objects. */
function coversBucket(bucket: StackResource, resources: readonly string[]): boolean {
  const names = resources.map((resource) => resource.replace(/^arn:[^:]*:s3:::/, ""));
  const named = bucket.knownText("bucket");
  // A name that AWS or the provider makes up is the one that the statement on the objects has.
  const name = named ?? names.find((each) => each.endsWith("/*"))?.slice(0, -2) ?? "*";
  return [name, `${name}/*`].every((wanted) =>
    names.some((pattern) => matchesPattern(pattern, wanted)),
  );
}
