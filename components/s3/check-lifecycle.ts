import { type Problems } from "../shared/problems";
import { HOUSEKEEPING } from "./lifecycle";
import { type ResolvedBucket } from "./resolve";

/** Storage classes that a transition may lead to (S3 API, Transition.StorageClass). */
const STORAGE_CLASSES = [
  ...["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING"],
  ...["GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"],
];

/** Checks the arguments of a bucket that its lifecycle is made of. */
export function checkLifecycle(args: ResolvedBucket, problems: Problems): void {
  const days = [
    "expirationDays",
    "noncurrentVersionExpirationDays",
    "abortIncompleteMultipartUploadDays",
  ] as const;
  for (const name of days) problems.wholeNumber(name, args[name], 0, 36500);

  const ids = new Set<string>();
  for (const [index, rule] of args.lifecycleRules.entries()) {
    const path = `lifecycleRules[${index}]`;
    const taken = ids.has(rule.id) || rule.id === HOUSEKEEPING;
    problems
      .add(`${path}.id`, !rule.id && "is missing: every rule needs a name")
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
