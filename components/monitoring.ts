import * as pulumi from "@pulumi/pulumi";
import { type MonitoringArgs } from "./monitoring/args";
import { checkMonitoringArgs } from "./monitoring/check";
import { createDashboard } from "./monitoring/dashboard";
import { createAlarms } from "./monitoring/metric-alarms";
import { resolveMonitoring } from "./monitoring/resolve";
import { createStatusEvents } from "./monitoring/status-events";
import { createAlerts } from "./monitoring/topic";
import { contextOf } from "./shared/context";
import { takeName } from "./shared/unique";

/**
 * The alarms of one workflow, one composite alarm over them, the status events of its executions, and a dashboard.
 *
 * All of it goes to one encrypted topic that only CloudWatch and EventBridge of this account can publish to. Express
 * workflows send no status events (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html),
 * so they have the alarms only.
 */
export class Monitoring extends pulumi.ComponentResource {
  /** ARN of the topic. */
  public readonly topicArn: pulumi.Output<string>;
  /** ARN of the composite alarm: in alarm while any part of the workflow is. */
  public readonly alarmArn: pulumi.Output<string>;
  /** URL of the queue of undelivered messages. */
  public readonly deadLetterQueueUrl: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    checkMonitoringArgs(args);
    super("stepfunctions:index:Monitoring", name, {}, opts);
    const context = contextOf(this, name, resolveMonitoring(args));
    takeName(this, "aws:cloudwatch/compositeAlarm:CompositeAlarm", context.args.names.workflow);
    const alerts = createAlerts(context);
    const alarm = createAlarms(context, alerts);
    createStatusEvents(context, alerts);
    createDashboard(context, alerts);

    this.topicArn = alerts.topic.arn;
    this.alarmArn = alarm.arn;
    this.deadLetterQueueUrl = alerts.deadLetters.url;
    this.registerOutputs({ topicArn: this.topicArn, alarmArn: this.alarmArn });
  }
}
