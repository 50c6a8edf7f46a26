import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ssm from "@aws-sdk/client-ssm";
import type * as aws from "@pulumi/aws";
import { camel, DROPPED, entry, NOT_STORED, pascal, tagList, tagMap } from "../entry";

/** Words of the CloudTrail API that differ from the provider's: its lists are named in the singular. */
const SELECTORS = {
  startsWiths: "StartsWith",
  endsWiths: "EndsWith",
  notStartsWiths: "NotStartsWith",
  notEndsWiths: "NotEndsWith",
};

/** Services of which the project uses one resource type each. */
export const otherEntries = {
  "aws:ssm/parameter:Parameter": entry<aws.ssm.ParameterArgs>({
    async create(inputs, { clients }) {
      const { Version } = await clients.ssm.send(
        new ssm.PutParameterCommand({
          Name: inputs.name,
          Type: inputs.type as ssm.ParameterType,
          Value: inputs.value ?? inputs.insecureValue,
          Description: inputs.description,
          KeyId: inputs.keyId,
          Tier: inputs.tier as ssm.ParameterTier,
          AllowedPattern: inputs.allowedPattern,
          Tags: tagList(inputs.tags),
        }),
      );
      return { version: Version };
    },
    async read(Name, _, { clients }) {
      const { Parameter: found } = await clients.ssm.send(
        new ssm.GetParameterCommand({ Name, WithDecryption: true }),
      );
      const { Parameters: [described] = [] } = await clients.ssm.send(
        new ssm.DescribeParametersCommand({
          ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [Name] }],
        }),
      );
      const { TagList } = await clients.ssm.send(
        new ssm.ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: Name }),
      );
      return {
        name: found?.Name,
        type: found?.Type,
        value: found?.Value,
        description: described?.Description,
        keyId: described?.KeyId,
        tier: described?.Tier,
        tags: tagMap(TagList),
      };
    },
    unread: { overwrite: NOT_STORED, allowedPattern: DROPPED },
  }),

  "aws:cloudtrail/trail:Trail": entry<aws.cloudtrail.TrailArgs>({
    async create(inputs, { clients }) {
      const Name = inputs.name as string;
      const { TrailARN } = await clients.cloudtrail.send(
        new cloudtrail.CreateTrailCommand({
          Name,
          S3BucketName: inputs.s3BucketName,
          S3KeyPrefix: inputs.s3KeyPrefix,
          SnsTopicName: inputs.snsTopicName,
          IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
          IsMultiRegionTrail: inputs.isMultiRegionTrail,
          EnableLogFileValidation: inputs.enableLogFileValidation,
          CloudWatchLogsLogGroupArn: inputs.cloudWatchLogsGroupArn,
          CloudWatchLogsRoleArn: inputs.cloudWatchLogsRoleArn,
          KmsKeyId: inputs.kmsKeyId,
          TagsList: tagList(inputs.tags),
        }),
      );
      if (inputs.advancedEventSelectors !== undefined) {
        await clients.cloudtrail.send(
          new cloudtrail.PutEventSelectorsCommand({
            TrailName: Name,
            AdvancedEventSelectors: pascal(inputs.advancedEventSelectors, SELECTORS),
          }),
        );
      }
      if (inputs.enableLogging !== false) {
        await clients.cloudtrail.send(new cloudtrail.StartLoggingCommand({ Name }));
      }
      return { id: TrailARN, arn: TrailARN };
    },
    async read(id, _, { clients }) {
      const { Trail: found } = await clients.cloudtrail.send(
        new cloudtrail.GetTrailCommand({ Name: id }),
      );
      const status = await clients.cloudtrail.send(
        new cloudtrail.GetTrailStatusCommand({ Name: id }),
      );
      const { AdvancedEventSelectors } = await clients.cloudtrail.send(
        new cloudtrail.GetEventSelectorsCommand({ TrailName: id }),
      );
      return {
        name: found?.Name,
        s3BucketName: found?.S3BucketName,
        s3KeyPrefix: found?.S3KeyPrefix,
        includeGlobalServiceEvents: found?.IncludeGlobalServiceEvents,
        isMultiRegionTrail: found?.IsMultiRegionTrail,
        enableLogFileValidation: found?.LogFileValidationEnabled,
        kmsKeyId: found?.KmsKeyId,
        enableLogging: status.IsLogging,
        advancedEventSelectors: camel(AdvancedEventSelectors, SELECTORS),
      };
    },
    unread: { cloudWatchLogsGroupArn: DROPPED, cloudWatchLogsRoleArn: DROPPED, tags: DROPPED },
  }),

  "aws:dynamodb/table:Table": entry<aws.dynamodb.TableArgs>({
    async create(inputs, { clients }) {
      const TableName = inputs.name as string;
      const keys = [
        { AttributeName: inputs.hashKey as string, KeyType: "HASH" as const },
        ...(inputs.rangeKey === undefined
          ? []
          : [{ AttributeName: inputs.rangeKey, KeyType: "RANGE" as const }]),
      ];
      const { TableDescription } = await clients.dynamodb.send(
        new dynamodb.CreateTableCommand({
          TableName,
          KeySchema: keys,
          AttributeDefinitions: inputs.attributes?.map(({ name, type }) => ({
            AttributeName: name,
            AttributeType: type as dynamodb.ScalarAttributeType,
          })),
          BillingMode: (inputs.billingMode ?? "PROVISIONED") as dynamodb.BillingMode,
          DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
          SSESpecification: inputs.serverSideEncryption && {
            Enabled: inputs.serverSideEncryption.enabled,
            KMSMasterKeyId: inputs.serverSideEncryption.kmsKeyArn,
            SSEType: "KMS",
          },
          Tags: tagList(inputs.tags),
        }),
      );
      if (inputs.ttl?.enabled) {
        await clients.dynamodb.send(
          new dynamodb.UpdateTimeToLiveCommand({
            TableName,
            TimeToLiveSpecification: { Enabled: true, AttributeName: inputs.ttl.attributeName },
          }),
        );
      }
      if (inputs.pointInTimeRecovery?.enabled) {
        await clients.dynamodb.send(
          new dynamodb.UpdateContinuousBackupsCommand({
            TableName,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        );
      }
      return { arn: TableDescription?.TableArn };
    },
    async read(TableName, _, { clients }) {
      const { Table: found } = await clients.dynamodb.send(
        new dynamodb.DescribeTableCommand({ TableName }),
      );
      const { TimeToLiveDescription: ttl } = await clients.dynamodb.send(
        new dynamodb.DescribeTimeToLiveCommand({ TableName }),
      );
      const backups = await clients.dynamodb.send(
        new dynamodb.DescribeContinuousBackupsCommand({ TableName }),
      );
      const { Tags } = await clients.dynamodb.send(
        new dynamodb.ListTagsOfResourceCommand({ ResourceArn: found?.TableArn }),
      );
      const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      return {
        name: found?.TableName,
        hashKey: found?.KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName,
        rangeKey: found?.KeySchema?.find(({ KeyType }) => KeyType === "RANGE")?.AttributeName,
        attributes: found?.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => ({
          name: AttributeName,
          type: AttributeType,
        })),
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
