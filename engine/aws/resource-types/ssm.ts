import type * as sdk from "@aws-sdk/client-ssm";
import type * as ssm from "@pulumi/aws/ssm";
import { DROPPED, NOT_STORED, resourceType } from "../resource-type";
import { camel, tagList, tagMap } from "../words";

/** AWS Systems Manager. */
export const ssmTypes = {
  "aws:ssm/parameter:Parameter": resourceType<ssm.ParameterArgs>({
    async create(inputs, { clients }) {
      const { Version } = await clients.ssm.putParameter({
        Name: inputs.name,
        Type: inputs.type as sdk.ParameterType,
        Value: inputs.value ?? inputs.insecureValue,
        Description: inputs.description,
        KeyId: inputs.keyId,
        Tier: inputs.tier as sdk.ParameterTier,
        AllowedPattern: inputs.allowedPattern,
        Tags: tagList(inputs.tags),
      });
      return { version: Version };
    },
    async read(Name, _, { clients }) {
      const { Parameter: found } = await clients.ssm.getParameter({ Name, WithDecryption: true });
      const { Parameters: [described] = [] } = await clients.ssm.describeParameters({
        ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [Name] }],
      });
      const { TagList } = await clients.ssm.listTagsForResource({
        ResourceType: "Parameter",
        ResourceId: Name,
      });
      return {
        ...camel<object>({ ...described, ...found }),
        tags: tagMap(TagList),
      };
    },
    unread: { overwrite: NOT_STORED, allowedPattern: DROPPED },
  }),
};
