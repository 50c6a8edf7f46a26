import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { dashboardBody } from "./dashboard-body";
import { type MonitoringContext } from "./resolve";

/** Creates the dashboard `<base>-workflow`, unless there is to be none. */
export function createDashboard({ name, args, account, parent }: MonitoringContext): void {
  if (!args.dashboard) return;
  const { express } = args;
  const { arn, logGroupName } = args.stateMachine;
  const called = pulumi.all(Object.values(args.functions).map((each) => each.name));
  const body = pulumi
    .all([account.region, arn, logGroupName, called])
    .apply(([region, stateMachineArn, logGroup, functions]) =>
      stableStringify(dashboardBody({ region, stateMachineArn, express, functions, logGroup })),
    );
  new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: args.names.workflow, dashboardBody: body },
    { parent },
  );
}
