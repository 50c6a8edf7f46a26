import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";
import { type Thresholds } from "./alarms";

/** The part of a state machine that its monitoring needs; a {@link StateMachine} has it. */
export interface MonitoredMachine {
  readonly arn: pulumi.Input<string>;
  /** STANDARD or EXPRESS. */
  readonly type: string;
  /** Seconds after which an execution is ended. Without it there is no alarm on the duration. */
  readonly timeoutSeconds?: pulumi.Input<number>;
  /** Name of the log group. Defaults to none: then the dashboard shows no log, and no alarm watches its delivery. */
  readonly logGroupName?: pulumi.Input<string>;
  /** What CloudWatch counts the batches of a Distributed Map by; a {@link Batch} has it. Defaults to none. */
  readonly batchesArn?: pulumi.Input<string>;
  /** ARN of the newest version, with a rollout. Defaults to none: then no alarm compares versions. */
  readonly versionArn?: pulumi.Input<string>;
}

/** The part of a function that its monitoring needs; a {@link LambdaFunction} has it. */
export interface MonitoredFunction {
  readonly functionName: pulumi.Input<string>;
  /** Seconds after which Lambda ends an invocation. */
  readonly timeoutSeconds: pulumi.Input<number>;
}

/** A dead-letter queue, by name, or what may have one: a `Queue`, `Topic` or `Trigger`. */
export type MonitoredQueue =
  pulumi.Input<string> | { readonly deadLetterQueueName: pulumi.Input<string> | undefined };

/** What the monitoring of a workflow needs to know. */
export interface MonitoringArgs extends CommonArgs {
  /** Last part of every name: the topic is `<prefix>-<environment>-<name>-alerts`. */
  readonly name: string;
  /** The machine to watch. */
  readonly stateMachine: MonitoredMachine;
  /** The functions that it calls, by a name of your choice. Defaults to none. */
  readonly functions?: Readonly<Record<string, MonitoredFunction>>;
  /** Further dead-letter queues to watch, by a name of your choice. Defaults to none. */
  readonly deadLetterQueues?: Readonly<Record<string, MonitoredQueue>>;
  /**
   * The key that encrypts topic and queue. Defaults to none for the topic, since CloudWatch cannot publish to one under
   * AWS's own key, and to a key of SQS for the queue.
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Addresses that are asked to subscribe to the topic. Defaults to none. */
  readonly emails?: readonly pulumi.Input<string>[];
  /** Own thresholds by alarm, in the metric's unit. Defaults to those of the alarm table. */
  readonly thresholds?: Thresholds;
  /** Whether the time that executions and invocations take is watched. Defaults to true. */
  readonly durationAlarms?: boolean;
  /**
   * Whether AWS's side is watched: the quotas of account and region, for which one workflow of an account is enough, and
   * the delivery of logs. Defaults to true.
   */
  readonly serviceAlarms?: boolean;
  /**
   * Who tells the topic: `workflow` for the composite alarm alone, so that one cause rings once, or `each` for the alarms
   * on executions, functions and queue depths too. Defaults to each.
   */
  readonly notifications?: "each" | "workflow";
  /** Whether there is a dashboard. Defaults to true. */
  readonly dashboard?: boolean;
}
