import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { named } from "../shared/tags";
import { type MonitoringContext } from "./resolve";
import { type Alerts } from "./topic";

/** The events of executions of one machine that ended badly. */
export function statusPattern(stateMachineArn: string): object {
  return {
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: {
      status: ["FAILED", "TIMED_OUT", "ABORTED"],
      stateMachineArn: [stateMachineArn],
    },
  };
}

/**
 * Creates the rule that sends executions that ended badly to the topic, and what cannot be delivered to its queue.
 * Express workflows send no such events.
 */
export function createStatusEvents(
  { name, args, parent }: MonitoringContext,
  { topic, deadLetters }: Alerts,
): void {
  if (args.express) return;
  const ruleName = args.names.statusRule;
  const rule = new cloudwatch.EventRule(
    `${name}-status`,
    {
      name: ruleName,
      description: "Executions that failed, timed out or were aborted",
      eventPattern: pulumi
        .output(args.stateMachine.arn)
        .apply((arn) => stableStringify(statusPattern(arn))),
      tags: named(args.baseTags, ruleName),
    },
    { parent },
  );
  new cloudwatch.EventTarget(
    `${name}-status`,
    {
      rule: rule.name,
      targetId: "alerts",
      arn: topic.arn,
      deadLetterConfig: { arn: deadLetters.arn },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
    },
    { parent },
  );
}
