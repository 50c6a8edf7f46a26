import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { currentAccount } from "./shared/account";
import { alarmsOf, type Thresholds, type Watched } from "./monitoring/alarms";
import { createAlerts } from "./monitoring/topic";
import { Problems } from "./shared/problems";
import { createDashboard } from "./monitoring/dashboard";
import { resourceName } from "./shared/names";
import { sendStatusEvents } from "./monitoring/status-events";
import { baseTags, named, type Tags } from "./shared/tags";

/** The part of a state machine that its monitoring needs; a {@link StateMachine} has it. */
export interface MonitoredMachine {
  readonly arn: pulumi.Input<string>;
  /** STANDARD or EXPRESS. */
  readonly type: string;
  /** Seconds after which an execution is ended. Without it there is no alarm on the duration. */
  readonly timeoutSeconds?: number;
  /** Name of the log group. Defaults to none: then the dashboard shows no log. */
  readonly logGroupName?: pulumi.Input<string>;
}

/** A function that the workflow calls. */
export interface MonitoredFunction {
  readonly name: pulumi.Input<string>;
  /** Seconds after which Lambda ends an invocation. */
  readonly timeoutSeconds: number;
}

/** What the monitoring of a workflow needs to know. */
export interface MonitoringArgs {
  /** First part of every name. */
  readonly prefix: string;
  /** Second part of every name, and the Environment tag. */
  readonly environment: string;
  /** Last part of every name: the topic is `<prefix>-<environment>-<name>-alerts`. */
  readonly name: string;
  /** The machine to watch. */
  readonly stateMachine: MonitoredMachine;
  /** The functions that it calls, by a name of your choice. Defaults to none. */
  readonly functions?: Readonly<Record<string, MonitoredFunction>>;
  /** Names of further dead-letter queues to watch, by a name of your choice. Defaults to none. */
  readonly deadLetterQueues?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The key that encrypts topic and queue: CloudWatch cannot publish to a topic under AWS's own key. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Addresses that are asked to subscribe to the topic. Defaults to none. */
  readonly emails?: readonly string[];
  /** Own thresholds by alarm, in the metric's unit. Defaults to those of the alarm table. */
  readonly thresholds?: Thresholds;
  /** Whether the time that executions and invocations take is watched. Defaults to true. */
  readonly durationAlarms?: boolean;
  /** Whether there is a dashboard. Defaults to true. */
  readonly dashboard?: boolean;
  /** Tags of every resource, over Environment and Terraform. Defaults to none. */
  readonly tags?: Tags;
}

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

  public constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    checkMonitoringArgs(args);
    super("stepfunctions:index:Monitoring", name, {}, opts);
    const { stateMachine, functions = {}, kmsKeyArn, emails = [] } = args;
    const base = resourceName(args.prefix, args.environment, args.name);
    const tags = baseTags(args.environment, args.tags);
    const { accountId, region } = currentAccount(this);
    const express = stateMachine.type.toUpperCase() === "EXPRESS";
    const alerts = createAlerts(name, base, tags, accountId, kmsKeyArn, emails, this);

    const alarms = [
      ...watch(
        this,
        "stateMachine",
        "",
        { StateMachineArn: stateMachine.arn },
        stateMachine.timeoutSeconds,
      ),
      ...(express ? watch(this, "express", "", { StateMachineArn: stateMachine.arn }) : []),
      ...Object.entries(functions).flatMap(([key, each]) =>
        watch(this, "function", `${key}-`, { FunctionName: each.name }, each.timeoutSeconds),
      ),
      ...watch(this, "deadLetterQueue", "alerts-", { QueueName: alerts.deadLetters.name }),
      ...Object.entries(args.deadLetterQueues ?? {}).flatMap(([key, queue]) =>
        watch(this, "deadLetterQueue", `${key}-`, { QueueName: queue }),
      ),
    ];
    const composite = createComposite(this);
    if (!express) sendStatusEvents(name, base, tags, stateMachine.arn, alerts, this);
    if (args.dashboard !== false) {
      const called = Object.values(functions).map((each) => each.name);
      createDashboard(name, base, { ...stateMachine, express, functions: called, region }, this);
    }

    this.topicArn = alerts.topic.arn;
    this.alarmArn = composite.arn;
    this.deadLetterQueueUrl = alerts.deadLetters.url;
    this.registerOutputs({ topicArn: this.topicArn, alarmArn: this.alarmArn });

    function watch(
      parent: pulumi.Resource,
      watched: Watched,
      part: string,
      dimensions: Record<string, pulumi.Input<string>>,
      timeoutSeconds?: number,
    ): aws.cloudwatch.MetricAlarm[] {
      const timeout = args.durationAlarms === false ? undefined : timeoutSeconds;
      return alarmsOf(watched, timeout, args.thresholds).map((rule) => {
        const alarmName = `${base}-${part}${rule.id}`;
        const percentile = rule.statistic.startsWith("p");
        return new aws.cloudwatch.MetricAlarm(
          `${name}-${part}${rule.id}`,
          {
            name: alarmName,
            alarmDescription: rule.description,
            namespace: rule.namespace,
            metricName: rule.metric,
            dimensions,
            ...(percentile ? { extendedStatistic: rule.statistic } : { statistic: rule.statistic }),
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            threshold: rule.at,
            period: rule.period,
            evaluationPeriods: rule.periods,
            treatMissingData: rule.missing,
            alarmActions: [alerts.topic.arn],
            tags: named(tags, alarmName),
          },
          { parent },
        );
      });
    }

    function createComposite(parent: pulumi.Resource): aws.cloudwatch.CompositeAlarm {
      const alarmName = `${base}-workflow`;
      const rule = pulumi
        .all(alarms.map((alarm) => alarm.name))
        .apply((names) => names.map((each) => `ALARM("${each}")`).join(" OR "));
      return new aws.cloudwatch.CompositeAlarm(
        `${name}-workflow`,
        {
          alarmName,
          alarmDescription: "Some part of the workflow is in alarm.",
          alarmRule: rule,
          alarmActions: [alerts.topic.arn],
          okActions: [alerts.topic.arn],
          tags: named(tags, alarmName),
        },
        { parent },
      );
    }
  }
}

/**
 * Checks the arguments of a monitoring before any resource is made.
 * @throws pulumi.InputPropertiesError listing every problem.
 */
export function checkMonitoringArgs(args: MonitoringArgs): void {
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  for (const [key, { timeoutSeconds }] of Object.entries(args.functions ?? {})) {
    problems.wholeNumber(`functions.${key}.timeoutSeconds`, timeoutSeconds, 1, 900);
  }
  for (const [key, value] of Object.entries(args.thresholds ?? {})) {
    problems.add(`thresholds.${key}`, !(Number(value) > 0) && `is ${value}: must be more than 0`);
  }
  problems.done("Monitoring");
}
