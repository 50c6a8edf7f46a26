import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { named } from "../shared/tags";
import { type EventSource, type UploadSource } from "./args";
import { createDelivery } from "./delivery";
import { type CreatedTrigger, type TriggerContext } from "./resolve";
import { createStartRole } from "./role";

/**
 * Creates a rule; what it could not start goes to the queue, which takes from this rule alone. EventBridge names the
 * execution by the event, so that an event that is delivered twice starts one execution of a Standard workflow.
 */
export function createRule(
  context: TriggerContext,
  { pattern, eventBusName, inputPath }: EventSource,
): CreatedTrigger {
  const { name, args, parent } = context;
  const rule = new cloudwatch.EventRule(
    name,
    {
      name: args.triggerName,
      description: "Starts a workflow at events",
      eventBusName,
      eventPattern: pulumi.output(pattern).apply(stableStringify),
      tags: named(args.baseTags, args.triggerName),
    },
    { parent },
  );
  const { deadLetters, retrying } = createDelivery(context, {
    Rule: { service: "events.amazonaws.com", sourceArn: rule.arn },
  });
  const role = createStartRole(context, "events.amazonaws.com");
  new cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      eventBusName,
      targetId: "workflow",
      arn: args.stateMachine.aliasArn,
      roleArn: role.arn,
      inputPath,
      ...retrying,
    },
    { parent, dependsOn: role.ready },
  );
  return { arn: rule.arn, deadLetters };
}

/** Creates a rule for new objects, and makes the bucket tell of them. */
export function createUpload(
  context: TriggerContext,
  { bucketName, prefix = "", suffix = "", notify = true }: UploadSource,
): CreatedTrigger {
  const { name, parent } = context;
  if (notify) {
    new s3.BucketNotification(name, { bucket: bucketName, eventbridge: true }, { parent });
  }
  // In a wildcard, `*` and `\` stand for themselves after a `\`.
  const literal = (text: string): string => text.replace(/[\\*]/g, "\\$&");
  const key = { wildcard: `${literal(prefix)}*${literal(suffix)}` };
  const object = prefix + suffix === "" ? {} : { object: { key: [key] } };
  const pattern = pulumi.output(bucketName).apply((bucket) => ({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [bucket] }, ...object },
  }));
  return createRule(context, { pattern });
}
