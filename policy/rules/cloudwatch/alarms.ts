import t from "../shared/resource-types.json";
import { type Checks, onEach } from "../shared/checks";
import type { Stack } from "../../host/stack";

export const cloudwatchAlarms = {
  "cloudwatch-alarm-actions": onEach([t.ALARM, t.COMPOSITE_ALARM], (alarm, stack) => {
    if (alarm.entries("alarmActions").length > 0) return undefined;
    const name = alarm.text("name") ?? alarm.text("alarmName");
    if (name !== undefined && toldOf(stack).has(name)) return undefined;
    return "has no alarmActions, and no composite alarm with actions is over it";
  }),
  "cloudwatch-alarm-dimension": ({ resource: alarm, report }) => {
    const metric = alarm.text("metricName") ?? "";
    if (alarm.text("namespace") !== "AWS/States" || !/^Execution/.test(metric)) return;
    if (!alarm.has("dimensions.StateMachineArn")) {
      report(`${metric} has no dimension StateMachineArn, and so no data.`);
    }
  },
  "cloudwatch-alarm-period": ({ resource: alarm, report, setting }) => {
    const span = (alarm.number("period") ?? 0) * (alarm.number("evaluationPeriods") ?? 1);
    const most = setting<number>("maxSeconds");
    if (span > most) report(`period times evaluationPeriods is ${span} s, more than ${most} s.`);
  },
} satisfies Checks;

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
