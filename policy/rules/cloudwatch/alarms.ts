import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";
import type { Stack } from "../../host/stack";
import { onEach } from "../shared/on-each";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest";

export const cloudwatchAlarms: readonly PolicyRule[] = [
  {
    id: "cloudwatch-alarm-actions-enabled",
    meta: {
      description: "An alarm's actions are on.",
      pillar: "operations",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_319", "CloudWatch.17", "CT.CLOUDWATCH.PR.4"],
      remedy: "Remove `actionsEnabled` or set it to true.",
      docs: { url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html` },
    },
    types: [t.ALARM, t.COMPOSITE_ALARM],
    check: ({ resource: alarm, report }) => {
      if (alarm.flag("actionsEnabled") === false)
        report("actionsEnabled is false: the alarm tells nobody.");
    },
  },
  {
    id: "cloudwatch-alarm-actions",
    meta: {
      description: "An alarm tells somebody when it goes off, itself or by a composite alarm.",
      pillar: "operations",
      severity: "high",
      level: "mandatory",
      controls: ["CloudWatchAlarmAction", "CloudWatch.15", "CT.CLOUDWATCH.PR.1"],
      remedy:
        "Set `alarmActions`, or name the alarm in the rule of a composite alarm that has them.",
      docs: { url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html` },
    },
    ...onEach([t.ALARM, t.COMPOSITE_ALARM], (alarm, stack) => {
      if (alarm.entries("alarmActions").length > 0) return undefined;
      const name = alarm.text("name") ?? alarm.text("alarmName");
      if (name !== undefined && toldOf(stack).has(name)) return undefined;
      return "has no alarmActions, and no composite alarm with actions is over it";
    }),
  },
  {
    id: "cloudwatch-alarm-dimension",
    meta: {
      description: "An alarm on a workflow's metric is on one state machine.",
      pillar: "operations",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Set `dimensions.StateMachineArn`.",
      docs: {
        url: "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html",
      },
    },
    types: [t.ALARM],
    check: ({ resource: alarm, report }) => {
      const metric = alarm.text("metricName") ?? "";
      if (alarm.text("namespace") !== "AWS/States" || !/^Execution/.test(metric)) return;
      if (!alarm.has("dimensions.StateMachineArn")) {
        report(`${metric} has no dimension StateMachineArn, and so no data.`);
      }
    },
  },
  {
    id: "cloudwatch-alarm-missing-data",
    meta: {
      description: "An alarm says what missing data means.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: [],
      remedy: "Set `treatMissingData`, to notBreaching for counts of failures.",
      docs: { url: `${GUIDE}/monitoring/alarms-and-missing-data.html` },
    },
    types: [t.ALARM],
    check: ({ resource: alarm, report }) => {
      if (!alarm.text("treatMissingData")) report("treatMissingData is not set.");
    },
  },
  {
    id: "cloudwatch-alarm-period",
    meta: {
      description: "An alarm looks back a day at most, so that it tells of today.",
      pillar: "operations",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Make `period` times `evaluationPeriods` 86400 seconds or less.",
      docs: { url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html` },
    },
    types: [t.ALARM],
    settings: {
      maxSeconds: {
        type: "integer",
        minimum: 60,
        default: 86_400,
        description: "How far back it may look.",
      },
    },
    check: ({ resource: alarm, report, setting }) => {
      const span = (alarm.number("period") ?? 0) * (alarm.number("evaluationPeriods") ?? 1);
      const most = setting<number>("maxSeconds");
      if (span > most) report(`period times evaluationPeriods is ${span} s, more than ${most} s.`);
    },
  },
];

/** The names in the rules of the composite alarms that tell somebody: `ALARM("name")`, or with an ARN. */
function toldOf(stack: Stack): ReadonlySet<string> {
  return stack.once("alarms in composite alarms", () => {
    const telling = stack
      .of(t.COMPOSITE_ALARM)
      .filter((composite) => composite.entries("alarmActions").length > 0);
    const rules = telling.map((composite) => composite.text("alarmRule") ?? "");
    const names = rules.flatMap((rule) => [...rule.matchAll(/\bALARM\(\s*["']?([^"')]+)/g)]);
    return new Set(names.map(([, name = ""]) => name.trim().replace(/^arn:.*:alarm:/, "")));
  });
}
