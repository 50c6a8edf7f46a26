import type * as sdk from "@aws-sdk/client-eventbridge";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import { NOT_STORED, resourceType } from "../../resource-type";
import { busName, camel, pascal, tagList, tagMap } from "../../words";

const TRANSFORMER = { inputPaths: "InputPathsMap" };

/** Amazon EventBridge: buses, rules and their targets. */
export const eventTypes = {
  "aws:cloudwatch/eventBus:EventBus": resourceType<cloudwatch.EventBusArgs>({
    async create({ tags, ...inputs }, { clients: { events } }) {
      const { EventBusArn } = await events.createEventBus({
        ...pascal<sdk.CreateEventBusRequest>(inputs),
        Tags: tagList(tags),
      });
      return { arn: EventBusArn };
    },
    async read(Name, _, { clients: { events } }) {
      const found = await events.describeEventBus({ Name });
      const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
      return { ...camel<object>(found), tags: tagMap(Tags) };
    },
  }),

  "aws:cloudwatch/eventRule:EventRule": resourceType<cloudwatch.EventRuleArgs>({
    async create({ tags, eventBusName, ...inputs }, { clients: { events } }) {
      const { RuleArn } = await events.putRule({
        ...pascal<sdk.PutRuleRequest>(inputs),
        EventBusName: busName(eventBusName),
        Tags: tagList(tags),
      });
      return { arn: RuleArn };
    },
    async read(_, { name: Name, eventBusName }, { clients: { events } }) {
      const found = await events.describeRule({ Name, EventBusName: busName(eventBusName) });
      const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
      return { ...camel<object>(found), tags: tagMap(Tags) };
    },
    unread: { forceDestroy: NOT_STORED },
  }),

  "aws:cloudwatch/eventTarget:EventTarget": resourceType<cloudwatch.EventTargetArgs>({
    async create({ rule, eventBusName, ...inputs }, { clients: { events } }, { targetId }) {
      const Targets = [{ ...pascal<sdk.Target>(inputs, TRANSFORMER), Id: targetId as string }];
      await events.putTargets({ Rule: rule, EventBusName: busName(eventBusName), Targets });
    },
    async read(id, { rule, eventBusName }, { clients: { events } }) {
      const { Targets = [] } = await events.listTargetsByRule({
        Rule: rule,
        EventBusName: busName(eventBusName),
      });
      const found = Targets.find(({ Id }) => id === `${rule}-${Id}`);
      return { rule, eventBusName, targetId: found?.Id, ...camel<object>(found, TRANSFORMER) };
    },
    unread: { forceDestroy: NOT_STORED },
  }),
};
