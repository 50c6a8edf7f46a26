import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";

/** What every kind of trigger leaves for the component. */
export interface CreatedTrigger {
  /** ARN of the schedule, rule, pipe or API. */
  readonly arn: pulumi.Output<string>;
  /** Where starts go that could not be made; undefined where the sender itself is told. */
  readonly deadLetters?: sqs.Queue;
  /** Where requests go; undefined for what takes none. */
  readonly url?: pulumi.Output<string>;
}
