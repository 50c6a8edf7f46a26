/**
 * The service integrations whose permissions can be asked for by name, with the actions that AWS publishes for each.
 * Names and parts are those of the Terraform module that this project replaces, so its settings carry over.
 * Source of the actions: Step Functions developer guide, "IAM policies for integrated services".
 */

/** One statement of an integration. */
export interface CataloguePart {
  readonly actions: readonly string[];
  readonly effect?: "Deny";
  /** What `true` stands for; without it the caller lists ARNs. `<partition>`, `<region>` and `<account>` are filled in. */
  readonly defaultResources?: readonly string[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
  /** What the original granted, where it is wrong: used only when the caller asks for compatibility. */
  readonly originalActions?: readonly string[];
}

const ANY = ["*"];

const part = <const Actions extends readonly string[]>(
  ...actions: Actions
): { actions: Actions } => ({ actions });

/** Step Functions learns of the end of a `.sync` job from a rule that it manages itself. */
const managedRule = (name: string): CataloguePart => ({
  ...part("events:PutTargets", "events:PutRule", "events:DescribeRule"),
  defaultResources: [`arn:<partition>:events:<region>:<account>:rule/${name}`],
});

const passRoleTo = (service: string): CataloguePart => ({
  ...part("iam:PassRole"),
  conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: [service] }],
});

/** Results are written to, and read from, buckets that the definition does not name. */
const ATHENA_BUCKETS: CataloguePart = {
  ...part(
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListMultipartUploadParts",
    "s3:AbortMultipartUpload",
    "s3:CreateBucket",
    "s3:PutObject",
  ),
  defaultResources: ["arn:<partition>:s3:::*"],
};

const ATHENA_CATALOG = part(
  "glue:CreateDatabase",
  "glue:GetDatabase",
  "glue:GetDatabases",
  "glue:UpdateDatabase",
  "glue:DeleteDatabase",
  "glue:CreateTable",
  "glue:UpdateTable",
  "glue:GetTable",
  "glue:GetTables",
  "glue:DeleteTable",
  "glue:BatchDeleteTable",
  "glue:BatchCreatePartition",
  "glue:CreatePartition",
  "glue:UpdatePartition",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:BatchGetPartition",
  "glue:DeletePartition",
  "glue:BatchDeletePartition",
);

const ATHENA_DATA = {
  s3: ATHENA_BUCKETS,
  glue: ATHENA_CATALOG,
  lakeformation: { ...part("lakeformation:GetDataAccess"), defaultResources: ANY },
};

const SAGEMAKER = {
  sagemaker_Wildcard: { ...part("sagemaker:ListTags"), defaultResources: ANY },
  sagemaker_IamPassRole: passRoleTo("sagemaker.amazonaws.com"),
};

const CODEBUILD_START = part(
  "codebuild:StartBuild",
  "codebuild:StopBuild",
  "codebuild:BatchGetBuilds",
);

/** Integration -> part -> its statement. */
export const CATALOGUE = {
  lambda: { lambda: part("lambda:InvokeFunction") },
  sns: { sns: part("sns:Publish") },
  sqs: { sqs: part("sqs:SendMessage") },
  xray: {
    xray: {
      ...part(
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
      ),
      defaultResources: ANY,
    },
  },
  athena_StartQueryExecution_Sync: {
    athena: part(
      "athena:startQueryExecution",
      "athena:stopQueryExecution",
      "athena:getQueryExecution",
      "athena:getDataCatalog",
    ),
    ...ATHENA_DATA,
  },
  athena_StartQueryExecution: {
    athena: part("athena:startQueryExecution", "athena:getDataCatalog"),
    ...ATHENA_DATA,
  },
  athena_StopQueryExecution: { athena: part("athena:stopQueryExecution") },
  athena_GetQueryExecution: {
    athena: {
      ...part("athena:getQueryExecution"),
      originalActions: ["athena:stopQueryExecution"],
    },
  },
  athena_GetQueryResults: {
    athena: part("athena:getQueryResults"),
    s3: { ...part("s3:GetObject"), defaultResources: ["arn:<partition>:s3:::*"] },
  },
  batch_Sync: {
    batch: {
      ...part("batch:SubmitJob", "batch:DescribeJobs", "batch:TerminateJob"),
      defaultResources: ANY,
    },
    events: managedRule("StepFunctionsGetEventsForBatchJobsRule"),
  },
  batch_WaitForTaskToken: { batch: { ...part("batch:SubmitJob"), defaultResources: ANY } },
  dynamodb: {
    dynamodb: part(
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
    ),
  },
  ecs_Sync: {
    ecs: part("ecs:RunTask"),
    ecs_Wildcard: { ...part("ecs:StopTask", "ecs:DescribeTasks"), defaultResources: ANY },
    iam_PassRole: passRoleTo("ecs-tasks.amazonaws.com"),
    events: managedRule("StepFunctionsGetEventsForECSTaskRule"),
  },
  ecs_WaitForTaskToken: {
    ecs: part("ecs:RunTask"),
    iam_PassRole: passRoleTo("ecs-tasks.amazonaws.com"),
  },
  glue_Sync: {
    glue: {
      ...part("glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"),
      defaultResources: ANY,
    },
  },
  glue_WaitForTaskToken: { glue: { ...part("glue:StartJobRun"), defaultResources: ANY } },
  sagemaker_CreateTrainingJob_Sync: {
    sagemaker: part(
      "sagemaker:CreateTrainingJob",
      "sagemaker:DescribeTrainingJob",
      "sagemaker:StopTrainingJob",
    ),
    ...SAGEMAKER,
    events: managedRule("StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
  },
  sagemaker_CreateTrainingJob_WaitForTaskToken: {
    sagemaker: part("sagemaker:CreateTrainingJob"),
    ...SAGEMAKER,
  },
  sagemaker_CreateTransformJob_Sync: {
    sagemaker: part(
      "sagemaker:CreateTransformJob",
      "sagemaker:DescribeTransformJob",
      "sagemaker:StopTransformJob",
    ),
    ...SAGEMAKER,
    events: managedRule("StepFunctionsGetEventsForSageMakerTransformJobsRule"),
  },
  sagemaker_CreateTransformJob_WaitForTaskToken: {
    sagemaker: part("sagemaker:CreateTransformJob"),
    ...SAGEMAKER,
  },
  emr_AddStep: {
    emr: part(
      "elasticmapreduce:AddJobFlowSteps",
      "elasticmapreduce:DescribeStep",
      "elasticmapreduce:CancelSteps",
    ),
    events: managedRule("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
  },
  emr_CancelStep: { emr: part("elasticmapreduce:CancelSteps") },
  emr_CreateCluster: {
    emr: {
      ...part(
        "elasticmapreduce:RunJobFlow",
        "elasticmapreduce:DescribeCluster",
        "elasticmapreduce:TerminateJobFlows",
      ),
      defaultResources: ANY,
    },
    iam_PassRole: part("iam:PassRole"),
    events: managedRule("StepFunctionsGetEventForEMRRunJobFlowRule"),
  },
  emr_SetClusterTerminationProtection: { emr: part("elasticmapreduce:SetTerminationProtection") },
  emr_ModifyInstanceFleetByName: {
    emr: part("elasticmapreduce:ModifyInstanceFleet", "elasticmapreduce:ListInstanceFleets"),
  },
  emr_ModifyInstanceGroupByName: {
    emr: part("elasticmapreduce:ModifyInstanceGroups", "elasticmapreduce:ListInstanceGroups"),
  },
  emr_TerminateCluster: {
    emr: part("elasticmapreduce:TerminateJobFlows", "elasticmapreduce:DescribeCluster"),
    events: managedRule("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
  },
  codebuild_StartBuild_Sync: {
    codebuild: CODEBUILD_START,
    events: managedRule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
  },
  codebuild_StartBuild: { codebuild: CODEBUILD_START },
  codebuild_StopBuild: { codebuild: part("codebuild:StopBuild") },
  codebuild_BatchDeleteBuilds: { codebuild: part("codebuild:BatchDeleteBuilds") },
  codebuild_BatchGetReports: { codebuild: part("codebuild:BatchGetReports") },
  eks_CreateCluster: {
    eks: { ...part("eks:CreateCluster"), defaultResources: ANY },
    eks_Wildcard: part("eks:DescribeCluster", "eks:DeleteCluster"),
    eks_IamPassRole: passRoleTo("eks.amazonaws.com"),
  },
  eks_CreateNodeGroup: {
    eks: { ...part("ec2:DescribeSubnets", "eks:CreateNodegroup"), defaultResources: ANY },
    eks_Wildcard: part("eks:DescribeNodegroup", "eks:DeleteNodegroup"),
    iam_Role: part("iam:GetRole", "iam:ListAttachedRolePolicies"),
    eks_IamPassRole: passRoleTo("eks.amazonaws.com"),
  },
  eks_DeleteCluster: { eks: part("eks:DeleteCluster", "eks:DescribeCluster") },
  eks_DeleteNodegroup: { eks: part("eks:DeleteNodegroup", "eks:DescribeNodegroup") },
  apigateway: { apigateway: part("execute-api:Invoke") },
  stepfunction_Sync: {
    stepfunction: part("states:StartExecution"),
    stepfunction_Wildcard: part("states:DescribeExecution", "states:StopExecution"),
    events: managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
  },
  stepfunction: { stepfunction: part("states:StartExecution") },
  eventbridge: { eventbridge: { ...part("events:PutEvents"), defaultResources: ANY } },
  no_tasks: { deny_all: { ...part("*"), effect: "Deny", defaultResources: ANY } },
} as const satisfies Record<string, Record<string, CataloguePart>>;
