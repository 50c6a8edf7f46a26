import {
  ANY,
  type Call,
  type Need,
  type Resources,
  type Rule,
  job,
  managedRule,
  need,
  passRole,
  request,
  together,
} from "../need";

/** Amazon EMR on EC2, on EKS and serverless. */
export const EMR: Readonly<Record<string, Rule>> = {
  "elasticmapreduce:createCluster": job(createCluster),
  "elasticmapreduce:setClusterTerminationProtection": onCluster("SetTerminationProtection"),
  "elasticmapreduce:terminateCluster": job((call) => [
    need(actions(call, ["TerminateJobFlows"], ["DescribeCluster"]), cluster(call)),
    ...ruleOf(call, "StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
  ]),
  "elasticmapreduce:addStep": job((call) => [
    need(actions(call, ["AddJobFlowSteps"], ["DescribeStep", "CancelSteps"]), cluster(call)),
    ...(call.has("ExecutionRoleArn") ? [passRole(call.arnIn("ExecutionRoleArn"))] : []),
    ...ruleOf(call, "StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
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
  "emr-serverless:createApplication": job(createApplication),
  "emr-serverless:startApplication": application(
    "StartApplication",
    "GetApplication",
    "StopApplication",
  ),
  "emr-serverless:stopApplication": application("StopApplication", "GetApplication"),
  "emr-serverless:deleteApplication": application("DeleteApplication", "GetApplication"),
  "emr-serverless:startJobRun": job(startServerlessJob),
  "emr-serverless:cancelJobRun": job((call) => [
    need(
      call.sync
        ? ["emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"]
        : "emr-serverless:CancelJobRun",
      jobRuns(call, call.value("JobRunId")),
    ),
    ...ruleOf(call, "StepFunctionsGetEventsForEMRServerlessJobRule"),
  ]),
};

const ruleOf = (call: Call, name: string): Need[] => (call.sync ? [managedRule(call, name)] : []);

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

const serverless = (call: Call, below = ""): Resources =>
  call.onMade("ApplicationId", "emr-serverless:createApplication", (id) =>
    call.arn("emr-serverless", `/applications/${id}${below}`),
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
      : `arn:${call.where.partition}:iam::${call.where.account}:role/${name}`;
  return [
    need("elasticmapreduce:RunJobFlow", ANY),
    ...(call.sync
      ? [need(actions(call, ["DescribeCluster", "TerminateJobFlows"], []), clusters)]
      : []),
    ...(call.has("Tags") ? [need("elasticmapreduce:AddTags", clusters)] : []),
    ...(roles.length > 0 ? [passRole(together(roles.map((field) => call.on(field, role))))] : []),
    ...ruleOf(call, "StepFunctionsGetEventForEMRRunJobFlowRule"),
  ];
}

/** Source: "IAM policies for calling Amazon EMR on EKS". */
function startContainerJob(call: Call): Need[] {
  const role = call.arnIn("ExecutionRoleArn");
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
    ...(call.sync
      ? [
          need(
            ["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"],
            virtualCluster(call, "VirtualClusterId", "/jobruns/*"),
          ),
        ]
      : []),
  ];
}

/** Source: "IAM policies for Amazon EMR Serverless". */
function createApplication(call: Call): Need[] {
  return [
    // IAM knows no kind of resource for it, and AWS writes it so.
    need("emr-serverless:CreateApplication", [call.arn("emr-serverless", "/*")]),
    serviceLinkedRole(
      call,
      "ops.emr-serverless.amazonaws.com",
      "AWSServiceRoleForAmazonEMRServerless",
    ),
    ...(call.sync
      ? [
          need(
            ["emr-serverless:GetApplication", "emr-serverless:DeleteApplication"],
            [call.arn("emr-serverless", "/applications/*")],
          ),
        ]
      : []),
    ...ruleOf(call, "StepFunctionsGetEventsForEMRServerlessApplicationRule"),
  ];
}

function application(own: string, ...sync: readonly string[]): Rule {
  return job((call) => [
    need(
      [own, ...(call.sync ? sync : [])].map((action) => `emr-serverless:${action}`),
      serverless(call),
    ),
    ...ruleOf(call, "StepFunctionsGetEventsForEMRServerlessApplicationRule"),
  ]);
}

function startServerlessJob(call: Call): Need[] {
  return [
    need("emr-serverless:StartJobRun", serverless(call)),
    passRole(call.arnIn("ExecutionRoleArn"), "emr-serverless.amazonaws.com"),
    ...(call.sync
      ? [
          need(
            ["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"],
            jobRuns(call, { is: "dynamic" }),
          ),
        ]
      : []),
    ...ruleOf(call, "StepFunctionsGetEventsForEMRServerlessJobRule"),
  ];
}

function jobRuns(call: Call, run: ReturnType<Call["value"]>): Resources {
  const id = run.is === "text" && !/[*?]/.test(run.text) ? run.text : "*";
  return serverless(call, `/jobruns/${id}`);
}

/** AWS makes this role for the first cluster or application of an account. */
function serviceLinkedRole(call: Call, service: string, name: string): Need {
  const { partition, account } = call.where;
  return need(
    "iam:CreateServiceLinkedRole",
    [`arn:${partition}:iam::${account}:role/aws-service-role/${service}/${name}`],
    { StringEquals: { "iam:AWSServiceName": service } },
  );
}
