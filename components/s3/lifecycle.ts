import type * as aws from "@pulumi/aws";
import type { BucketArgs } from "./args";
import type { Problems } from "../shared/problems";

/** One rule of a bucket's lifecycle. */
export interface LifecycleRule {
  /** The rule's name, unique in the bucket. */
  readonly id: string;
  /** The keys it is for, by their beginning. Defaults to every object. */
  readonly prefix?: string;
  /** Moves to cheaper storage, in the order of days. Defaults to none. */
  readonly transitions?: readonly { readonly days: number; readonly storageClass: string }[];
  /** Days after which an object expires. Defaults to never. */
  readonly expirationDays?: number;
}

type RuleInput = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** The name of the rule that the three plain settings of a bucket make. */
export const HOUSEKEEPING = "housekeeping";

/** Storage classes that a transition may lead to (S3 API, Transition.StorageClass). */
const STORAGE_CLASSES = [
  ...["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING"],
  ...["GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"],
];

/** All rules of the bucket's lifecycle; empty when there is nothing to do. */
export function lifecycleRules(args: BucketArgs, versioned: boolean): RuleInput[] {
  const rules = (args.lifecycleRules ?? []).map(({ id, prefix, transitions, expirationDays }) => ({
    ...ruleFor(id, prefix),
    ...(transitions?.length ? { transitions: transitions.map((each) => ({ ...each })) } : {}),
    ...(expirationDays ? { expiration: { days: expirationDays } } : {}),
  }));
  const former = versioned ? (args.noncurrentVersionExpirationDays ?? 90) : 0;
  const unfinished = args.abortIncompleteMultipartUploadDays ?? 7;
  const actions: Partial<RuleInput> = {
    ...(args.expirationDays ? { expiration: { days: args.expirationDays } } : {}),
    ...(former ? { noncurrentVersionExpiration: { noncurrentDays: former } } : {}),
    ...(unfinished ? { abortIncompleteMultipartUpload: { daysAfterInitiation: unfinished } } : {}),
  };
  return Object.keys(actions).length > 0
    ? [...rules, { ...ruleFor(HOUSEKEEPING), ...actions }]
    : rules;
}

function ruleFor(id: string, prefix = ""): RuleInput {
  return { id, status: "Enabled", filter: { prefix } };
}

/** Checks the arguments of a bucket that its lifecycle is made of. */
export function checkLifecycle(args: BucketArgs, problems: Problems): void {
  const days = [
    "expirationDays",
    "noncurrentVersionExpirationDays",
    "abortIncompleteMultipartUploadDays",
  ] as const;
  for (const name of days) problems.wholeNumber(name, args[name], 0, 36500);

  const ids = new Set<string>();
  for (const [index, rule] of (args.lifecycleRules ?? []).entries()) {
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
