import type * as cloudtrail from "@pulumi/aws/cloudtrail";
import { DROPPED, resourceType } from "../resource-type";
import { camel, pascal, tagList } from "../words";

/** Words of the CloudTrail API that differ from the provider's: its lists are named in the singular. */
const SELECTORS = {
  startsWiths: "StartsWith",
  endsWiths: "EndsWith",
  notStartsWiths: "NotStartsWith",
  notEndsWiths: "NotEndsWith",
};

/** AWS CloudTrail. */
export const cloudtrailTypes = {
  "aws:cloudtrail/trail:Trail": resourceType<cloudtrail.TrailArgs>({
    async create(inputs, { clients }) {
      const Name = inputs.name as string;
      const { TrailARN } = await clients.cloudtrail.createTrail({
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
      });
      if (inputs.advancedEventSelectors !== undefined) {
        await clients.cloudtrail.putEventSelectors({
          TrailName: Name,
          AdvancedEventSelectors: pascal(inputs.advancedEventSelectors, SELECTORS),
        });
      }
      if (inputs.enableLogging !== false) {
        await clients.cloudtrail.startLogging({ Name });
      }
      return { id: TrailARN, arn: TrailARN };
    },
    async read(id, _, { clients }) {
      const { Trail: found } = await clients.cloudtrail.getTrail({ Name: id });
      const status = await clients.cloudtrail.getTrailStatus({ Name: id });
      const { AdvancedEventSelectors } = await clients.cloudtrail.getEventSelectors({
        TrailName: id,
      });
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
};
