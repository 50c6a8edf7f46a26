import { type Resolved, withDefaults } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { resourceName } from "../shared/names";
import { type BucketArgs } from "./args";

/** What a bucket is when nobody says otherwise. */
export const BUCKET_DEFAULTS = {
  centralizeHub: true,
  forceDestroy: false,
  versioningEnabled: true,
  lifecycleRules: [],
  expirationDays: 0,
  noncurrentVersionExpirationDays: 90,
  abortIncompleteMultipartUploadDays: 7,
  corsRules: [],
  additionalKmsKeyPolicies: [],
  ownKey: {},
  bucketKeyEnabled: true,
  objectOwnership: "BucketOwnerEnforced",
  hardeningPolicy: "default",
  additionalBucketPolicies: [],
  consumerPolicyActions: {},
  createConsumerReadonlyPolicy: false,
  folderNames: [],
  bucketMode: "default",
  sourceS3ServerLogs: {},
  compatibility: {},
} satisfies Partial<BucketArgs>;

export interface ResolvedBucket extends Resolved<
  BucketArgs,
  typeof BUCKET_DEFAULTS & Required<Pick<BucketArgs, "useKmsManagedKey" | "accessLogPrefix">>
> {
  /** What every name of the bucket's resources begins with. */
  readonly base: string;
}

export type BaseContext = Context<ResolvedBucket>;

/** Fills in the defaults, those included that depend on names and mode. */
export function resolveBucket(args: BucketArgs): ResolvedBucket {
  const base = resourceName(args.prefix, args.environment, args.bucketName);
  const defaults = {
    ...BUCKET_DEFAULTS,
    useKmsManagedKey: args.bucketMode !== "log",
    accessLogPrefix: `${base}/`,
  };
  return { ...withDefaults(args, defaults), base };
}
