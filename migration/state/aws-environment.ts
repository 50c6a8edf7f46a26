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
  const counts = { partition: new Map(), region: new Map(), account: new Map() };
  for (const { attributes } of resources) {
    const arn = parseArn(display(attributes["arn"] ?? ""));
    count(counts.partition, arn?.partition);
    count(counts.account, arn?.accountId);
    // A bucket's ARN names no region, but its attributes do.
    count(counts.region, arn?.region || display(attributes["region"] ?? ""));
  }
  const [regions, accounts] = [byCount(counts.region), byCount(counts.account)];
  const [partition = OFFLINE.partition] = byCount(counts.partition);
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

function count(counts: Map<string, number>, value: string | undefined): void {
  if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function byCount(counts: Map<string, number>): string[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
