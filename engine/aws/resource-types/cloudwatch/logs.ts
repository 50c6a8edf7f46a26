import type * as sdk from "@aws-sdk/client-cloudwatch-logs";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import { NOT_STORED, resourceType } from "../../resource-type";
import { documentText } from "../../words";

/** Amazon CloudWatch Logs. */
export const logTypes = {
  "aws:cloudwatch/logGroup:LogGroup": resourceType<cloudwatch.LogGroupArgs>({
    async create(inputs, { clients: { logs } }) {
      const logGroupName = inputs.name as string;
      await logs.createLogGroup({
        logGroupName,
        kmsKeyId: inputs.kmsKeyId,
        logGroupClass: inputs.logGroupClass as sdk.LogGroupClass,
        tags: inputs.tags,
      });
      // Zero days means that nothing expires, which is what a group without a retention does.
      const retentionInDays = inputs.retentionInDays ?? 0;
      if (retentionInDays > 0) {
        await logs.putRetentionPolicy({ logGroupName, retentionInDays });
      }
    },
    async read(id, _, { clients: { logs } }) {
      const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: id });
      const found = logGroups.find(({ logGroupName }) => logGroupName === id);
      if (found === undefined) return {};
      const { tags } = await logs.listTagsForResource({
        resourceArn: found.arn?.replace(/:\*$/, ""),
      });
      return {
        ...found,
        name: found.logGroupName,
        retentionInDays: found.retentionInDays ?? 0,
        tags,
      };
    },
    unread: { skipDestroy: NOT_STORED, namePrefix: NOT_STORED },
  }),

  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy":
    resourceType<cloudwatch.LogResourcePolicyArgs>({
      async create({ policyName, policyDocument }, { clients: { logs } }) {
        await logs.putResourcePolicy({
          policyName,
          policyDocument: documentText(policyDocument),
        });
      },
      async read(id, _, { clients: { logs } }) {
        const { resourcePolicies = [] } = await logs.describeResourcePolicies({});
        const found = resourcePolicies.find(({ policyName }) => policyName === id);
        return { policyName: found?.policyName, policyDocument: found?.policyDocument };
      },
    }),
};
