import { globalArn } from "../../iam/arn";
import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import type { IntegrationCall } from "../call";
import { type Integration, job, request } from "../integration";
import { managedRule, passRole, serviceLinkedRole, tagOnCreate } from "./companions";

/** Amazon EMR on EC2, on EKS and serverless. */
export const EMR: Readonly<Record<string, Integration>> = {
  "elasticmapreduce:createCluster": { ...job(createCluster), polledBy: ["emr:describeCluster"] },
  "elasticmapreduce:setClusterTerminationProtection": onCluster("SetTerminationProtection"),
  "elasticmapreduce:terminateCluster": job((call) => [
    requires(actions(call, ["TerminateJobFlows"], ["DescribeCluster"]), cluster(call)),
    ...managedRule(call, "StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
  ]),
  "elasticmapreduce:addStep": { ...job(addStep), polledBy: ["emr:describeStep"] },
  "elasticmapreduce:cancelStep": onCluster("CancelSteps"),
  "elasticmapreduce:modifyInstanceFleetByName": onCluster(
    "ModifyInstanceFleet",
    "ListInstanceFleets",
  ),
  "elasticmapreduce:modifyInstanceGroupByName": onCluster(
    "ModifyInstanceGroups",
    "ListInstanceGroups",
  ),
  "emr-containers:createVirtualCluster": request((call) => [
    requires("emr-containers:CreateVirtualCluster", ANY),
    ...tagOnCreate(call, "emr-containers:TagResource", [
      call.arn("emr-containers", "/virtualclusters/*"),
    ]),
    serviceLinkedRole(call, "emr-containers.amazonaws.com", "AWSServiceRoleForAmazonEMRContainers"),
  ]),
  "emr-containers:deleteVirtualCluster": job((call) => [
    requires(
      call.sync
        ? ["emr-containers:DeleteVirtualCluster", "emr-containers:DescribeVirtualCluster"]
        : "emr-containers:DeleteVirtualCluster",
      virtualCluster(call, "Id"),
    ),
  ]),
  "emr-containers:startJobRun": job(startContainerJob),
};

const actions = (
  call: IntegrationCall,
  own: readonly string[],
  sync: readonly string[],
): string[] => [...own, ...(call.sync ? sync : [])].map((action) => `elasticmapreduce:${action}`);

const cluster = (call: IntegrationCall): Resources =>
  call.onMade("ClusterId", "elasticmapreduce:createCluster", (id) =>
    call.arn("elasticmapreduce", `cluster/${id}`),
  );

const virtualCluster = (call: IntegrationCall, field: string, below = ""): Resources =>
  call.onMade(field, "emr-containers:createVirtualCluster", (id) =>
    call.arn("emr-containers", `/virtualclusters/${id}${below}`),
  );

function onCluster(...names: readonly string[]): Integration {
  return request((call) => [requires(actions(call, names, []), cluster(call))]);
}

function addStep(call: IntegrationCall): RequiredPermission[] {
  return [
    requires(actions(call, ["AddJobFlowSteps"], ["DescribeStep", "CancelSteps"]), cluster(call)),
    ...(call.has("ExecutionRoleArn") ? [passRole(call.arnIn("ExecutionRoleArn"))] : []),
    ...managedRule(call, "StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
  ];
}

/** The id of a cluster is made with it, so the cluster can only be named by its kind. */
function createCluster(call: IntegrationCall): RequiredPermission[] {
  const clusters = [call.arn("elasticmapreduce", "cluster/*")];
  const roles = ["ServiceRole", "JobFlowRole", "AutoScalingRole"].filter((field) =>
    call.has(field),
  );
  const role = (name: string): string =>
    name.startsWith("arn:") || name.startsWith("${")
      ? name
      : globalArn(call.context, "iam", `role/${name}`);
  return [
    requires("elasticmapreduce:RunJobFlow", ANY),
    ...(call.sync
      ? [requires(actions(call, ["DescribeCluster", "TerminateJobFlows"], []), clusters)]
      : []),
    ...tagOnCreate(call, "elasticmapreduce:AddTags", clusters),
    ...(roles.length > 0 ? [passRole(together(roles.map((field) => call.on(field, role))))] : []),
    ...managedRule(call, "StepFunctionsGetEventForEMRRunJobFlowRule"),
  ];
}

/** Source: "IAM policies for calling Amazon EMR on EKS". */
function startContainerJob(call: IntegrationCall): RequiredPermission[] {
  const role = call.arnIn("ExecutionRoleArn");
  const runs = virtualCluster(call, "VirtualClusterId", "/jobruns/*");
  const condition =
    "unknown" in role
      ? undefined
      : { StringEquals: { "emr-containers:ExecutionRoleArn": role[0] ?? "" } };
  return [
    requires(
      "emr-containers:StartJobRun",
      together([virtualCluster(call, "VirtualClusterId"), "unknown" in role ? role : []]),
      condition,
    ),
    ...tagOnCreate(call, "emr-containers:TagResource", runs),
    ...(call.sync
      ? [requires(["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"], runs)]
      : []),
  ];
}
