import type { AnyResourceType } from "../resource-type";
import { cloudtrailTypes } from "./cloudtrail";
import { alarmTypes } from "./cloudwatch/alarms";
import { eventTypes } from "./cloudwatch/events";
import { logTypes } from "./cloudwatch/logs";
import { dynamodbTypes } from "./dynamodb";
import { iamTypes } from "./iam";
import { kmsTypes } from "./kms";
import { functionTypes } from "./lambda/function";
import { functionSettingTypes } from "./lambda/settings";
import { randomTypes } from "./random";
import { bucketTypes } from "./s3/bucket";
import { objectTypes } from "./s3/object";
import { bucketSettingTypes } from "./s3/settings";
import { schedulerTypes } from "./scheduler";
import { sfnTypes } from "./sfn";
import { snsTypes } from "./sns";
import { sqsTypes } from "./sqs";
import { ssmTypes } from "./ssm";

/** Every type that can be created for real. A type token names its file: `aws:kms/key:Key` is in `kms`. */
export const RESOURCE_TYPES: Readonly<Record<string, AnyResourceType>> = {
  ...alarmTypes,
  ...bucketSettingTypes,
  ...bucketTypes,
  ...cloudtrailTypes,
  ...dynamodbTypes,
  ...eventTypes,
  ...functionSettingTypes,
  ...functionTypes,
  ...iamTypes,
  ...kmsTypes,
  ...logTypes,
  ...objectTypes,
  ...randomTypes,
  ...schedulerTypes,
  ...sfnTypes,
  ...snsTypes,
  ...sqsTypes,
  ...ssmTypes,
};

/** How to create and read a type. @throws Error for an unknown one, naming it and where to add it */
export function resourceTypeOf(type: string): AnyResourceType {
  const found = RESOURCE_TYPES[type];
  if (found !== undefined) return found;
  throw new Error(
    `the local run cannot create ${type} yet; add one entry in engine/aws/resource-types/`,
  );
}
