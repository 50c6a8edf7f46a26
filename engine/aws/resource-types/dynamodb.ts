import type * as sdk from "@aws-sdk/client-dynamodb";
import type * as dynamodb from "@pulumi/aws/dynamodb";
import { resourceType } from "../resource-type";
import { camel, pascal, tagList, tagMap } from "../words";

const ATTRIBUTE = { name: "AttributeName", type: "AttributeType" };

/** Amazon DynamoDB. */
export const dynamodbTypes = {
  "aws:dynamodb/table:Table": resourceType<dynamodb.TableArgs>({
    async create(inputs, { clients }) {
      const TableName = inputs.name as string;
      const keys = [
        { AttributeName: inputs.hashKey as string, KeyType: "HASH" as const },
        ...(inputs.rangeKey === undefined
          ? []
          : [{ AttributeName: inputs.rangeKey, KeyType: "RANGE" as const }]),
      ];
      const { TableDescription } = await clients.dynamodb.createTable({
        TableName,
        KeySchema: keys,
        AttributeDefinitions: pascal(inputs.attributes, ATTRIBUTE),
        BillingMode: (inputs.billingMode ?? "PROVISIONED") as sdk.BillingMode,
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
        SSESpecification: inputs.serverSideEncryption && {
          Enabled: inputs.serverSideEncryption.enabled,
          KMSMasterKeyId: inputs.serverSideEncryption.kmsKeyArn,
          SSEType: "KMS",
        },
        Tags: tagList(inputs.tags),
      });
      if (inputs.ttl?.enabled) {
        await clients.dynamodb.updateTimeToLive({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: inputs.ttl.attributeName },
        });
      }
      if (inputs.pointInTimeRecovery?.enabled) {
        await clients.dynamodb.updateContinuousBackups({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        });
      }
      return { arn: TableDescription?.TableArn };
    },
    async read(TableName, _, { clients }) {
      const { Table: found } = await clients.dynamodb.describeTable({ TableName });
      const { TimeToLiveDescription: ttl } = await clients.dynamodb.describeTimeToLive({
        TableName,
      });
      const backups = await clients.dynamodb.describeContinuousBackups({ TableName });
      const { Tags } = await clients.dynamodb.listTagsOfResource({ ResourceArn: found?.TableArn });
      const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      return {
        name: found?.TableName,
        hashKey: found?.KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName,
        rangeKey: found?.KeySchema?.find(({ KeyType }) => KeyType === "RANGE")?.AttributeName,
        attributes: camel(found?.AttributeDefinitions, ATTRIBUTE),
        billingMode: found?.BillingModeSummary?.BillingMode,
        deletionProtectionEnabled: found?.DeletionProtectionEnabled,
        serverSideEncryption: {
          enabled: found?.SSEDescription?.Status === "ENABLED",
          kmsKeyArn: found?.SSEDescription?.KMSMasterKeyArn,
        },
        ttl: { enabled: ttl?.TimeToLiveStatus === "ENABLED", attributeName: ttl?.AttributeName },
        pointInTimeRecovery: { enabled: recovery?.PointInTimeRecoveryStatus === "ENABLED" },
        tags: tagMap(Tags),
      };
    },
  }),
};
