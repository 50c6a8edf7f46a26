import { display } from "../../statemachine/json";
import { OFFLINE } from "../../engine/program";
import { type AwsEnvironment, parseArn } from "../../statemachine/iam";
import { StateError } from "./state-reader";
import type { StateResource } from "./state-resource";

/**
 * Reads from ARNs where resources run; what no ARN tells is as in an offline run.
 *
 * @param source of the state
 * @throws StateError for several accounts or regions, which cannot be one stack
 */
export function environmentOf(resources: readonly StateResource[], source: string): AwsEnvironment {
  const arns = resources.map(({ attributes }) => parseArn(display(attributes["arn"] ?? "")));
  // A bucket's ARN names no region, but its attributes do.
  const regions = byCount(
    resources.map(({ attributes }, at) => arns[at]?.region || display(attributes["region"] ?? "")),
  );
  const accounts = byCount(arns.map((arn) => arn?.accountId));
  const several = [accounts, regions].find((found) => found.length > 1);
  if (several !== undefined) {
    throw new StateError(
      source,
      `the modules in it are in ${several.join(" and ")}. A Pulumi stack has one account and region: split the state ` +
        "with `terraform state mv -state-out`, and adopt each part into a stack of its own",
    );
  }
  const [partition = OFFLINE.partition] = byCount(arns.map((arn) => arn?.partition));
  const [[region = OFFLINE.region], [accountId = OFFLINE.accountId]] = [regions, accounts];
  return { partition, region, accountId };
}

/** The texts, the most frequent first. */
function byCount(texts: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const each of texts) if (each) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
