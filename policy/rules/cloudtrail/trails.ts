import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";

export const cloudtrailTrails: readonly PolicyRule[] = [
  {
    id: "cloudtrail-trail-multi-region",
    meta: {
      description: "A trail records every region.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_67", "AWS-0014", "CloudTrail.1"],
      remedy: "Set `isMultiRegionTrail` to true.",
      docs: { url: `${GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (trail.flag("isMultiRegionTrail") !== true) report("isMultiRegionTrail is not true.");
    },
  },
  {
    id: "cloudtrail-trail-validation",
    meta: {
      description: "A trail's files are validated, so that nobody changes them unseen.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_36", "AWS-0016", "CloudTrail.4"],
      remedy: "Set `enableLogFileValidation` to true.",
      docs: { url: `${GUIDE}/cloudtrail-log-file-validation-intro.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (trail.flag("enableLogFileValidation") !== true)
        report("enableLogFileValidation is not true.");
    },
  },
  {
    id: "cloudtrail-trail-encryption",
    meta: {
      description: "A trail is encrypted with a key of our own.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_35", "AWS-0015", "CloudTrail.2"],
      remedy: "Set `kmsKeyId`.",
      docs: { url: `${GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (!trail.text("kmsKeyId")) report("kmsKeyId is not set.");
    },
  },
  {
    id: "cloudtrail-trail-logs",
    meta: {
      description: "A trail also goes to CloudWatch Logs, where alarms can see it.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["CKV2_AWS_10", "AWS-0162", "CloudTrail.5"],
      remedy: "Set `cloudWatchLogsGroupArn` and `cloudWatchLogsRoleArn`.",
      docs: { url: `${GUIDE}/send-cloudtrail-events-to-cloudwatch-logs.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (!trail.text("cloudWatchLogsGroupArn")) report("cloudWatchLogsGroupArn is not set.");
    },
  },
  {
    id: "cloudtrail-trail-enabled",
    meta: {
      description: "A trail records.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_251"],
      remedy: "Remove `enableLogging` or set it to true.",
      docs: { url: `${GUIDE}/cloudtrail-turning-off-logging.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (trail.flag("enableLogging") === false) report("enableLogging is false.");
    },
  },
  {
    id: "cloudtrail-trail-topic",
    meta: {
      description: "A trail announces each file on a topic.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_252"],
      remedy: "Set `snsTopicName`.",
      docs: { url: `${GUIDE}/configure-sns-notifications-for-cloudtrail.html` },
    },
    types: [t.TRAIL],
    check: ({ resource: trail, report }) => {
      if (!trail.text("snsTopicName")) report("snsTopicName is not set.");
    },
  },
];
