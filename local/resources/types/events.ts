import * as sdk from "@aws-sdk/client-eventbridge";
import * as scheduler from "@aws-sdk/client-scheduler";
import type * as aws from "@pulumi/aws";
import { camel, entry, NOT_STORED, pascal, tagList, tagMap } from "../entry";

const TRANSFORMER = { inputPaths: "InputPathsMap" };

/** Amazon EventBridge, with its scheduler. */
export const eventsEntries = {
  "aws:cloudwatch/eventRule:EventRule": entry<aws.cloudwatch.EventRuleArgs>({
    async create(inputs, { clients: { events } }) {
      const { RuleArn } = await events.send(
        new sdk.PutRuleCommand({
          Name: inputs.name,
          EventBusName: inputs.eventBusName,
          EventPattern: inputs.eventPattern,
          ScheduleExpression: inputs.scheduleExpression,
          Description: inputs.description,
          RoleArn: inputs.roleArn,
          State: inputs.state as sdk.RuleState,
          Tags: tagList(inputs.tags),
        }),
      );
      return { arn: RuleArn };
    },
    async read(_, { name: Name, eventBusName: EventBusName }, { clients: { events } }) {
      const found = await events.send(new sdk.DescribeRuleCommand({ Name, EventBusName }));
      const { Tags } = await events.send(
        new sdk.ListTagsForResourceCommand({ ResourceARN: found.Arn }),
      );
      return { ...camel<object>(found), tags: tagMap(Tags) };
    },
    unread: { forceDestroy: NOT_STORED },
  }),

  "aws:cloudwatch/eventTarget:EventTarget": entry<aws.cloudwatch.EventTargetArgs>({
    async create(inputs, { clients: { events }, place }) {
      const Id = inputs.targetId ?? `terraform-${place.random(26)}`;
      await events.send(
        new sdk.PutTargetsCommand({
          Rule: inputs.rule,
          EventBusName: inputs.eventBusName,
          Targets: [
            {
              Id,
              Arn: inputs.arn,
              RoleArn: inputs.roleArn,
              Input: inputs.input,
              InputPath: inputs.inputPath,
              InputTransformer: pascal(inputs.inputTransformer, TRANSFORMER),
              DeadLetterConfig: pascal(inputs.deadLetterConfig),
              RetryPolicy: pascal(inputs.retryPolicy),
            },
          ],
        }),
      );
      return { targetId: Id };
    },
    async read(id, { rule, eventBusName: EventBusName }, { clients: { events } }) {
      const { Targets = [] } = await events.send(
        new sdk.ListTargetsByRuleCommand({ Rule: rule, EventBusName }),
      );
      const found = Targets.find(({ Id }) => id === `${rule}-${Id}`);
      return {
        rule,
        eventBusName: EventBusName,
        targetId: found?.Id,
        arn: found?.Arn,
        roleArn: found?.RoleArn,
        input: found?.Input,
        inputPath: found?.InputPath,
        inputTransformer: camel(found?.InputTransformer, TRANSFORMER),
        deadLetterConfig: camel(found?.DeadLetterConfig),
        retryPolicy: camel(found?.RetryPolicy),
      };
    },
    unread: { forceDestroy: NOT_STORED },
  }),

  "aws:scheduler/schedule:Schedule": entry<aws.scheduler.ScheduleArgs>({
    async create(inputs, { clients }) {
      const { ScheduleArn } = await clients.scheduler.send(
        new scheduler.CreateScheduleCommand({
          Name: inputs.name,
          GroupName: inputs.groupName,
          Description: inputs.description,
          State: inputs.state as scheduler.ScheduleState,
          ScheduleExpression: inputs.scheduleExpression,
          ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
          KmsKeyArn: inputs.kmsKeyArn,
          FlexibleTimeWindow: pascal(inputs.flexibleTimeWindow),
          Target: pascal(inputs.target),
        }),
      );
      return { arn: ScheduleArn };
    },
    async read(_, { name: Name, groupName: GroupName }, { clients }) {
      const found = await clients.scheduler.send(
        new scheduler.GetScheduleCommand({ Name, GroupName }),
      );
      return camel<object>(found);
    },
  }),
};
