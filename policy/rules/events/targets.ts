import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide";

const SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/UserGuide";

export const eventsTargets: readonly PolicyRule[] = [
  {
    id: "events-target-dead-letter",
    meta: {
      description: "An event that a target does not take is kept.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["SR ES4000", "EventBusDLQ"],
      remedy: "Set `deadLetterConfig.arn`.",
      docs: { url: `${EVENTS}/eb-rule-dlq.html` },
    },
    types: [t.EVENT_TARGET],
    check: ({ resource: target, report }) => {
      if (target.value("deadLetterConfig.arn") === undefined)
        report("deadLetterConfig.arn is not set.");
    },
  },
  {
    id: "scheduler-schedule-dead-letter",
    meta: {
      description: "A start that a schedule could not make is kept.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Set `target.deadLetterConfig.arn`.",
      docs: { url: `${SCHEDULER}/configuring-schedule-dlq.html` },
    },
    types: [t.SCHEDULE],
    check: ({ resource: schedule, report }) => {
      if (schedule.value("target.deadLetterConfig.arn") === undefined) {
        report("target.deadLetterConfig.arn is not set.");
      }
    },
  },
  {
    id: "scheduler-schedule-encryption",
    meta: {
      description: "A schedule is encrypted with a key of our own.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_297"],
      remedy: "Set `kmsKeyArn`.",
      docs: { url: `${SCHEDULER}/encryption-rest.html` },
    },
    types: [t.SCHEDULE],
    check: ({ resource: schedule, report }) => {
      if (!schedule.text("kmsKeyArn")) report("kmsKeyArn is not set.");
    },
  },
];
