import { arnParts } from "../../iam/arn";
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

/** Resources of jobs, containers and builds. */
export const COMPUTE: NamedResources = {
  jobDefinition: (call) => revisions(call, "JobDefinition", "batch", "job-definition"),
  taskDefinition: (call) => revisions(call, "TaskDefinition", "ecs", "task-definition"),
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
    const arns = call.items("ReportArns");
    if (!arns) return { unknown: "ReportArns are only known when the task runs" };
    const group = (arn: string): string =>
      arnParts(arn).slice(0, 6).join(":").replace(":report/", ":report-group/");
    return together(arns.map((at) => call.on(at, group)));
  },
  /** The roles of a tuning job of SageMaker, which its training jobs get. */
  rolesOfTuning: (call) => {
    const one = call.has("TrainingJobDefinition") ? ["TrainingJobDefinition"] : [];
    const jobs = call.items("TrainingJobDefinitions") ?? [one];
    return together(jobs.map((job) => call.arnIn(...job, "RoleArn")));
  },
};

/** What is named without its revision is authorised with the revision that AWS picks. */
function revisions(call: IntegrationCall, field: string, service: string, kind: string): Resources {
  return call.on(field, (text) => {
    const arn = arnOr(text, (name) => call.arn(service, `${kind}/${name}`), "arn");
    return isUnresolved(text) || arnParts(arn).length > 6 ? arn : [arn, `${arn}:*`];
  });
}

const lastPart = (name: string): string =>
  name.startsWith("arn:") ? (name.split("/").at(-1) ?? name) : name;

/** The id of a build is `<project>:<id>`, and IAM looks at the project. */
function projectOf(call: IntegrationCall, field: "Id" | "Ids"): Resources {
  const project = (id: string): string => {
    const owner = arnParts(id).at(id.startsWith("arn:") ? 5 : 0) ?? "";
    return call.arn("codebuild", `project/${owner.replace(/^build(-batch)?\//, "")}`);
  };
  const ids = call.items(field) ?? [[field]];
  return together(ids.map((id) => call.on(id, project)));
}

/** Source: "IAM policies for calling Amazon EMR on EKS". */
export function startContainerJob(call: IntegrationCall): RequiredPermission[] {
  const cluster =
    "emr-containers:/virtualclusters/{VirtualClusterId, made by emr-containers:createVirtualCluster}";
  const clusters = resourcesOf(cluster, call);
  const role = call.arnIn("ExecutionRoleArn");
  if ("unknown" in role)
    return [requires("emr-containers:StartJobRun", together([clusters, role]))];
  const condition = { StringEquals: { "emr-containers:ExecutionRoleArn": role[0] ?? "" } };
  return [requires("emr-containers:StartJobRun", clusters, condition)];
}
