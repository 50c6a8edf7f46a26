import { arnParts, globalArn } from "../../iam/arn";
import { arnOr } from "../../iam/resource-arns";
import { isUnresolved } from "../../iam/unresolved";
import type { IntegrationCall } from "../call";
import {
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import { type NamedResources, resourcesOf } from "../template";

/** Resources of jobs, containers, builds and clusters. */
export const COMPUTE: NamedResources = {
  /** A job definition named without its revision is authorised with the revision that AWS picks. */
  jobDefinition: (call) =>
    call.on("JobDefinition", (text) => {
      const arn = arnOr(text, (name) => call.arn("batch", `job-definition/${name}`), "arn");
      const isNamed = arnParts(arn)[5] !== undefined;
      return !isNamed || hasRevision(text, arn) ? [arn] : [arn, `${arn}:*`];
    }),
  taskDefinition: (call) =>
    call.on("TaskDefinition", (text) => {
      const arn = arnOr(text, (name) => call.arn("ecs", `task-definition/${name}`), "arn");
      return hasRevision(text, arn) ? [arn] : [arn, `${arn}:*`];
    }),
  tasksOfCluster: (call) =>
    call.on("Cluster", (name) => call.arn("ecs", `task/${lastPart(name)}/*`), "default"),
  /** The roles in a task definition are not in the call; those that override them are. */
  taskRoles: (call) => {
    const roles = ["TaskRoleArn", "ExecutionRoleArn"];
    return roles.every((field) => call.has("Overrides", field))
      ? together(roles.map((field) => call.arnIn("Overrides", field)))
      : { unknown: "the roles in the task definition are not in the definition of the machine" };
  },
  projectOfBuild: (call) => projectOf(call, "Id"),
  projectsOfBuilds: (call) => projectOf(call, "Ids"),
  /** A report is `report/<group>:<id>`, and IAM looks at the group. */
  reportGroups: (call) => {
    const arns = call.list("ReportArns");
    if (!arns) return { unknown: "ReportArns are only known when the task runs" };
    const group = (arn: string): string =>
      arnParts(arn).slice(0, 6).join(":").replace(":report/", ":report-group/");
    return together(arns.map((_arn, index) => call.on(["ReportArns", index], group)));
  },
  /** The roles that a cluster of EMR gets, by name or ARN. */
  clusterRoles: (call) => {
    const fields = ["ServiceRole", "JobFlowRole", "AutoScalingRole"];
    const role = (name: string): string =>
      name.startsWith("arn:") || name.startsWith("${")
        ? name
        : globalArn(call.context, "iam", `role/${name}`);
    return together(fields.filter((field) => call.has(field)).map((field) => call.on(field, role)));
  },
  /** The role of a tuning job of SageMaker, which its training jobs get. */
  roleOfTuning: (call) =>
    call.has("TrainingJobDefinition", "RoleArn")
      ? call.arnIn("TrainingJobDefinition", "RoleArn")
      : call.arnIn("RoleArn"),
};

const hasRevision = (text: string, arn: string): boolean =>
  isUnresolved(text) || arnParts(arn).length > 6;

const lastPart = (name: string): string =>
  name.startsWith("arn:") ? (name.split("/").at(-1) ?? name) : name;

/** The id of a build is `<project>:<id>`, and IAM looks at the project. */
function projectOf(call: IntegrationCall, field: "Id" | "Ids"): Resources {
  const project = (id: string): string => {
    const owner = arnParts(id).at(id.startsWith("arn:") ? 5 : 0) ?? "";
    return call.arn("codebuild", `project/${owner.replace(/^build(-batch)?\//, "")}`);
  };
  const ids = call.list(field);
  return ids
    ? together(ids.map((_id, index) => call.on([field, index], project)))
    : call.on(field, project);
}

/** Source: "IAM policies for calling Amazon EMR on EKS". */
export function startContainerJob(call: IntegrationCall): RequiredPermission[] {
  const cluster =
    "emr-containers:/virtualclusters/{VirtualClusterId, made by emr-containers:createVirtualCluster}";
  const clusters = resourcesOf(cluster, call);
  const runs = resourcesOf(`${cluster}/jobruns/*`, call);
  const role = call.arnIn("ExecutionRoleArn");
  const start =
    "unknown" in role
      ? requires("emr-containers:StartJobRun", together([clusters, role]))
      : requires("emr-containers:StartJobRun", clusters, {
          StringEquals: { "emr-containers:ExecutionRoleArn": role[0] ?? "" },
        });
  return [
    start,
    ...(call.has("Tags") ? [requires("emr-containers:TagResource", runs)] : []),
    ...(call.sync
      ? [requires(["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"], runs)]
      : []),
  ];
}
