import { isTiedToCallers } from "../iam/grants";
import type { ResourceRule, StackRule } from "../host/rule";
import * as t from "../types";
import { LOG_POLICIES, onStatements } from "./documents";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest";

/** What PutRetentionPolicy takes, in days (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html). */
export const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export const logsGroupRetention: ResourceRule = {
  name: "logs-group-retention",
  description: "A log group keeps its logs for a time, not for ever.",
  group: "cost",
  level: "mandatory",
  severity: "medium",
  controls: [
    "CKV_AWS_66",
    "CKV_AWS_338",
    "CloudWatchLogGroupRetentionPeriod",
    "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
  ],
  remedy: `Set \`retentionInDays\` to one of ${RETENTIONS.slice(0, 12).join(", ")} and so on.`,
  url: `${GUIDE}/logs/Working-with-log-groups-and-streams.html`,
  types: [t.LOG_GROUP],
  settings: {
    remediateDays: {
      type: "integer",
      enum: RETENTIONS,
      default: 90,
      description: "The retention that remediation sets.",
    },
  },
  example: { violation: "// retentionInDays unset", fix: "retentionInDays: 90" },
  check: (group, judge) => {
    const days = group.number("retentionInDays") ?? 0;
    if (days === 0) judge.report("retentionInDays is not set: the logs stay for ever.");
    else if (!RETENTIONS.includes(days))
      judge.report(`retentionInDays is ${days}, which AWS does not take.`);
  },
  remediate: (group, setting) =>
    (group.number("retentionInDays") ?? 0) === 0
      ? { retentionInDays: setting<number>("remediateDays") }
      : undefined,
};

export const logsGroupRetentionRange: ResourceRule = {
  name: "logs-group-retention-range",
  description: "A log group's retention is within the range of the settings.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: ["CKV_AWS_338", "CloudWatch.16", "CT.CLOUDWATCH.PR.2"],
  remedy: "Set `retentionInDays` within the range of the rule's settings.",
  url: `${GUIDE}/logs/Working-with-log-groups-and-streams.html`,
  types: [t.LOG_GROUP],
  settings: {
    minDays: {
      type: "integer",
      minimum: 1,
      default: 365,
      description: "Fewest days; scanners ask for a year.",
    },
    maxDays: { type: "integer", minimum: 1, default: 3653, description: "Most days." },
  },
  example: { violation: "retentionInDays: 30", fix: "retentionInDays: 365" },
  check: (group, judge) => {
    const days = group.number("retentionInDays") ?? 0;
    if (days === 0) return;
    const [min, max] = [judge.setting<number>("minDays"), judge.setting<number>("maxDays")];
    if (days < min) judge.report(`retentionInDays is ${days}, fewer than ${min}.`);
    if (days > max) judge.report(`retentionInDays is ${days}, more than ${max}.`);
  },
};

export const logsGroupEncryption: ResourceRule = {
  name: "logs-group-encryption",
  description: "A log group is encrypted with a key of our own.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["CKV_AWS_158", "AWS-0017", "CT.CLOUDWATCH.PR.3", "CloudWatchLogGroupEncrypted"],
  remedy: "Set `kmsKeyId`.",
  url: `${GUIDE}/logs/encrypt-log-data-kms.html`,
  types: [t.LOG_GROUP],
  example: { violation: "// kmsKeyId unset", fix: "kmsKeyId: key.arn" },
  check: (group, judge) => {
    if (!group.text("kmsKeyId")) judge.report("kmsKeyId is not set.");
  },
};

export const logsResourcePolicyPublic: ResourceRule = {
  name: "logs-resource-policy-public",
  description: "No log resource policy lets everyone in.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["cloudwatch_log_group_not_publicly_accessible", "CKV_AWS_283"],
  remedy: "Name the service in `policyDocument` and add `aws:SourceAccount`.",
  url: `${GUIDE}/logs/iam-access-control-overview-cwl.html`,
  example: {
    violation: 'Principal: "*"',
    fix: 'Principal: { Service: "delivery.logs.amazonaws.com" }',
  },
  ...onStatements(LOG_POLICIES, (statement, report) => {
    if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement))
      report("lets everyone in.");
  }),
};

export const logsGroupVended: StackRule = {
  name: "logs-group-vended",
  description:
    "The log group of a state machine is named /aws/vendedlogs/..., which keeps the account's resource policy small.",
  group: "operations",
  level: "mandatory",
  severity: "medium",
  controls: [],
  remedy:
    "Name the log group /aws/vendedlogs/states/...: AWS grows a resource policy of 5,120 characters for others.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html",
  types: [t.MACHINE],
  example: { violation: 'name: "/sfn/orders"', fix: 'name: "/aws/vendedlogs/states/orders"' },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.MACHINE), (machine) => {
      if (!machine.has("loggingConfiguration.logDestination")) return;
      const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
      const name = group
        ? (group.text("name") ?? group.text("namePrefix") ?? group.name)
        : /:log-group:([^:]+)/.exec(machine.text("loggingConfiguration.logDestination") ?? "")?.[1];
      if (name === undefined || name.startsWith("/aws/vendedlogs/")) return;
      judge.report(group ?? machine, `${name} receives the logs of ${machine.label}.`);
    });
  },
};

export const cloudwatchAlarmActionsEnabled: ResourceRule = {
  name: "cloudwatch-alarm-actions-enabled",
  description: "An alarm's actions are on.",
  group: "operations",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_319", "CloudWatch.17", "CT.CLOUDWATCH.PR.4"],
  remedy: "Remove `actionsEnabled` or set it to true.",
  url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html`,
  types: [t.ALARM, t.COMPOSITE_ALARM],
  example: { violation: "actionsEnabled: false", fix: "actionsEnabled: true" },
  check: (alarm, judge) => {
    if (alarm.flag("actionsEnabled") === false)
      judge.report("actionsEnabled is false: the alarm tells nobody.");
  },
};

export const cloudwatchAlarmActions: ResourceRule = {
  name: "cloudwatch-alarm-actions",
  description: "An alarm tells somebody when it goes off.",
  group: "operations",
  level: "mandatory",
  severity: "high",
  controls: ["CloudWatchAlarmAction", "CloudWatch.15", "CT.CLOUDWATCH.PR.1"],
  remedy: "Set `alarmActions`.",
  url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html`,
  types: [t.ALARM, t.COMPOSITE_ALARM],
  example: { violation: "// alarmActions unset", fix: "alarmActions: [topic.arn]" },
  check: (alarm, judge) => {
    if (alarm.entries("alarmActions").length === 0) judge.report("alarmActions is empty.");
  },
};

export const cloudwatchAlarmDimension: ResourceRule = {
  name: "cloudwatch-alarm-dimension",
  description: "An alarm on a workflow's metric is on one state machine.",
  group: "operations",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Set `dimensions.StateMachineArn`.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html",
  types: [t.ALARM],
  example: {
    violation: 'namespace: "AWS/States"',
    fix: "dimensions: { StateMachineArn: machine.arn }",
  },
  check: (alarm, judge) => {
    const metric = alarm.text("metricName") ?? "";
    if (alarm.text("namespace") !== "AWS/States" || !/^Execution/.test(metric)) return;
    if (!alarm.has("dimensions.StateMachineArn")) {
      judge.report(`${metric} has no dimension StateMachineArn, and so no data.`);
    }
  },
};

export const cloudwatchAlarmMissingData: ResourceRule = {
  name: "cloudwatch-alarm-missing-data",
  description: "An alarm says what missing data means.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: [],
  remedy: "Set `treatMissingData`, to notBreaching for counts of failures.",
  url: `${GUIDE}/monitoring/alarms-and-missing-data.html`,
  types: [t.ALARM],
  example: { violation: "// treatMissingData unset", fix: 'treatMissingData: "notBreaching"' },
  check: (alarm, judge) => {
    if (!alarm.text("treatMissingData")) judge.report("treatMissingData is not set.");
  },
};

export const cloudwatchAlarmPeriod: ResourceRule = {
  name: "cloudwatch-alarm-period",
  description: "An alarm looks back a day at most, so that it tells of today.",
  group: "operations",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Make `period` times `evaluationPeriods` 86400 seconds or less.",
  url: `${GUIDE}/monitoring/AlarmThatSendsEmail.html`,
  types: [t.ALARM],
  settings: {
    maxSeconds: {
      type: "integer",
      minimum: 60,
      default: 86_400,
      description: "How far back it may look.",
    },
  },
  example: {
    violation: "period: 86400, evaluationPeriods: 2",
    fix: "period: 3600, evaluationPeriods: 24",
  },
  check: (alarm, judge) => {
    const span = (alarm.number("period") ?? 0) * (alarm.number("evaluationPeriods") ?? 1);
    const most = judge.setting<number>("maxSeconds");
    if (span > most)
      judge.report(`period times evaluationPeriods is ${span} s, more than ${most} s.`);
  },
};
