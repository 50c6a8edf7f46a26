import type * as sdk from "@aws-sdk/client-scheduler";
import type * as scheduler from "@pulumi/aws/scheduler";
import { resourceType } from "../resource-type";
import { camel, pascal } from "../words";

/** Amazon EventBridge Scheduler. */
export const schedulerTypes = {
  "aws:scheduler/schedule:Schedule": resourceType<scheduler.ScheduleArgs>({
    async create(inputs, { clients }) {
      const { ScheduleArn } = await clients.scheduler.createSchedule({
        Name: inputs.name,
        GroupName: inputs.groupName,
        Description: inputs.description,
        State: inputs.state as sdk.ScheduleState,
        ScheduleExpression: inputs.scheduleExpression,
        ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
        KmsKeyArn: inputs.kmsKeyArn,
        FlexibleTimeWindow: pascal(inputs.flexibleTimeWindow),
        Target: pascal(inputs.target),
      });
      return { arn: ScheduleArn };
    },
    async read(_, { name: Name, groupName: GroupName }, { clients }) {
      const found = await clients.scheduler.getSchedule({ Name, GroupName });
      return camel<object>(found);
    },
  }),
};
