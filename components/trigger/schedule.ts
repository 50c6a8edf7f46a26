import * as scheduler from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import { type ScheduleSource } from "./args";
import { createDelivery } from "./delivery";
import { type CreatedTrigger, type TriggerContext } from "./resolve";
import { createStartRole, useOfKey } from "./role";

/** Creates a schedule; what it could not start goes to the queue, by its role. */
export function createSchedule(
  context: TriggerContext,
  { expression, timezone, input = {} }: ScheduleSource,
): CreatedTrigger {
  const { name, args, kmsKeyArn, parent } = context;
  const { deadLetters, retrying } = createDelivery(context, {});
  const send = {
    Effect: "Allow" as const,
    Action: "sqs:SendMessage",
    Resource: deadLetters.arn,
  };
  const key = useOfKey(context, ["kms:Decrypt", "kms:GenerateDataKey"], kmsKeyArn!, [
    "scheduler",
    "sqs",
  ]);
  const role = createStartRole(context, "scheduler.amazonaws.com", pulumi.output([send, key]));
  const schedule = new scheduler.Schedule(
    name,
    {
      name: args.triggerName,
      description: "Starts a workflow at times",
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn,
      target: {
        arn: args.stateMachine.aliasArn,
        roleArn: role.arn,
        input: pulumi.jsonStringify(input),
        ...retrying,
      },
    },
    { parent, dependsOn: role.ready },
  );
  return { arn: schedule.arn, deadLetters };
}
