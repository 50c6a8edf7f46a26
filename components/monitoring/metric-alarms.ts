import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { named } from "../shared/tags";
import {
  type AlarmMetric,
  type AlarmRule,
  type AlarmToMake,
  FIRST_COMMAND,
  isPercentile,
} from "./alarms";
import { alarmName, compositeRule, type Part, partsOf } from "./parts";
import { type MonitoringContext } from "./resolve";
import { type Alerts } from "./topic";

/** Creates the alarms on every part, and the one over all of them. */
export function createAlarms(
  context: MonitoringContext,
  alerts: Alerts,
): cloudwatch.CompositeAlarm {
  const { name, args, parent } = context;
  const { workflow } = args.names;
  const alarms = partsOf(args, alerts.deadLetters.name).flatMap((part) =>
    part.alarms.map((rule) => createAlarm(context, part, rule, alerts)),
  );
  return new cloudwatch.CompositeAlarm(
    `${name}-workflow`,
    {
      alarmName: workflow,
      alarmDescription: runbook({ happened: "Some part of the workflow is in alarm." }),
      alarmRule: pulumi.all(alarms.map((alarm) => alarm.name)).apply(compositeRule),
      alarmActions: [alerts.topic.arn],
      okActions: [alerts.topic.arn],
      tags: named(args.baseTags, workflow),
    },
    { parent },
  );
}

function createAlarm(
  { name, args, parent }: MonitoringContext,
  part: Part,
  rule: AlarmToMake,
  { topic }: Alerts,
): cloudwatch.MetricAlarm {
  const called = alarmName(args, part, rule.id);
  const rings = rule.ringsAlone === true && args.notifications === "each";
  return new cloudwatch.MetricAlarm(
    `${name}-${part.key}${rule.id}`,
    {
      name: called,
      alarmDescription: runbook(rule),
      ...watchedMetric(part, rule),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: rule.at,
      evaluationPeriods: rule.periods,
      treatMissingData: rule.missing,
      alarmActions: rings ? [topic.arn] : undefined,
      tags: named(args.baseTags, called),
    },
    { parent },
  );
}

/** What happened and what to run first, for who is woken. */
function runbook({
  happened,
  first = FIRST_COMMAND,
}: Pick<AlarmRule, "happened" | "first">): string {
  return `${happened} First: ${first.replace("{stack}", pulumi.getStack())}`;
}

/** One metric as the alarm's own properties, several as queries with the expression over them. */
function watchedMetric(
  part: Part,
  { id, metrics, expression, period }: AlarmToMake,
): Partial<cloudwatch.MetricAlarmArgs> {
  if (expression !== undefined) {
    const each = Object.entries(metrics);
    return {
      metricQueries: [
        ...each.map(([key, metric]) => ({
          id: key,
          metric: { ...metricOf(part, metric), period, stat: metric.statistic },
        })),
        { id: "result", expression, label: id, returnData: true },
      ],
    };
  }
  const [metric] = Object.values(metrics) as [AlarmMetric];
  const statistic = isPercentile(metric) ? "extendedStatistic" : "statistic";
  return { ...metricOf(part, metric), [statistic]: metric.statistic, period };
}

function metricOf({ dimensions }: Part, { namespace = "AWS/States", name, of }: AlarmMetric) {
  const by = dimensions[of] ?? {};
  return {
    namespace,
    metricName: name,
    dimensions: Object.keys(by).length > 0 ? by : undefined,
  };
}
