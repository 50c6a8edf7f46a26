import {
  ANY,
  type Call,
  type Need,
  type Resources,
  type Rule,
  job,
  need,
  request,
  together,
} from "../../permissions/need";
import { managedRule, passRole, serviceLinkedRole, tagOnCreate } from "./companions";

/** Amazon EMR on EC2, on EKS and serverless. */
export const EMR: Readonly<Record<string, Rule>> = {
  "elasticmapreduce:createCluster": job(createCluster),
  "elasticmapreduce:setClusterTerminationProtection": onCluster("SetTerminationProtection"),
  "elasticmapreduce:terminateCluster": job((call) => [
    need(actions(call, ["TerminateJobFlows"], ["DescribeCluster"]), cluster(call)),
    ...managedRule(call, "StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
  ]),
  "elasticmapreduce:addStep": job((call) => [
    need(actions(call, ["AddJobFlowSteps"], ["DescribeStep", "CancelSteps"]), cluster(call)),
    ...(call.has("ExecutionRoleArn") ? [passRole(call.arnIn("ExecutionRoleArn"))] : []),
    ...managedRule(call, "StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
  ]),
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
    need("emr-containers:CreateVirtualCluster", ANY),
    ...tagOnCreate(call, "emr-containers:TagResource", [
      call.arn("emr-containers", "/virtualclusters/*"),
    ]),
    serviceLinkedRole(call, "emr-containers.amazonaws.com", "AWSServiceRoleForAmazonEMRContainers"),
  ]),
  "emr-containers:deleteVirtualCluster": job((call) => [
    need(
      call.sync
        ? ["emr-containers:DeleteVirtualCluster", "emr-containers:DescribeVirtualCluster"]
        : "emr-containers:DeleteVirtualCluster",
      virtualCluster(call, "Id"),
    ),
  ]),
  "emr-containers:startJobRun": job(startContainerJob),
};

const actions = (call: Call, own: readonly string[], sync: readonly string[]): string[] =>
  [...own, ...(call.sync ? sync : [])].map((action) => `elasticmapreduce:${action}`);

const cluster = (call: Call): Resources =>
  call.onMade("ClusterId", "elasticmapreduce:createCluster", (id) =>
    call.arn("elasticmapreduce", `cluster/${id}`),
  );

const virtualCluster = (call: Call, field: string, below = ""): Resources =>
  call.onMade(field, "emr-containers:createVirtualCluster", (id) =>
    call.arn("emr-containers", `/virtualclusters/${id}${below}`),
  );

function onCluster(...names: readonly string[]): Rule {
  return request((call) => [need(actions(call, names, []), cluster(call))]);
}

/** The id of a cluster is made with it, so the cluster can only be named by its kind. */
function createCluster(call: Call): Need[] {
  const clusters = [call.arn("elasticmapreduce", "cluster/*")];
  const roles = ["ServiceRole", "JobFlowRole", "AutoScalingRole"].filter((field) =>
    call.has(field),
  );
  const role = (name: string): string =>
    name.startsWith("arn:") || name.startsWith("${")
      ? name
      : `arn:${call.where.partition}:iam::${call.where.accountId}:role/${name}`;
  return [
    need("elasticmapreduce:RunJobFlow", ANY),
    ...(call.sync
      ? [need(actions(call, ["DescribeCluster", "TerminateJobFlows"], []), clusters)]
      : []),
    ...tagOnCreate(call, "elasticmapreduce:AddTags", clusters),
    ...(roles.length > 0 ? [passRole(together(roles.map((field) => call.on(field, role))))] : []),
    ...managedRule(call, "StepFunctionsGetEventForEMRRunJobFlowRule"),
  ];
}

/** Source: "IAM policies for calling Amazon EMR on EKS". */
function startContainerJob(call: Call): Need[] {
  const role = call.arnIn("ExecutionRoleArn");
  const runs = virtualCluster(call, "VirtualClusterId", "/jobruns/*");
  const condition =
    "unknown" in role
      ? undefined
      : { StringEquals: { "emr-containers:ExecutionRoleArn": role[0] ?? "" } };
  return [
    need(
      "emr-containers:StartJobRun",
      together([virtualCluster(call, "VirtualClusterId"), "unknown" in role ? role : []]),
      condition,
    ),
    ...tagOnCreate(call, "emr-containers:TagResource", runs),
    ...(call.sync
      ? [need(["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"], runs)]
      : []),
  ];
}
