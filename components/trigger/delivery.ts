import type * as sqs from "@pulumi/aws/sqs";
import type { input } from "@pulumi/aws/types";
import { createDeadLetters } from "../queue/create";
import { type Senders } from "../shared/access/senders";
import { type TriggerContext } from "./resolve";

/** The queue for starts that could not be made, and what a target says to try again and to put them there. */
interface Delivery {
  readonly deadLetters: sqs.Queue;
  readonly retrying: Pick<input.scheduler.ScheduleTarget, "deadLetterConfig" | "retryPolicy">;
}

/** Creates the queue for starts that could not be made. */
export function createDelivery(context: TriggerContext, senders: Senders): Delivery {
  const { args, kmsKeyArn } = context;
  const name = `${args.triggerName}-dead-letters`;
  const deadLetters = createDeadLetters(context, { name, kmsKeyArn, senders });
  const retrying = {
    deadLetterConfig: { arn: deadLetters.arn },
    retryPolicy: {
      maximumEventAgeInSeconds: args.maxAgeSeconds,
      maximumRetryAttempts: args.maxAttempts,
    },
  };
  return { deadLetters, retrying };
}
