import * as pipes from "@pulumi/aws/pipes";
import * as pulumi from "@pulumi/pulumi";
import { type Statement } from "asl-toolkit/iam";
import { roleHooks } from "../shared/access/role-change";
import { named } from "../shared/tags";
import { type QueueSource } from "./args";
import { type CreatedTrigger, type TriggerContext } from "./resolve";
import { createStartRole, useOfKey } from "./role";

/** Creates a pipe from a queue. A message that starts nothing goes back into the queue, which knows how often. */
export function createPipe(
  context: TriggerContext,
  { arn: source, kmsKeyArn, batchSize = 1 }: QueueSource,
): CreatedTrigger {
  const { name, args, parent } = context;
  const receive = pulumi.output(source).apply((Resource): Statement => ({
    Effect: "Allow",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    Resource,
  }));
  const key =
    kmsKeyArn === undefined ? [] : [useOfKey(context, ["kms:Decrypt"], kmsKeyArn, ["sqs"])];
  // SQS hands out ten messages at a time: more are gathered in a window, which a larger batch needs
  // (https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html, BatchSize; pipes poll the same way).
  const window = batchSize > 10 ? { maximumBatchingWindowInSeconds: 1 } : {};
  const role = createStartRole(context, "pipes.amazonaws.com", pulumi.all([receive, ...key]));
  const pipe = new pipes.Pipe(
    name,
    {
      name: args.triggerName,
      description: "Starts a workflow at messages",
      roleArn: role.arn,
      source,
      sourceParameters: { sqsQueueParameters: { batchSize, ...window } },
      target: args.stateMachine.aliasArn,
      targetParameters: {
        stepFunctionStateMachineParameters: { invocationType: "FIRE_AND_FORGET" },
      },
      tags: named(args.baseTags, args.triggerName),
    },
    { parent, dependsOn: role.ready, hooks: roleHooks("aws:pipes/pipe:Pipe", name) },
  );
  return { arn: pipe.arn };
}
