import * as t from "../shared/types";
import { LOG_POLICIES, onStatements } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest";

/** What PutRetentionPolicy takes, in days (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export const cloudwatchLogGroups: readonly PolicyRule[] = [
  {
    id: "logs-group-retention",
    meta: {
      description: "A log group keeps its logs for a time, not for ever.",
      pillar: "cost",
      severity: "medium",
      level: "mandatory",
      controls: [
        "CKV_AWS_66",
        "CKV_AWS_338",
        "CloudWatchLogGroupRetentionPeriod",
        "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
      ],
      remedy: `Set \`retentionInDays\` to one of ${RETENTIONS.slice(0, 12).join(", ")} and so on.`,
      docs: { url: `${GUIDE}/logs/Working-with-log-groups-and-streams.html` },
    },
    types: [t.LOG_GROUP],
    settings: {
      remediateDays: {
        type: "integer",
        enum: RETENTIONS,
        default: 90,
        description: "The retention that remediation sets.",
      },
    },
    check: ({ resource: group, report }) => {
      const days = group.number("retentionInDays") ?? 0;
      if (days === 0) report("retentionInDays is not set: the logs stay for ever.");
      else if (!RETENTIONS.includes(days))
        report(`retentionInDays is ${days}, which AWS does not take.`);
    },
    remediate: (group, setting) =>
      (group.number("retentionInDays") ?? 0) === 0
        ? { retentionInDays: setting<number>("remediateDays") }
        : undefined,
  },
  {
    id: "logs-group-retention-range",
    meta: {
      description: "A log group's retention is within the range of the settings.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_338", "CloudWatch.16", "CT.CLOUDWATCH.PR.2"],
      remedy: "Set `retentionInDays` within the range of the rule's settings.",
      docs: { url: `${GUIDE}/logs/Working-with-log-groups-and-streams.html` },
    },
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
    check: ({ resource: group, report, setting }) => {
      const days = group.number("retentionInDays") ?? 0;
      if (days === 0) return;
      const [min, max] = [setting<number>("minDays"), setting<number>("maxDays")];
      if (days < min) report(`retentionInDays is ${days}, fewer than ${min}.`);
      if (days > max) report(`retentionInDays is ${days}, more than ${max}.`);
    },
  },
  {
    id: "logs-group-encryption",
    meta: {
      description: "A log group is encrypted with a key of our own.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_158", "AWS-0017", "CT.CLOUDWATCH.PR.3", "CloudWatchLogGroupEncrypted"],
      remedy: "Set `kmsKeyId`.",
      docs: { url: `${GUIDE}/logs/encrypt-log-data-kms.html` },
    },
    types: [t.LOG_GROUP],
    check: ({ resource: group, report }) => {
      if (!group.text("kmsKeyId")) report("kmsKeyId is not set.");
    },
  },
  {
    id: "logs-resource-policy-public",
    meta: {
      description: "No log resource policy lets everyone in.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["cloudwatch_log_group_not_publicly_accessible", "CKV_AWS_283"],
      remedy: "Name the service in `policyDocument` and add `aws:SourceAccount`.",
      docs: { url: `${GUIDE}/logs/iam-access-control-overview-cwl.html` },
    },
    ...onStatements(LOG_POLICIES, (statement, report, document) => {
      if (isPublic(statement, document)) report("lets everyone in.");
    }),
  },
  {
    id: "logs-group-vended",
    meta: {
      description:
        "The log group of a state machine is named /aws/vendedlogs/..., which keeps the account's resource policy small.",
      pillar: "operations",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy:
        "Name the log group /aws/vendedlogs/states/...: AWS grows a resource policy of 5,120 characters for others.",
      docs: { url: "https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html" },
    },
    scope: "stack",
    types: [t.MACHINE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.MACHINE), (machine) => {
        if (!machine.has("loggingConfiguration.logDestination")) return;
        const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
        const name = group
          ? (group.text("name") ?? group.text("namePrefix") ?? group.name)
          : /:log-group:([^:]+)/.exec(
              machine.text("loggingConfiguration.logDestination") ?? "",
            )?.[1];
        if (name === undefined || name.startsWith("/aws/vendedlogs/")) return;
        report(group ?? machine, `${name} receives the logs of ${machine.label}.`);
      });
    },
  },
];
