import t from "../shared/resource-types.json";
import { LOG_POLICIES, refusesEveryone } from "../shared/documents";
import { type Checks, eachOf } from "../shared/checks";
import rows from "./rules.json";

/** What PutRetentionPolicy takes, in days (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html). */
const RETENTIONS = rows["logs-group-retention"].settings.remediateDays.enum;

export const cloudwatchLogGroups = {
  "logs-group-retention": {
    scope: "resource",
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
  "logs-group-retention-range": ({ resource: group, report, setting }) => {
    const days = group.number("retentionInDays") ?? 0;
    if (days === 0) return;
    const [min, max] = [setting<number>("minDays"), setting<number>("maxDays")];
    if (days < min) report(`retentionInDays is ${days}, fewer than ${min}.`);
    if (days > max) report(`retentionInDays is ${days}, more than ${max}.`);
  },
  "logs-resource-policy-public": refusesEveryone(LOG_POLICIES, "lets everyone in."),
  "logs-group-vended": eachOf([t.MACHINE], (machine, { stack, report }) => {
    if (!machine.has("loggingConfiguration.logDestination")) return;
    const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
    const name = group
      ? (group.text("name") ?? group.text("namePrefix") ?? group.name)
      : /:log-group:([^:]+)/.exec(machine.text("loggingConfiguration.logDestination") ?? "")?.[1];
    if (name === undefined || name.startsWith("/aws/vendedlogs/")) return;
    report(group ?? machine, `${name} receives the logs of ${machine.label}.`);
  }),
} satisfies Checks;
