import { type PolicyDocument, policySize } from "asl-toolkit/iam";
import { SIZE_LIMITS, type SizeKind } from "./limits";
import { Problems } from "../problems";

/**
 * Passes a policy on that AWS takes.
 * @param causes the arguments that the policy was made from, as they are known now
 * @throws pulumi.InputPropertiesError for a longer one, under the argument that takes most of it
 */
export function fitting(
  policy: PolicyDocument,
  kind: SizeKind,
  component: string,
  causes: Readonly<Record<string, unknown>>,
): PolicyDocument {
  // IAM leaves white space out, the others take the document as it is sent.
  const inBytes = SIZE_LIMITS[kind].unit === "bytes";
  const size = inBytes ? Buffer.byteLength(JSON.stringify(policy)) : policySize(policy);
  new Problems().size(longest(causes), kind, size).done(component);
  return policy;
}

function longest(causes: Readonly<Record<string, unknown>>): string {
  const sizes = Object.entries(causes).map(
    ([name, value]) => [JSON.stringify(value ?? "").length, name] as const,
  );
  return sizes.sort(([left], [right]) => right - left)[0]?.[1] ?? "";
}
