import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import { stableStringify } from "asl-toolkit/json";
import { createDeadLetters } from "../queue/create";
import { createSubscription, createTopic } from "../topic/create";
import { type MonitoringContext } from "./resolve";

/** The topic that alarms and status events go to, and the queue for what could not be delivered. */
export interface Alerts {
  readonly topic: sns.Topic;
  readonly deadLetters: sqs.Queue;
}

const EVENT_BRIDGE = { service: "events.amazonaws.com" };

/** Creates the topic with its policy, its dead-letter queue and its e-mail subscriptions. */
export function createAlerts(context: MonitoringContext): Alerts {
  const { name, args, parent } = context;
  const { names, kmsKeyArn } = args;
  const topic = createTopic(context, `${name}-alerts`, {
    name: names.topic,
    kmsMasterKeyId: kmsKeyArn,
    senders: {
      CloudWatchAlarms: { service: "cloudwatch.amazonaws.com" },
      EventBridge: EVENT_BRIDGE,
    },
  });
  const deadLetters = createDeadLetters(context, {
    name: names.deadLetters,
    kmsKeyArn,
    senders: { EventBridge: EVENT_BRIDGE, Sns: { service: "sns.amazonaws.com" } },
    // Without status events and e-mails nothing names the queue: this says what it is not, a queue's own.
    redriveAllowPolicy: args.express
      ? stableStringify({ redrivePermission: "denyAll" })
      : undefined,
  });
  args.emails.forEach((endpoint, index) => {
    const email = { topic: topic.arn, protocol: "email", endpoint };
    createSubscription(parent, `${name}-email-${index}`, email, deadLetters);
  });
  return { topic, deadLetters };
}
