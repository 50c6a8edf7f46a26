import { display } from "../../statemachine/json";
import { OFFLINE } from "../../engine/program";
import { type AwsEnvironment, parseArn } from "../../statemachine/iam";
import type { StateResource } from "./state-resource";

/**
 * Reads from ARNs where resources run; what no ARN tells is as in an offline run.
 *
 * @returns every region and account found, the most frequent first in `where`: more than one cannot be one stack.
 */
export function detectEnvironment(resources: readonly StateResource[]): {
  readonly where: AwsEnvironment;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
} {
  const arns = resources.map(({ attributes }) => parseArn(display(attributes["arn"] ?? "")));
  // A bucket's ARN names no region, but its attributes do.
  const regions = byCount(
    resources.map(({ attributes }, at) => arns[at]?.region || display(attributes["region"] ?? "")),
  );
  const accounts = byCount(arns.map((arn) => arn?.accountId));
  const [partition = OFFLINE.partition] = byCount(arns.map((arn) => arn?.partition));
  return {
    where: {
      partition,
      region: regions[0] ?? OFFLINE.region,
      accountId: accounts[0] ?? OFFLINE.accountId,
    },
    accounts,
    regions,
  };
}

/** The texts, the most frequent first. */
function byCount(texts: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const each of texts) if (each) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
