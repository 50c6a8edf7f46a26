import { INLINE_POLICY_LIMIT, MANAGED_POLICY_LIMIT, policySize } from "asl-toolkit/iam";
import { type PolicyDocument } from "asl-toolkit/iam";
import { Problems } from "./problems";

/** How long AWS lets a policy be, and what to do with a longer one. */
interface SizeLimit {
  readonly limit: number;
  /** What is counted: IAM leaves white space out, the others take the document as it is sent. */
  readonly unit: "characters" | "bytes";
  readonly fix: string;
}

/**
 * Sources: quotas of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), KMS
 * (https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html, 32 KB) and S3
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html, 20 KB).
 */
const LIMITS = {
  inline: {
    limit: INLINE_POLICY_LIMIT,
    unit: "characters",
    fix: "move statements to policies of their own (additionalRolePolicyArns)",
  },
  managed: { limit: MANAGED_POLICY_LIMIT, unit: "characters", fix: "name less in one policy" },
  trust: {
    limit: 2_048,
    unit: "characters",
    fix: "trust less with one role; IAM raises the quota to 4,096 at most, for roles made elsewhere (roleArn)",
  },
  bucket: {
    limit: 20 * 1024,
    unit: "bytes",
    fix: "say the same with fewer statements, or use access points",
  },
  key: {
    limit: 32 * 1024,
    unit: "bytes",
    fix: "say the same with fewer statements, or leave it to IAM policies",
  },
} satisfies Record<string, SizeLimit>;

/**
 * Passes a policy on that AWS takes.
 * @param causes the arguments that the policy was made from, as they are known now
 * @throws pulumi.InputPropertiesError for a longer one, under the argument that takes most of it
 */
export function fitting(
  policy: PolicyDocument,
  kind: keyof typeof LIMITS,
  component: string,
  causes: Readonly<Record<string, unknown>>,
): PolicyDocument {
  const { limit, unit, fix } = LIMITS[kind];
  const size = unit === "bytes" ? Buffer.byteLength(JSON.stringify(policy)) : policySize(policy);
  const reason = `makes the policy ${size} ${unit} long, and AWS takes ${limit}: ${fix}`;
  new Problems().add(longest(causes), size > limit && reason).done(component);
  return policy;
}

function longest(causes: Readonly<Record<string, unknown>>): string {
  const sizes = Object.entries(causes).map(
    ([name, value]) => [JSON.stringify(value ?? "").length, name] as const,
  );
  return sizes.sort(([left], [right]) => right - left)[0]?.[1] ?? "";
}
