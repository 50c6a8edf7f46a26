import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyDocument, type Statement } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { named } from "../shared/tags";
import { type MonitoringContext } from "./resolve";

/** The topic that alarms and status events go to, and the queue for what could not be delivered. */
export interface Alerts {
  readonly topic: aws.sns.Topic;
  readonly deadLetters: aws.sqs.Queue;
}

/** Days that an undelivered message waits to be looked at: the longest that SQS allows. */
const DEAD_LETTER_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** Creates the topic with its policy, its dead-letter queue and its e-mail subscriptions. */
export function createAlerts({ name, args, account, parent }: MonitoringContext): Alerts {
  const { base, kmsKeyArn } = args;
  const topicName = `${base}-alerts`;
  const topic = new aws.sns.Topic(
    `${name}-alerts`,
    { name: topicName, kmsMasterKeyId: kmsKeyArn, tags: named(args.baseTags, topicName) },
    { parent },
  );
  new aws.sns.TopicPolicy(
    `${name}-alerts`,
    { arn: topic.arn, policy: policyOf(topicPolicy, topic.arn) },
    { parent },
  );
  const queueName = `${base}-alerts-dead-letters`;
  const deadLetters = new aws.sqs.Queue(
    `${name}-dead-letters`,
    {
      name: queueName,
      kmsMasterKeyId: kmsKeyArn,
      // The provider keeps what is missing, and a queue must not be left unencrypted when its key is taken away.
      sqsManagedSseEnabled: kmsKeyArn === undefined ? true : undefined,
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      tags: named(args.baseTags, queueName),
    },
    { parent },
  );
  new aws.sqs.QueuePolicy(
    `${name}-dead-letters`,
    { queueUrl: deadLetters.url, policy: policyOf(queuePolicy, deadLetters.arn) },
    { parent },
  );
  args.emails.forEach((endpoint, index) => {
    const redrivePolicy = deadLetters.arn.apply((arn) =>
      stableStringify({ deadLetterTargetArn: arn }),
    );
    new aws.sns.TopicSubscription(
      `${name}-email-${index}`,
      { topic: topic.arn, protocol: "email", endpoint, redrivePolicy },
      { parent },
    );
  });
  return { topic, deadLetters };

  function policyOf(
    build: (arn: string, accountId: string) => PolicyDocument,
    arn: pulumi.Output<string>,
  ): pulumi.Output<string> {
    return pulumi
      .all([arn, account.accountId])
      .apply(([of, accountId]) => stableStringify(build(of, accountId)));
  }
}

/** Lets only CloudWatch alarms and EventBridge rules of this account publish, and nobody without TLS. */
function topicPolicy(arn: string, accountId: string): PolicyDocument {
  return policyDocument([
    allow("AllowCloudWatchAlarms", "cloudwatch.amazonaws.com", "sns:Publish", arn, accountId),
    allow("AllowEventBridge", "events.amazonaws.com", "sns:Publish", arn, accountId),
    denyWithoutTls("sns:Publish", arn),
  ]);
}

/** Lets only EventBridge and SNS of this account leave what they could not deliver, and nobody without TLS. */
function queuePolicy(arn: string, accountId: string): PolicyDocument {
  return policyDocument([
    allow("AllowEventBridge", "events.amazonaws.com", "sqs:SendMessage", arn, accountId),
    allow("AllowSns", "sns.amazonaws.com", "sqs:SendMessage", arn, accountId),
    denyWithoutTls("sqs:*", arn),
  ]);
}

function allow(
  Sid: string,
  service: string,
  Action: string,
  Resource: string,
  accountId: string,
): Statement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action,
    Resource,
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

function denyWithoutTls(Action: string, Resource: string): Statement {
  return {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action,
    Resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
