import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { dashboardBody } from "./dashboard-body";

/** What a workflow's dashboard is made from. */
export interface DashboardArgs {
  readonly region: pulumi.Input<string>;
  /** ARN of the state machine. */
  readonly arn: pulumi.Input<string>;
  readonly express: boolean;
  /** Names of the functions that the workflow calls. */
  readonly functions: readonly pulumi.Input<string>[];
  /** Name of the machine's log group; undefined when it has none. */
  readonly logGroupName?: pulumi.Input<string>;
}

/** Creates the dashboard `<base>-workflow`. */
export function createDashboard(
  name: string,
  base: string,
  { region, arn, express, functions, logGroupName }: DashboardArgs,
  parent: pulumi.Resource,
): void {
  const body = pulumi
    .all([region, arn, logGroupName, pulumi.all([...functions])])
    .apply(([at, stateMachineArn, logGroup, called]) =>
      stableStringify(
        dashboardBody({ region: at, stateMachineArn, express, functions: called, logGroup }),
      ),
    );
  new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: `${base}-workflow`, dashboardBody: body },
    { parent },
  );
}
