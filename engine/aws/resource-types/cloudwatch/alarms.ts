import type * as sdk from "@aws-sdk/client-cloudwatch";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import { DROPPED, resourceType } from "../../resource-type";
import { camel, documentText, pascal, tagList, tagMap } from "../../words";

/** Words of the CloudWatch API that differ from the provider's by more than the first letter. */
const COMPOSITE = { okActions: "OKActions" };

const METRIC = { ...COMPOSITE, name: "AlarmName" };

/** Amazon CloudWatch: alarms and dashboards. */
export const alarmTypes = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": resourceType<cloudwatch.MetricAlarmArgs>({
    async create({ dimensions, metricQueries, tags, ...inputs }, { clients: { cloudwatch } }) {
      await cloudwatch.putMetricAlarm({
        ...pascal<sdk.PutMetricAlarmCommandInput>(inputs, METRIC),
        Dimensions: dimensionList(dimensions),
        Metrics: metricQueries?.map(({ metric, ...query }) => ({
          ...pascal<sdk.MetricDataQuery>(query),
          MetricStat: metric && {
            Metric: {
              Namespace: metric.namespace,
              MetricName: metric.metricName,
              Dimensions: dimensionList(metric.dimensions),
            },
            Period: metric.period,
            Stat: metric.stat,
          },
        })),
        Tags: tagList(tags),
      });
    },
    async read(id, _, { clients: { cloudwatch } }) {
      const { MetricAlarms: [alarm] = [] } = await cloudwatch.describeAlarms({
        AlarmNames: [id],
        AlarmTypes: ["MetricAlarm"],
      });
      const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: alarm?.AlarmArn });
      const { Dimensions = [], ...rest } = alarm ?? {};
      return {
        ...camel<object>(rest, METRIC),
        dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
        tags: tagMap(Tags),
      };
    },
    unread: { metricQueries: DROPPED },
  }),

  "aws:cloudwatch/compositeAlarm:CompositeAlarm": resourceType<cloudwatch.CompositeAlarmArgs>({
    async create({ tags, ...inputs }, { clients: { cloudwatch } }) {
      await cloudwatch.putCompositeAlarm({
        ...pascal<sdk.PutCompositeAlarmCommandInput>(inputs, COMPOSITE),
        Tags: tagList(tags),
      });
    },
    async read(id, _, { clients: { cloudwatch } }) {
      const { CompositeAlarms: [alarm] = [] } = await cloudwatch.describeAlarms({
        AlarmNames: [id],
        AlarmTypes: ["CompositeAlarm"],
      });
      const { Tags } = await cloudwatch.listTagsForResource({ ResourceARN: alarm?.AlarmArn });
      return { ...camel<object>(alarm, COMPOSITE), tags: tagMap(Tags) };
    },
  }),

  "aws:cloudwatch/dashboard:Dashboard": resourceType<cloudwatch.DashboardArgs>({
    async create(inputs, { clients: { cloudwatch } }) {
      const { dashboardName: DashboardName, dashboardBody } = inputs;
      const DashboardBody = documentText(dashboardBody);
      await cloudwatch.putDashboard({ DashboardName, DashboardBody });
    },
    async read(DashboardName, _, { clients: { cloudwatch } }) {
      const found = await cloudwatch.getDashboard({ DashboardName });
      return { dashboardName: found.DashboardName, dashboardBody: found.DashboardBody };
    },
  }),
};

function dimensionList(dimensions: Record<string, string> = {}): sdk.Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
