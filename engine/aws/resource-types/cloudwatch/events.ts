import type * as sdk from "@aws-sdk/client-eventbridge";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import { NOT_STORED, resourceType } from "../../resource-type";
import { camel, pascal, tagList, tagMap } from "../../words";

const TRANSFORMER = { inputPaths: "InputPathsMap" };

/** Amazon EventBridge: rules and their targets. */
export const eventTypes = {
  "aws:cloudwatch/eventRule:EventRule": resourceType<cloudwatch.EventRuleArgs>({
    async create(inputs, { clients: { events } }) {
      const { RuleArn } = await events.putRule({
        Name: inputs.name,
        EventBusName: inputs.eventBusName,
        EventPattern: inputs.eventPattern,
        ScheduleExpression: inputs.scheduleExpression,
        Description: inputs.description,
        RoleArn: inputs.roleArn,
        State: inputs.state as sdk.RuleState,
        Tags: tagList(inputs.tags),
      });
      return { arn: RuleArn };
    },
    async read(_, { name: Name, eventBusName: EventBusName }, { clients: { events } }) {
      const found = await events.describeRule({ Name, EventBusName });
      const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
      return { ...camel<object>(found), tags: tagMap(Tags) };
    },
    unread: { forceDestroy: NOT_STORED },
  }),

  "aws:cloudwatch/eventTarget:EventTarget": resourceType<cloudwatch.EventTargetArgs>({
    async create(inputs, { clients: { events } }, { targetId }) {
      await events.putTargets({
        Rule: inputs.rule,
        EventBusName: inputs.eventBusName,
        Targets: [
          {
            Id: targetId as string,
            Arn: inputs.arn,
            RoleArn: inputs.roleArn,
            Input: inputs.input,
            InputPath: inputs.inputPath,
            InputTransformer: pascal(inputs.inputTransformer, TRANSFORMER),
            DeadLetterConfig: pascal(inputs.deadLetterConfig),
            RetryPolicy: pascal(inputs.retryPolicy),
          },
        ],
      });
    },
    async read(id, { rule, eventBusName: EventBusName }, { clients: { events } }) {
      const { Targets = [] } = await events.listTargetsByRule({ Rule: rule, EventBusName });
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
};
