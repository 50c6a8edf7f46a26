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

/** What is undefined is not sent: S3 knows no action of 0 days. */
function lifecycleRules(args: ResolvedBucket): RuleInput[] {
  const { expirationDays: days, abortIncompleteMultipartUploadDays: daysAfterInitiation } = args;
  const noncurrentDays = args.versioningEnabled ? args.noncurrentVersionExpirationDays : 0;
  const rules = args.lifecycleRules.map(({ id, prefix, transitions, expirationDays }) => ({
    ...ruleFor(id, prefix),
    transitions: transitions?.length ? transitions.map((each) => ({ ...each })) : undefined,
    expiration: expirationDays ? { days: expirationDays } : undefined,
  }));
  const actions: Partial<RuleInput> = {
    expiration: days ? { days } : undefined,
    noncurrentVersionExpiration: noncurrentDays ? { noncurrentDays } : undefined,
    abortIncompleteMultipartUpload: daysAfterInitiation ? { daysAfterInitiation } : undefined,
  };
  const hasActions = Object.values(actions).some((action) => action !== undefined);
  return hasActions ? [...rules, { ...ruleFor(HOUSEKEEPING), ...actions }] : rules;
}

function ruleFor(id: string, prefix: pulumi.Input<string> = ""): RuleInput {
  return { id, status: "Enabled", filter: { prefix } };
}
