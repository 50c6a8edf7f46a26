import { keyProblems } from "../kms/check";
import { checkArguments } from "../shared/arguments/argument-rules";
import { format, type Problems } from "../shared/problems";
import { BUCKET_SUFFIX, sampleSuffix } from "../shared/suffix";
import { tagProblems } from "../shared/tags";
import { type BucketArgs } from "./args";
import { consumerPolicyName, READONLY_CONSUMER } from "./consumers";
import { folderKey, folderTag } from "./folders";
import { ownKeyArgs } from "./key";
import { HOUSEKEEPING } from "./lifecycle";
import { resolveBucket, type ResolvedBucket } from "./resolve";

/** As long as any: the region is not known when names are checked. */
const LONG_REGION = "ap-southeast-1";

/**
 * Checks the arguments of a Bucket.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkBucketArgs(args: BucketArgs): void {
  bucketProblems(args).done("Bucket");
}

/** Everything that is wrong with the arguments of a Bucket. */
export function bucketProblems(args: BucketArgs): Problems {
  const problems = checkArguments("Bucket", args);
  const resolved = resolveBucket(args);
  const { base, sourceS3ServerLogs } = resolved;
  const account = resolved.centralizeHub ? "-000000000000" : "";
  problems
    .add("suffix", args.suffix === "" && "is empty: leave it out for a random one")
    .name("bucketName", "bucket", `${base}${account}-${sampleSuffix(BUCKET_SUFFIX, args.suffix)}`)
    .add(
      "sourceS3ServerLogs",
      args.bucketMode !== "log" &&
        Object.keys(sourceS3ServerLogs).length > 0 &&
        'needs bucketMode "log"',
    )
    .add(
      "kmsKeyArn",
      args.kmsKeyArn !== undefined &&
        args.useKmsManagedKey === false &&
        "is given, but useKmsManagedKey is false: leave one of them out",
    )
    .policies("additionalBucketPolicies", "bucketPolicy", args.additionalBucketPolicies)
    .tags(args, { objects: resolved.folderNames.length > 0 });
  const policyName = (consumer: string) => consumerPolicyName(base, consumer, LONG_REGION);
  for (const [name, { length }] of Object.entries(resolved.consumerPolicyActions)) {
    problems
      .name(`consumerPolicyActions.${name}`, "policy", policyName(name))
      .add(`consumerPolicyActions.${name}`, length === 0 && "names no action: leave it out");
  }
  if (resolved.createConsumerReadonlyPolicy) {
    problems.name("bucketName", "policy", policyName(READONLY_CONSUMER));
  }
  checkOwnKey(resolved, problems);
  checkObjectLock(resolved, problems);
  checkLifecycle(resolved, problems);
  checkFolders(resolved, problems);
  return problems;
}

function checkObjectLock(
  { objectLockRule, versioningEnabled }: ResolvedBucket,
  problems: Problems,
): void {
  if (objectLockRule === undefined) return;
  const { mode, days, years } = objectLockRule;
  problems
    .oneOf("objectLockRule.mode", mode ?? null, ["GOVERNANCE", "COMPLIANCE"])
    .add(
      "objectLockRule",
      (days === undefined) === (years === undefined) &&
        `must have days or years, not ${format({ days, years })}`,
    )
    .add(
      "versioningEnabled",
      !versioningEnabled &&
        "is false, but objectLockRule locks versions of objects: leave one of them out",
    );
}

/** What the bucket's own key would be refused for, in the words of the bucket. */
function checkOwnKey(args: ResolvedBucket, problems: Problems): void {
  if (!args.useKmsManagedKey || args.kmsKeyArn !== undefined) return;
  const words = { name: "bucketName", additionalPolicies: "additionalKmsKeyPolicies" };
  problems.nested(keyProblems(ownKeyArgs(args)).found, words, "ownKey");
}

function checkFolders({ bucketName, folderNames, tags }: ResolvedBucket, problems: Problems): void {
  for (const folder of new Set(folderNames)) {
    problems.size("folderNames", "objectKey", Buffer.byteLength(folderKey(folder)));
    // A Name of the caller's takes its place.
    const own = tags?.["Name"] === undefined ? folderTag(bucketName, folder) : {};
    for (const reason of tagProblems({ args: { tags: own } })) problems.add("folderNames", reason);
    const times = folderNames.filter((each) => each === folder).length;
    problems.add("folderNames", times > 1 && `has ${format(folder)} ${times} times`);
  }
}

function checkLifecycle(args: ResolvedBucket, problems: Problems): void {
  problems.size("lifecycleRules", "lifecycleRules", args.lifecycleRules.length + 1);
  const ids = new Set<string>();
  for (const [index, rule] of args.lifecycleRules.entries()) {
    const path = `lifecycleRules[${index}]`;
    const taken = ids.has(rule.id) || rule.id === HOUSEKEEPING;
    problems
      .add(`${path}.id`, taken && `is ${JSON.stringify(rule.id)}, which another rule has`)
      .add(
        path,
        !rule.transitions?.length &&
          !rule.expirationDays &&
          "has no action: give expirationDays or transitions",
      );
    ids.add(rule.id);
  }
}
