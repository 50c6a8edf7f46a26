import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import type { IntegrationCall } from "../call";
import { callback, jobOrCallback, type Integration } from "../integration";
import { arnOr } from "../../iam/resource-arns";
import { arnParts } from "../../iam/arn";
import { isUnresolved } from "../../iam/unresolved";
import { managedRule, passRole, tagOnCreate } from "./companions";

/** Jobs in containers and builds. */
export const COMPUTE: Readonly<Record<string, Integration>> = {
  "batch:submitJob": { ...jobOrCallback(submitJob), polledBy: ["batch:describeJobs"] },
  "ecs:runTask": { ...jobOrCallback(runTask), polledBy: ["ecs:describeTasks"] },
  "codebuild:startBuild": {
    ...build("StartBuild", "StopBuild", "BatchGetBuilds"),
    polledBy: ["codebuild:batchGetBuilds"],
  },
  "codebuild:startBuildBatch": build("StartBuildBatch", "StopBuildBatch", "BatchGetBuildBatches"),
  "codebuild:stopBuild": builds("codebuild:StopBuild", "Id"),
  "codebuild:stopBuildBatch": builds("codebuild:StopBuildBatch", "Id"),
  "codebuild:retryBuildBatch": jobOrCallback((call) => [
    requires(
      ["RetryBuildBatch", ...(call.sync ? ["StopBuildBatch", "BatchGetBuildBatches"] : [])].map(
        (action) => `codebuild:${action}`,
      ),
      projectOf(call, "Id"),
    ),
  ]),
  "codebuild:deleteBuildBatch": builds("codebuild:DeleteBuildBatch", "Id"),
  "codebuild:retryBuild": builds("codebuild:RetryBuild", "Id"),
  "codebuild:batchGetBuilds": builds("codebuild:BatchGetBuilds", "Ids"),
  "codebuild:batchDeleteBuilds": builds("codebuild:BatchDeleteBuilds", "Ids"),
  "codebuild:batchGetReports": callback((call) => [
    requires("codebuild:BatchGetReports", reportGroups(call)),
  ]),
};

/** A job definition named without its revision is authorised with the revision that AWS picks. */
function submitJob(call: IntegrationCall): RequiredPermission[] {
  const definition = (text: string): string[] => {
    const arn = arnOr(text, (name) => call.arn("batch", `job-definition/${name}`), "arn");
    const named = arnParts(arn)[5];
    return isUnresolved(text) || named === undefined || arnParts(arn).length > 6
      ? [arn]
      : [arn, `${arn}:*`];
  };
  const queue = (text: string): string =>
    arnOr(text, (name) => call.arn("batch", `job-queue/${name}`), "arn");
  const submit = requires(
    "batch:SubmitJob",
    together([call.on("JobDefinition", definition), call.on("JobQueue", queue)]),
  );
  // The id of a job is made when it is submitted.
  const jobs = [call.arn("batch", "job/*")];
  const submitted = [submit, ...tagOnCreate(call, "batch:TagResource", jobs)];
  if (!call.sync) return submitted;
  return [
    ...submitted,
    requires("batch:DescribeJobs", ANY),
    requires("batch:TerminateJob", jobs),
    ...managedRule(call, "StepFunctionsGetEventsForBatchJobsRule"),
  ];
}

function runTask(call: IntegrationCall): RequiredPermission[] {
  const definition = (text: string): string[] => {
    const arn = arnOr(text, (name) => call.arn("ecs", `task-definition/${name}`), "arn");
    return isUnresolved(text) || arnParts(arn).length > 6 ? [arn] : [arn, `${arn}:*`];
  };
  const task = (name: string): string => call.arn("ecs", `task/${lastPart(name)}/*`);
  const tasks = call.on("Cluster", task, "default");
  const run = [
    requires("ecs:RunTask", call.on("TaskDefinition", definition)),
    ...tagOnCreate(call, "ecs:TagResource", tasks),
    passRole(taskRoles(call), "ecs-tasks.amazonaws.com"),
  ];
  if (!call.sync) return run;
  return [
    ...run,
    requires(["ecs:StopTask", "ecs:DescribeTasks"], tasks),
    ...managedRule(call, "StepFunctionsGetEventsForECSTaskRule"),
  ];
}

/** The roles in a task definition are not in the call; those that override them are. */
function taskRoles(call: IntegrationCall): Resources {
  const overridden = ["TaskRoleArn", "ExecutionRoleArn"].filter((field) =>
    call.has("Overrides", field),
  );
  if (overridden.length === 2)
    return together(overridden.map((field) => call.arnIn("Overrides", field)));
  return { unknown: "the roles in the task definition are not in the definition of the machine" };
}

const lastPart = (name: string): string =>
  name.startsWith("arn:") ? (name.split("/").at(-1) ?? name) : name;

function build(start: string, stop: string, get: string): Integration {
  return jobOrCallback((call) => {
    const project = call.on("ProjectName", (name) =>
      arnOr(name, (plain) => call.arn("codebuild", `project/${plain}`), "name"),
    );
    const actions = call.sync ? [start, stop, get] : [start];
    return [
      requires(
        actions.map((action) => `codebuild:${action}`),
        project,
      ),
      ...managedRule(call, `StepFunctionsGetEventForCodeBuild${start}Rule`),
    ];
  });
}

function builds(action: string, field: "Id" | "Ids"): Integration {
  return callback((call) => [requires(action, projectOf(call, field))]);
}

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

/** A report is `report/<group>:<id>`, and IAM looks at the group. */
function reportGroups(call: IntegrationCall): Resources {
  const arns = call.list("ReportArns");
  if (!arns) return { unknown: "ReportArns are only known when the task runs" };
  const group = (arn: string): string =>
    arnParts(arn).slice(0, 6).join(":").replace(":report/", ":report-group/");
  return together(arns.map((_arn, index) => call.on(["ReportArns", index], group)));
}
