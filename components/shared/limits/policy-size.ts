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
  const lengthOf = (cause: string): number => JSON.stringify(causes[cause] ?? "").length;
  const [longest = ""] = Object.keys(causes).sort((a, b) => lengthOf(b) - lengthOf(a));
  new Problems().size(longest, kind, size).done(component);
  return policy;
}
