import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import {
  matchesAction,
  type PolicyDocument,
  policyDocument,
  type Statement,
  serviceHost,
} from "asl-toolkit/iam";
import { mapValues } from "asl-toolkit/json";
import { fitting } from "../shared/limits/policy-size";
import { baseTags } from "../shared/tags";
import { type BucketContext } from "./bucket";
import { type BucketFacts } from "./policy";

/** The consumer that the read-only policy is for. */
export const READONLY_CONSUMER = "BucketReadonly";

/** The name of a consumer's policy: IAM is the account's, so it holds the region. */
export function consumerPolicyName(base: string, consumer: string, region: string): string {
  return `${base}-${consumer}-${region}-policy`;
}

/** The actions of the read-only policy. */
const READONLY_ACTIONS: readonly string[] = ["s3:ListBucket", "s3:GetObject"];

/** Creates an IAM policy for every consumer. @returns the ARN of each, by the consumer's name */
export function createConsumerPolicies(
  context: BucketContext,
): Record<string, pulumi.Output<string>> {
  return mapValues(context.args.consumerPolicyActions, (actions, consumer) =>
    createPolicy(context, `consumer-${consumer}`, consumer, actions),
  );
}

/** Creates the IAM policy of readers, where it is asked for. @returns its ARN */
export function createReadonlyPolicy(context: BucketContext): pulumi.Output<string> | undefined {
  return context.args.createConsumerReadonlyPolicy
    ? createPolicy(context, "readonly", READONLY_CONSUMER, READONLY_ACTIONS)
    : undefined;
}

function createPolicy(
  context: BucketContext,
  role: string,
  consumer: string,
  actions: readonly string[],
): pulumi.Output<string> {
  const { name, args, bucket, kmsKeyArn, account, parent } = context;
  const policyName = account.region.apply((region) =>
    consumerPolicyName(args.base, consumer, region),
  );
  const key = args.compatibility.consumersUseKey !== false ? kmsKeyArn : undefined;
  const policy = pulumi
    .all([bucket.arn, key, account])
    .apply(([arn, keyArn, place]) =>
      fitting(
        consumerPolicy(consumer, actions, { arn, kmsKeyArn: keyArn, account: place }),
        "managedPolicy",
        "Bucket",
        { [`consumerPolicyActions.${consumer}`]: actions },
      ),
    );
  const created = new iam.Policy(
    `${name}-${role}`,
    {
      name: policyName,
      policy: pulumi.jsonStringify(policy),
      tags: policyName.apply((Name) => baseTags(args.environment, args.tags, { Name })),
    },
    { parent },
  );
  return created.arn;
}

/** The policy of one consumer: S3 actions on the bucket and its objects, and the use of its key for them. */
function consumerPolicy(
  name: string,
  actions: readonly string[],
  facts: BucketFacts,
): PolicyDocument {
  const id = name.replaceAll(/[^a-zA-Z0-9]/g, "");
  const access: Statement = {
    Sid: id,
    Effect: "Allow",
    Action: [...actions],
    Resource: [facts.arn, `${facts.arn}/*`],
  };
  return policyDocument([access, ...keyUse(actions, facts)], id);
}

/** What encrypts an object anew. */
const WRITES = ["s3:PutObject", "s3:ReplicateObject", "s3:RestoreObject"];

/** Reading takes kms:Decrypt; writing takes a data key, and in several parts kms:Decrypt as well. */
function keyUse(actions: readonly string[], { kmsKeyArn, account }: BucketFacts): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const writes = actions.some((action) => WRITES.some((write) => matchesAction(action, write)));
  return [
    {
      Sid: "UseBucketKey",
      Effect: "Allow",
      Action: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": serviceHost("s3", account) } },
    },
  ];
}
