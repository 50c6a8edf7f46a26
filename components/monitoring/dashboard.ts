import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { dashboardBody } from "./dashboard-body";
import { partsOf } from "./parts";
import { type MonitoringContext } from "./resolve";
import { type Alerts } from "./topic";

/** Creates the dashboard `<base>-workflow`, unless there is to be none. */
export function createDashboard(
  { name, args, account, parent }: MonitoringContext,
  { deadLetters }: Alerts,
): void {
  if (!args.dashboard) return;
  const { express } = args;
  const { arn, logGroupName } = args.stateMachine;
  const called = pulumi.all(Object.values(args.functions).map((each) => each.name));
  const body = pulumi
    .all([account.region, arn, logGroupName, called, partsOf(args, deadLetters.name)])
    .apply(([region, stateMachineArn, logGroup, functions, parts]) =>
      stableStringify(
        dashboardBody({ region, stateMachineArn, express, functions, logGroup, parts }),
      ),
    );
  new cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: args.names.workflow, dashboardBody: body },
    { parent },
  );
}
