import * as s3 from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { type BucketContext, partOf } from "./bucket";
import { type ResolvedBucket } from "./resolve";

type RuleInput = input.s3.BucketLifecycleConfigurationRule;

/** The name of the rule that the three plain settings of a bucket make. */
export const HOUSEKEEPING = "housekeeping";

/** Creates the bucket's lifecycle, where there is something to do. */
export function createLifecycle(context: BucketContext, versioning: pulumi.Resource): void {
  const { name, args, bucket } = context;
  const rules = lifecycleRules(args);
  if (rules.length === 0) return;
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.id, rules },
    { ...partOf(context), dependsOn: [versioning] },
  );
}

function lifecycleRules(args: ResolvedBucket): RuleInput[] {
  const { noncurrentVersionExpirationDays, abortIncompleteMultipartUploadDays } = args;
  const rules = args.lifecycleRules.map(({ id, prefix, transitions, expirationDays }) => ({
    ...ruleFor(id, prefix),
    ...(transitions?.length ? { transitions: transitions.map((each) => ({ ...each })) } : {}),
    ...(expirationDays ? { expiration: { days: expirationDays } } : {}),
  }));
  const former = args.versioningEnabled ? noncurrentVersionExpirationDays : 0;
  const actions: Partial<RuleInput> = {
    ...(args.expirationDays ? { expiration: { days: args.expirationDays } } : {}),
    ...(former ? { noncurrentVersionExpiration: { noncurrentDays: former } } : {}),
    ...(abortIncompleteMultipartUploadDays
      ? {
          abortIncompleteMultipartUpload: {
            daysAfterInitiation: abortIncompleteMultipartUploadDays,
          },
        }
      : {}),
  };
  return Object.keys(actions).length > 0
    ? [...rules, { ...ruleFor(HOUSEKEEPING), ...actions }]
    : rules;
}

function ruleFor(id: string, prefix: pulumi.Input<string> = ""): RuleInput {
  return { id, status: "Enabled", filter: { prefix } };
}
