import type * as sdk from "@aws-sdk/client-sfn";
import type * as sfn from "@pulumi/aws/sfn";
import type { Unwrap } from "@pulumi/pulumi";
import { DROPPED, NOT_STORED, resourceType } from "../resource-type";
import { tagMap } from "../words";

/** AWS Step Functions. */
export const sfnTypes = {
  "aws:sfn/stateMachine:StateMachine": resourceType<sfn.StateMachineArgs>({
    async create(inputs, { clients: { sfn } }) {
      const created = await sfn.createStateMachine({
        name: inputs.name,
        type: inputs.type as sdk.StateMachineType,
        ...settingsOf(inputs),
        tags: Object.entries(inputs.tags ?? {}).map(([key, value]) => ({ key, value })),
      });
      return {
        id: created.stateMachineArn,
        arn: created.stateMachineArn,
        stateMachineVersionArn: created.stateMachineVersionArn,
        creationDate: created.creationDate?.toISOString(),
      };
    },
    async update(stateMachineArn, inputs, { clients: { sfn } }) {
      const { stateMachineVersionArn } = await sfn.updateStateMachine({
        stateMachineArn,
        ...settingsOf(inputs),
      });
      return { stateMachineVersionArn };
    },
    fixed: ["type", "tags"],
    async read(stateMachineArn, _, { clients: { sfn } }) {
      const found = await sfn.describeStateMachine({ stateMachineArn });
      const { tags } = await sfn.listTagsForResource({ resourceArn: stateMachineArn });
      const { level, includeExecutionData, destinations = [] } = found.loggingConfiguration ?? {};
      return {
        ...found,
        loggingConfiguration: {
          level,
          includeExecutionData,
          logDestination: destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn,
        },
        tags: tagMap(tags),
      };
    },
    unread: {
      tracingConfiguration: DROPPED,
      publish: NOT_STORED,
      namePrefix: NOT_STORED,
    },
  }),

  "aws:sfn/alias:Alias": resourceType<sfn.AliasArgs>({
    async create({ name, description, routingConfigurations }, { clients: { sfn } }) {
      const created = await sfn.createStateMachineAlias({
        name,
        description,
        routingConfiguration: routingConfigurations,
      });
      return { id: created.stateMachineAliasArn, arn: created.stateMachineAliasArn };
    },
    async update(stateMachineAliasArn, inputs, { clients: { sfn } }) {
      const { description, routingConfigurations: routingConfiguration } = inputs;
      await sfn.updateStateMachineAlias({
        stateMachineAliasArn,
        description,
        routingConfiguration,
      });
      return {};
    },
    async read(stateMachineAliasArn, _, { clients: { sfn } }) {
      const found = await sfn.describeStateMachineAlias({ stateMachineAliasArn });
      return { ...found, routingConfigurations: found.routingConfiguration };
    },
  }),
};

/** What can be set and changed of a state machine. */
function settingsOf(
  inputs: Unwrap<sfn.StateMachineArgs>,
): Omit<sdk.CreateStateMachineInput, "name" | "type" | "tags"> {
  const { logDestination, level, includeExecutionData } = inputs.loggingConfiguration ?? {};
  return {
    definition: inputs.definition,
    roleArn: inputs.roleArn,
    publish: inputs.publish,
    loggingConfiguration: inputs.loggingConfiguration && {
      level: level as sdk.LogLevel,
      includeExecutionData,
      destinations: logDestination
        ? [{ cloudWatchLogsLogGroup: { logGroupArn: logDestination } }]
        : [],
    },
    tracingConfiguration: inputs.tracingConfiguration,
    encryptionConfiguration: inputs.encryptionConfiguration as sdk.EncryptionConfiguration,
  };
}
