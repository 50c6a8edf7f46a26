import type { ResolvedAccount } from "../shared/account";
import { policyDocument, type PolicyDocument, type Statement } from "asl-toolkit/iam";

/** What a consumer's policy is for. */
export interface Consumer {
  /** The bucket's ARN. */
  readonly bucketArn: string;
  /** The key the consumer may use through S3; undefined for none. */
  readonly kmsKeyArn: string | undefined;
  readonly account: ResolvedAccount;
}

/** The actions of the read-only policy. */
export const READONLY_ACTIONS: readonly string[] = ["s3:ListBucket", "s3:GetObject"];

/** The policy of one consumer: S3 actions on the bucket and its objects, and the use of its key for them. */
export function consumerPolicy(
  name: string,
  actions: readonly string[],
  consumer: Consumer,
): PolicyDocument {
  const id = name.replaceAll(/[^a-zA-Z0-9]/g, "");
  const access: Statement = {
    Sid: id,
    Effect: "Allow",
    Action: [...actions],
    Resource: [consumer.bucketArn, `${consumer.bucketArn}/*`],
  };
  return policyDocument([access, ...keyUse(actions, consumer)], id);
}

/** Reading takes kms:Decrypt; writing takes a data key, and in several parts kms:Decrypt as well. */
function keyUse(
  actions: readonly string[],
  { kmsKeyArn, account: { region } }: Consumer,
): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const writes = actions.some((action) => /^(s3:(Put|Restore|Replicate)|s3:\*|\*)/i.test(action));
  return [
    {
      Sid: "UseBucketKey",
      Effect: "Allow",
      Action: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
  ];
}
