import type * as sdk from "@aws-sdk/client-cloudtrail";
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

const TRAIL = { cloudWatchLogsGroupArn: "CloudWatchLogsLogGroupArn" };

/** AWS CloudTrail. */
export const cloudtrailTypes = {
  "aws:cloudtrail/trail:Trail": resourceType<cloudtrail.TrailArgs>({
    async create({ advancedEventSelectors, enableLogging, tags, ...inputs }, { clients }) {
      const Name = inputs.name as string;
      const { TrailARN } = await clients.cloudtrail.createTrail({
        ...pascal<sdk.CreateTrailRequest>(inputs, TRAIL),
        TagsList: tagList(tags),
      });
      if (advancedEventSelectors !== undefined) {
        await clients.cloudtrail.putEventSelectors({
          TrailName: Name,
          AdvancedEventSelectors: pascal(advancedEventSelectors, SELECTORS),
        });
      }
      if (enableLogging !== false) {
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
        ...camel<object>(found, TRAIL),
        enableLogFileValidation: found?.LogFileValidationEnabled,
        enableLogging: status.IsLogging,
        advancedEventSelectors: camel(AdvancedEventSelectors, SELECTORS),
      };
    },
    unread: { cloudWatchLogsGroupArn: DROPPED, cloudWatchLogsRoleArn: DROPPED, tags: DROPPED },
  }),
};
