import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { type ResolvedAudit } from "./resolve";

type Selector = input.cloudtrail.TrailAdvancedEventSelector;

/** What the trail records: management events, and those on the data of the buckets and functions. */
export function eventSelectors({ buckets, functions }: ResolvedAudit): Selector[] {
  const objects = buckets.map((arn) => pulumi.interpolate`${arn}/`);
  return [
    {
      name: "Management events",
      fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
    },
    ...(buckets.length > 0 ? [dataEvents("AWS::S3::Object", "startsWiths", objects)] : []),
    ...(functions.length > 0 ? [dataEvents("AWS::Lambda::Function", "equals", functions)] : []),
  ];
}

/** Events on the data of some resources of one type. */
function dataEvents(
  type: string,
  match: "equals" | "startsWiths",
  arns: readonly pulumi.Input<string>[],
): Selector {
  return {
    name: `${type} data events`,
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: [type] },
      { field: "resources.ARN", [match]: [...arns] },
    ],
  };
}
