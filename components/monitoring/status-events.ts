import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { type Alerts } from "./topic";
import { named, type Tags } from "../shared/tags";

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

/** Sends the executions of one machine that ended badly to the topic; what cannot be delivered, to its queue. */
export function sendStatusEvents(
  name: string,
  base: string,
  tags: Tags,
  stateMachineArn: pulumi.Input<string>,
  { topic, deadLetters }: Alerts,
  parent: pulumi.Resource,
): void {
  const ruleName = `${base}-status`;
  const rule = new aws.cloudwatch.EventRule(
    `${name}-status`,
    {
      name: ruleName,
      description: "Executions that failed, timed out or were aborted",
      eventPattern: pulumi
        .output(stateMachineArn)
        .apply((arn) => stableStringify(statusPattern(arn))),
      tags: named(tags, ruleName),
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
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
