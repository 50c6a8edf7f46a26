import { type CloudWatchClient, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import { pagesOf } from "../pages";

/** Namespace, name and statistic. */
export type Metric = readonly [string, string, "Sum" | "SampleCount" | "Maximum"];

const DAY_SECONDS = 86_400;
const DAYS = 30;

/** The metrics of 30 days: of a `Maximum` the largest, of others the sum; 0 where there are none. */
export async function metricsOf<Name extends string>(
  client: CloudWatchClient,
  metrics: Readonly<Record<Name, Metric>>,
  dimensions: Readonly<Record<string, string>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(metrics) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const EndTime = new Date();
  const pages = pagesOf(paginateGetMetricData, client, {
    StartTime: new Date(EndTime.getTime() - DAYS * DAY_SECONDS * 1000),
    EndTime,
    MetricDataQueries: names.map((Id) => {
      const [Namespace, MetricName, Stat] = metrics[Id];
      const Metric = { Namespace, MetricName, Dimensions };
      return { Id, MetricStat: { Metric, Stat, Period: DAY_SECONDS } };
    }),
  });
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id, Values = [] } of MetricDataResults) {
      if (Id === undefined || !Object.hasOwn(metrics, Id)) continue;
      const name = Id as Name;
      const [, , stat] = metrics[name];
      found[name] = Values.reduce(
        (most, each) => (stat === "Maximum" ? Math.max(most, each) : most + each),
        found[name],
      );
    }
  }
  return found;
}

/** A mean to two digits after the point; 0 of nothing. */
export function ratio(sum: number, count: number): number {
  return count === 0 ? 0 : Math.round((100 * sum) / count) / 100;
}
