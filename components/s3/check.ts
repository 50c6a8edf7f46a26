import { keyProblems } from "../kms/check";
import { Problems, requirePlain, format } from "../shared/problems";
import { BUCKET_SUFFIX, sampleSuffix } from "../shared/suffix";
import { type BucketArgs, OBJECT_OWNERSHIPS } from "./args";
import { consumerPolicyName, READONLY_CONSUMER } from "./consumers";
import { folderKey } from "./folders";
import { ownKeyArgs } from "./key";
import { HOUSEKEEPING } from "./lifecycle";
import { resolveBucket, type ResolvedBucket } from "./resolve";

/** Methods that a cross-origin rule may allow (S3 API, CORSRule.AllowedMethods). */
const CORS_METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/** Storage classes that a transition may lead to (S3 API, Transition.StorageClass). */
const STORAGE_CLASSES = [
  ...["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING"],
  ...["GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"],
];

/** As long as any: the region is not known when names are checked. */
const LONG_REGION = "ap-southeast-1";

/** Arguments that decide names, or which resources there are. */
const PLAIN = [
  "prefix",
  "environment",
  "bucketName",
  "centralizeHub",
  "suffix",
  "versioningEnabled",
  "useKmsManagedKey",
  "objectOwnership",
  "hardeningPolicy",
  "consumerPolicyActions",
  "createConsumerReadonlyPolicy",
  "folderNames",
  "bucketMode",
  "compatibility",
] as const;

/**
 * Checks the arguments of a Bucket.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkBucketArgs(args: BucketArgs): void {
  requirePlain("Bucket", args, PLAIN);
  bucketProblems(args).done("Bucket");
}

/** Everything that is wrong with the arguments of a Bucket. */
export function bucketProblems(args: BucketArgs): Problems {
  const problems = new Problems().required(args, "prefix", "environment", "bucketName");
  const resolved = resolveBucket(args);
  const { base, compatibility, sourceS3ServerLogs } = resolved;
  const account = resolved.centralizeHub ? "-000000000000" : "";
  problems
    .add("suffix", args.suffix === "" && "is empty: leave it out for a random one")
    .name("bucketName", "bucket", `${base}${account}-${sampleSuffix(BUCKET_SUFFIX, args.suffix)}`)
    .oneOf("objectOwnership", args.objectOwnership, OBJECT_OWNERSHIPS)
    .oneOf("bucketMode", args.bucketMode, ["default", "log"])
    .oneOf("hardeningPolicy", args.hardeningPolicy, ["default", "none"])
    .oneOf("compatibility.hardeningPolicy", compatibility.hardeningPolicy, ["terraform"])
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
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .policies("additionalBucketPolicies", "bucketPolicy", args.additionalBucketPolicies)
    .tags(args, { objects: resolved.folderNames.length > 0 });
  for (const [path, name] of policyNames(resolved)) problems.name(path, "policy", name);
  checkOwnKey(resolved, problems);
  checkObjectLock(resolved, problems);
  checkLifecycle(resolved, problems);
  checkLists(resolved, problems);
  for (const [key, { bucketOwner, expectedOwner }] of Object.entries(sourceS3ServerLogs)) {
    problems
      .form(`sourceS3ServerLogs.${key}.bucketOwner`, "account", bucketOwner)
      .form(`sourceS3ServerLogs.${key}.expectedOwner`, "account", expectedOwner);
  }
  return problems;
}

/** The names of the consumers' policies, by the argument that asks for them. */
function policyNames(args: ResolvedBucket): [path: string, name: string][] {
  const consumers = Object.keys(args.consumerPolicyActions);
  const named = consumers.map((name): [string, string] => [`consumerPolicyActions.${name}`, name]);
  const all: typeof named = args.createConsumerReadonlyPolicy
    ? [...named, ["bucketName", READONLY_CONSUMER]]
    : named;
  return all.map(([path, name]) => [path, consumerPolicyName(args.base, name, LONG_REGION)]);
}

function checkObjectLock(
  { objectLockRule, versioningEnabled }: ResolvedBucket,
  problems: Problems,
): void {
  if (objectLockRule === undefined) return;
  const { mode, days, years } = objectLockRule;
  problems
    .oneOf("objectLockRule.mode", mode ?? null, ["GOVERNANCE", "COMPLIANCE"])
    .wholeNumber("objectLockRule.days", days, 1, 36500)
    .wholeNumber("objectLockRule.years", years, 1, 100)
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

/** What the bucket calls the arguments of its own key. */
const KEY_WORDS = {
  prefix: undefined,
  environment: undefined,
  tags: undefined,
  name: "bucketName",
  additionalPolicies: "additionalKmsKeyPolicies",
};

/** What the bucket's own key would be refused for, in the words of the bucket. */
function checkOwnKey(args: ResolvedBucket, problems: Problems): void {
  if (!args.useKmsManagedKey || args.kmsKeyArn !== undefined) return;
  problems.nested(keyProblems(ownKeyArgs(args)).found, KEY_WORDS, "ownKey");
}

function checkLists({ corsRules, folderNames }: ResolvedBucket, problems: Problems): void {
  problems.size("corsRules", "corsRules", corsRules.length);
  for (const [index, { allowedMethods }] of corsRules.entries()) {
    for (const [at, method] of allowedMethods.entries()) {
      problems.oneOf(`corsRules[${index}].allowedMethods[${at}]`, method, CORS_METHODS);
    }
  }
  for (const folder of new Set(folderNames)) {
    problems.size("folderNames", "objectKey", Buffer.byteLength(folderKey(folder)));
    const times = folderNames.filter((each) => each === folder).length;
    problems.add("folderNames", times > 1 && `has ${format(folder)} ${times} times`);
  }
}

function checkLifecycle(args: ResolvedBucket, problems: Problems): void {
  const days = [
    "expirationDays",
    "noncurrentVersionExpirationDays",
    "abortIncompleteMultipartUploadDays",
  ] as const;
  for (const name of days) problems.wholeNumber(name, args[name], 0, 36500);

  problems.size("lifecycleRules", "lifecycleRules", args.lifecycleRules.length + 1);
  const ids = new Set<string>();
  for (const [index, rule] of args.lifecycleRules.entries()) {
    const path = `lifecycleRules[${index}]`;
    const taken = ids.has(rule.id) || rule.id === HOUSEKEEPING;
    problems
      .add(`${path}.id`, !rule.id && "is missing: every rule needs a name")
      .size(`${path}.id`, "ruleId", rule.id?.length ?? 0)
      .add(`${path}.id`, taken && `is ${JSON.stringify(rule.id)}, which another rule has`)
      .add(
        path,
        !rule.transitions?.length &&
          !rule.expirationDays &&
          "has no action: give expirationDays or transitions",
      )
      .wholeNumber(`${path}.expirationDays`, rule.expirationDays, 1, 36500);
    for (const [at, { days: after, storageClass }] of (rule.transitions ?? []).entries()) {
      problems
        .wholeNumber(`${path}.transitions[${at}].days`, after, 0, 36500)
        .oneOf(`${path}.transitions[${at}].storageClass`, storageClass, STORAGE_CLASSES);
    }
    ids.add(rule.id);
  }
}
