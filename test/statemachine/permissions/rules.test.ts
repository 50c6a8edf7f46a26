import { INTEGRATIONS } from "../../../statemachine/integrations/table";
import assert from "node:assert/strict";
import { findAction } from "../../../statemachine/iam/actions";
import { HERE, allowed, machine, task } from "./support";

const SELF = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
const at = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const managed = (name: string): Record<string, string[]> => {
  const rule = [at("events", `rule/${name}`)];
  return { "events:DescribeRule": rule, "events:PutRule": rule, "events:PutTargets": rule };
};
const passed = (name: string, service?: string): Record<string, string[]> => ({
  [service ? `iam:PassRole when StringEquals iam:PassedToService=${service}` : "iam:PassRole"]: [
    role(name),
  ],
});

/** Integration -> arguments -> every action with its resources (and condition). */
const CASES: readonly [string, object, Record<string, string[]>][] = [
  [
    "lambda:invoke",
    { FunctionName: "pay" },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  [
    "lambda:invoke.waitForTaskToken",
    { FunctionName: at("lambda", "function:pay:live") },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  [
    "lambda:invoke",
    { FunctionName: "999988887777:function:pay:7" },
    {
      "lambda:InvokeFunction": [
        "arn:aws:lambda:eu-west-1:999988887777:function:pay",
        "arn:aws:lambda:eu-west-1:999988887777:function:pay:*",
      ],
    },
  ],
  [
    "lambda:invoke",
    { FunctionName: "pay", Qualifier: "live" },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  [
    "lambda:invoke",
    { FunctionName: "pay", Qualifier: "12" },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  [
    "lambda:invoke",
    { FunctionName: "pay", "Qualifier.$": "$.version" },
    { "lambda:InvokeFunction": [at("lambda", "function:pay"), at("lambda", "function:pay:*")] },
  ],
  ["sns:publish", { TopicArn: at("sns", "news") }, { "sns:Publish": [at("sns", "news")] }],
  ["sns:publish", { PhoneNumber: "+4411111" }, { "sns:Publish": ["*"] }],
  [
    "sqs:sendMessage",
    { QueueUrl: "https://sqs.eu-central-1.amazonaws.com/999988887777/jobs" },
    { "sqs:SendMessage": ["arn:aws:sqs:eu-central-1:999988887777:jobs"] },
  ],
  [
    "events:putEvents",
    { Entries: [{ Source: "a" }, { EventBusName: at("events", "event-bus/orders") }] },
    { "events:PutEvents": [at("events", "event-bus/default"), at("events", "event-bus/orders")] },
  ],
  ["apigateway:invoke", { ApiEndpoint: "abc.execute-api.x.amazonaws.com", Method: "GET" }, {}],
  [
    "apigateway:invoke",
    {
      ApiEndpoint: "abc.execute-api.eu-west-1.amazonaws.com",
      Method: "GET",
      Stage: "prod",
      "Path.$": "States.Format('/orders/{}', $.id)",
      AuthType: "IAM_ROLE",
    },
    { "execute-api:Invoke": [at("execute-api", "abc/prod/GET/orders/*")] },
  ],
  [
    "apigateway:invoke",
    {
      ApiEndpoint: "abc.execute-api.eu-west-1.amazonaws.com",
      Method: "POST",
      Stage: "prod",
      "Path.$": "States.Format('/@connections/{}', $.client)",
      AuthType: "IAM_ROLE",
    },
    { "execute-api:ManageConnections": [at("execute-api", "abc/prod/POST/@connections/*")] },
  ],
  [
    "states:startExecution",
    { StateMachineArn: at("states", "stateMachine:child:PROD") },
    {
      "states:StartExecution when ForAnyValue:StringEquals states:StateMachineQualifier=PROD": [
        at("states", "stateMachine:child"),
      ],
    },
  ],
  [
    "states:startExecution",
    { StateMachineArn: "${ChildArn}:3" },
    {
      "states:StartExecution when ForAnyValue:StringEquals states:StateMachineQualifier=3": [
        "${ChildArn}",
      ],
    },
  ],
  [
    "states:startExecution.sync:2",
    { StateMachineArn: at("states", "stateMachine:child") },
    {
      "states:StartExecution": [at("states", "stateMachine:child")],
      "states:DescribeExecution": [at("states", "execution:child:*")],
      "states:StopExecution": [at("states", "execution:child:*")],
      ...managed("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    },
  ],
  [
    "http:invoke",
    {
      ApiEndpoint: "https://api.example.com/v1/charges",
      Method: "POST",
      Authentication: { ConnectionArn: at("events", "connection/stripe/0aa1") },
    },
    {
      "states:InvokeHTTPEndpoint when StringEquals states:HTTPEndpoint=https://api.example.com/v1/charges states:HTTPMethod=POST":
        [SELF],
      "events:RetrieveConnectionCredentials": [at("events", "connection/stripe/0aa1")],
      "secretsmanager:DescribeSecret": [at("secretsmanager", "secret:events!connection/stripe/*")],
      "secretsmanager:GetSecretValue": [at("secretsmanager", "secret:events!connection/stripe/*")],
    },
  ],
  ...(["getItem", "putItem", "updateItem", "deleteItem"] as const).map(
    (action): [string, object, Record<string, string[]>] => [
      `dynamodb:${action}`,
      { TableName: "orders" },
      {
        [`dynamodb:${action.charAt(0).toUpperCase()}${action.slice(1)}`]: [
          at("dynamodb", "table/orders"),
        ],
      },
    ],
  ),
  ["glue:startJobRun", { JobName: "etl" }, { "glue:StartJobRun": [at("glue", "job/etl")] }],
  [
    "glue:startJobRun.sync",
    { JobName: "etl" },
    {
      "glue:StartJobRun": [at("glue", "job/etl")],
      "glue:GetJobRun": [at("glue", "job/etl")],
      "glue:GetJobRuns": [at("glue", "job/etl")],
      "glue:BatchStopJobRun": [at("glue", "job/etl")],
    },
  ],
  [
    "databrew:startJobRun.sync",
    { Name: "clean" },
    {
      "databrew:StartJobRun": [at("databrew", "job/clean")],
      "databrew:ListJobRuns": [at("databrew", "job/clean")],
      "databrew:StopJobRun": [at("databrew", "job/clean")],
    },
  ],
  [
    "batch:submitJob.sync",
    { JobDefinition: "render:3", JobQueue: at("batch", "job-queue/fast") },
    {
      "batch:SubmitJob": [at("batch", "job-definition/render:3"), at("batch", "job-queue/fast")],
      "batch:DescribeJobs": ["*"],
      "batch:TerminateJob": [at("batch", "job/*")],
      ...managed("StepFunctionsGetEventsForBatchJobsRule"),
    },
  ],
  [
    "ecs:runTask.sync",
    {
      Cluster: at("ecs", "cluster/main"),
      TaskDefinition: "report",
      Overrides: { TaskRoleArn: role("task"), ExecutionRoleArn: role("task") },
    },
    {
      "ecs:RunTask": [at("ecs", "task-definition/report"), at("ecs", "task-definition/report:*")],
      "ecs:StopTask": [at("ecs", "task/main/*")],
      "ecs:DescribeTasks": [at("ecs", "task/main/*")],
      ...passed("task", "ecs-tasks.amazonaws.com"),
      ...managed("StepFunctionsGetEventsForECSTaskRule"),
    },
  ],
  [
    "codebuild:startBuild.sync",
    { ProjectName: "site" },
    {
      "codebuild:StartBuild": [at("codebuild", "project/site")],
      "codebuild:StopBuild": [at("codebuild", "project/site")],
      "codebuild:BatchGetBuilds": [at("codebuild", "project/site")],
      ...managed("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    },
  ],
  [
    "codebuild:startBuildBatch.sync",
    { ProjectName: "site" },
    {
      "codebuild:StartBuildBatch": [at("codebuild", "project/site")],
      "codebuild:StopBuildBatch": [at("codebuild", "project/site")],
      "codebuild:BatchGetBuildBatches": [at("codebuild", "project/site")],
      ...managed("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    },
  ],
  [
    "codebuild:stopBuild",
    { Id: "site:1" },
    { "codebuild:StopBuild": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:stopBuildBatch",
    { Id: "site:1" },
    { "codebuild:StopBuildBatch": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:stopBuildBatch",
    { Id: at("codebuild", "build-batch/site:1") },
    { "codebuild:StopBuildBatch": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:retryBuildBatch",
    { Id: "site:1" },
    { "codebuild:RetryBuildBatch": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:retryBuildBatch.sync",
    { Id: "site:1" },
    {
      "codebuild:BatchGetBuildBatches": [at("codebuild", "project/site")],
      "codebuild:RetryBuildBatch": [at("codebuild", "project/site")],
      "codebuild:StopBuildBatch": [at("codebuild", "project/site")],
    },
  ],
  [
    "codebuild:deleteBuildBatch",
    { Id: "site:1" },
    { "codebuild:DeleteBuildBatch": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:retryBuild",
    { Id: "site:1" },
    { "codebuild:RetryBuild": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:batchGetBuilds",
    { Ids: ["site:1", at("codebuild", "build/docs:2")] },
    {
      "codebuild:BatchGetBuilds": [
        at("codebuild", "project/docs"),
        at("codebuild", "project/site"),
      ],
    },
  ],
  [
    "codebuild:batchDeleteBuilds",
    { Ids: ["site:1"] },
    { "codebuild:BatchDeleteBuilds": [at("codebuild", "project/site")] },
  ],
  [
    "codebuild:batchGetReports",
    { ReportArns: [at("codebuild", "report/unit:7")] },
    { "codebuild:BatchGetReports": [at("codebuild", "report-group/unit")] },
  ],
  [
    "eks:createCluster.sync",
    { Name: "k", RoleArn: role("eks") },
    {
      "eks:CreateCluster": ["*"],
      "eks:DescribeCluster": [at("eks", "cluster/k")],
      "eks:DeleteCluster": [at("eks", "cluster/k")],
      ...passed("eks", "eks.amazonaws.com"),
    },
  ],
  [
    "eks:createNodegroup.sync",
    { ClusterName: "k", NodegroupName: "n", NodeRole: role("node") },
    {
      "eks:CreateNodegroup": [at("eks", "cluster/k")],
      "ec2:DescribeSubnets": ["*"],
      "eks:DescribeNodegroup": [at("eks", "nodegroup/k/n/*")],
      "eks:DeleteNodegroup": [at("eks", "nodegroup/k/n/*")],
      "iam:GetRole": [role("node")],
      "iam:ListAttachedRolePolicies": [role("node")],
      ...passed("node", "eks.amazonaws.com"),
    },
  ],
  [
    "eks:createFargateProfile.sync",
    { ClusterName: "k", FargateProfileName: "f", PodExecutionRoleArn: role("pod") },
    {
      "eks:CreateFargateProfile": [at("eks", "cluster/k")],
      "eks:DescribeFargateProfile": [at("eks", "fargateprofile/k/f/*")],
      "eks:DeleteFargateProfile": [at("eks", "fargateprofile/k/f/*")],
      ...passed("pod", "eks-fargate.amazonaws.com"),
    },
  ],
  [
    "eks:deleteCluster.sync",
    { Name: "k" },
    {
      "eks:DeleteCluster": [at("eks", "cluster/k")],
      "eks:DescribeCluster": [at("eks", "cluster/k")],
    },
  ],
  [
    "eks:deleteNodegroup",
    { ClusterName: "k", NodegroupName: "n" },
    { "eks:DeleteNodegroup": [at("eks", "nodegroup/k/n/*")] },
  ],
  [
    "eks:deleteFargateProfile",
    { ClusterName: "k", FargateProfileName: "f" },
    { "eks:DeleteFargateProfile": [at("eks", "fargateprofile/k/f/*")] },
  ],
  ["eks:call", { ClusterName: "k" }, {}],
  ["eks:runJob.sync", { ClusterName: "k" }, {}],
  [
    "elasticmapreduce:createCluster.sync",
    { Name: "c", ServiceRole: "EMR", JobFlowRole: role("ec2"), Tags: [] },
    {
      "elasticmapreduce:RunJobFlow": ["*"],
      "elasticmapreduce:DescribeCluster": [at("elasticmapreduce", "cluster/*")],
      "elasticmapreduce:TerminateJobFlows": [at("elasticmapreduce", "cluster/*")],
      "elasticmapreduce:AddTags": [at("elasticmapreduce", "cluster/*")],
      "iam:PassRole": [role("EMR"), role("ec2")],
      ...managed("StepFunctionsGetEventForEMRRunJobFlowRule"),
    },
  ],
  [
    "elasticmapreduce:addStep.sync",
    { ClusterId: "j-1" },
    {
      "elasticmapreduce:AddJobFlowSteps": [at("elasticmapreduce", "cluster/j-1")],
      "elasticmapreduce:DescribeStep": [at("elasticmapreduce", "cluster/j-1")],
      "elasticmapreduce:CancelSteps": [at("elasticmapreduce", "cluster/j-1")],
      ...managed("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    },
  ],
  [
    "elasticmapreduce:terminateCluster.sync",
    { ClusterId: "j-1" },
    {
      "elasticmapreduce:TerminateJobFlows": [at("elasticmapreduce", "cluster/j-1")],
      "elasticmapreduce:DescribeCluster": [at("elasticmapreduce", "cluster/j-1")],
      ...managed("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    },
  ],
  [
    "elasticmapreduce:cancelStep",
    { ClusterId: "j-1" },
    { "elasticmapreduce:CancelSteps": [at("elasticmapreduce", "cluster/j-1")] },
  ],
  [
    "elasticmapreduce:setClusterTerminationProtection",
    { ClusterId: "j-1" },
    { "elasticmapreduce:SetTerminationProtection": [at("elasticmapreduce", "cluster/j-1")] },
  ],
  [
    "elasticmapreduce:modifyInstanceFleetByName",
    { ClusterId: "j-1" },
    {
      "elasticmapreduce:ModifyInstanceFleet": [at("elasticmapreduce", "cluster/j-1")],
      "elasticmapreduce:ListInstanceFleets": [at("elasticmapreduce", "cluster/j-1")],
    },
  ],
  [
    "elasticmapreduce:modifyInstanceGroupByName",
    { ClusterId: "j-1" },
    {
      "elasticmapreduce:ModifyInstanceGroups": [at("elasticmapreduce", "cluster/j-1")],
      "elasticmapreduce:ListInstanceGroups": [at("elasticmapreduce", "cluster/j-1")],
    },
  ],
  [
    "emr-containers:createVirtualCluster",
    { Name: "v" },
    {
      "emr-containers:CreateVirtualCluster": ["*"],
      "iam:CreateServiceLinkedRole when StringEquals iam:AWSServiceName=emr-containers.amazonaws.com":
        [
          role(
            "aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers",
          ),
        ],
    },
  ],
  [
    "emr-containers:deleteVirtualCluster.sync",
    { Id: "v1" },
    {
      "emr-containers:DeleteVirtualCluster": [at("emr-containers", "/virtualclusters/v1")],
      "emr-containers:DescribeVirtualCluster": [at("emr-containers", "/virtualclusters/v1")],
    },
  ],
  [
    "emr-containers:startJobRun.sync",
    { VirtualClusterId: "v1", ExecutionRoleArn: role("spark") },
    {
      [`emr-containers:StartJobRun when StringEquals emr-containers:ExecutionRoleArn=${role("spark")}`]:
        [at("emr-containers", "/virtualclusters/v1")],
      "emr-containers:DescribeJobRun": [at("emr-containers", "/virtualclusters/v1/jobruns/*")],
      "emr-containers:CancelJobRun": [at("emr-containers", "/virtualclusters/v1/jobruns/*")],
    },
  ],
  [
    "emr-serverless:createApplication.sync",
    { Name: "a" },
    {
      "emr-serverless:CreateApplication": [at("emr-serverless", "/*")],
      "emr-serverless:GetApplication": [at("emr-serverless", "/applications/*")],
      "emr-serverless:DeleteApplication": [at("emr-serverless", "/applications/*")],
      "iam:CreateServiceLinkedRole when StringEquals iam:AWSServiceName=ops.emr-serverless.amazonaws.com":
        [
          role(
            "aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless",
          ),
        ],
      ...managed("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
    },
  ],
  [
    "emr-serverless:startApplication.sync",
    { ApplicationId: "a1" },
    {
      "emr-serverless:StartApplication": [at("emr-serverless", "/applications/a1")],
      "emr-serverless:GetApplication": [at("emr-serverless", "/applications/a1")],
      "emr-serverless:StopApplication": [at("emr-serverless", "/applications/a1")],
      ...managed("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
    },
  ],
  [
    "emr-serverless:stopApplication",
    { ApplicationId: "a1" },
    { "emr-serverless:StopApplication": [at("emr-serverless", "/applications/a1")] },
  ],
  [
    "emr-serverless:deleteApplication",
    { ApplicationId: "a1" },
    { "emr-serverless:DeleteApplication": [at("emr-serverless", "/applications/a1")] },
  ],
  [
    "emr-serverless:startJobRun.sync",
    { ApplicationId: "a1", ExecutionRoleArn: role("spark") },
    {
      "emr-serverless:StartJobRun": [at("emr-serverless", "/applications/a1")],
      "emr-serverless:GetJobRun": [at("emr-serverless", "/applications/a1/jobruns/*")],
      "emr-serverless:CancelJobRun": [at("emr-serverless", "/applications/a1/jobruns/*")],
      ...passed("spark", "emr-serverless.amazonaws.com"),
      ...managed("StepFunctionsGetEventsForEMRServerlessJobRule"),
    },
  ],
  [
    "emr-serverless:cancelJobRun",
    { ApplicationId: "a1", JobRunId: "r1" },
    { "emr-serverless:CancelJobRun": [at("emr-serverless", "/applications/a1/jobruns/r1")] },
  ],
  ...(
    [
      ["TrainingJob", "training-job", "TrainingJobs"],
      ["ProcessingJob", "processing-job", "ProcessingJobs"],
      ["LabelingJob", "labeling-job", "LabelingJobs"],
      ["HyperParameterTuningJob", "hyper-parameter-tuning-job", "TuningJobs"],
    ] as const
  ).map(([name, kind, rule]): [string, object, Record<string, string[]>] => [
    `sagemaker:create${name}.sync`,
    { [`${name}Name.$`]: "States.Format('Churn-{}', $.day)", RoleArn: role("ml") },
    {
      [`sagemaker:Create${name}`]: [at("sagemaker", `${kind}/churn-*`)],
      [`sagemaker:Describe${name}`]: [at("sagemaker", `${kind}/churn-*`)],
      [`sagemaker:Stop${name}`]: [at("sagemaker", `${kind}/churn-*`)],
      "sagemaker:AddTags": [at("sagemaker", `${kind}/churn-*`)],
      "sagemaker:ListTags": ["*"],
      ...passed("ml", "sagemaker.amazonaws.com"),
      ...managed(`StepFunctionsGetEventsForSageMaker${rule}Rule`),
    },
  ]),
  [
    "sagemaker:createTransformJob",
    { TransformJobName: "score" },
    {
      "sagemaker:CreateTransformJob": [at("sagemaker", "transform-job/score")],
      "sagemaker:ListTags": ["*"],
    },
  ],
  [
    "sagemaker:createModel",
    { ModelName: "m", ExecutionRoleArn: role("ml") },
    {
      "sagemaker:CreateModel": [at("sagemaker", "model/m")],
      "sagemaker:ListTags": ["*"],
      ...passed("ml", "sagemaker.amazonaws.com"),
    },
  ],
  [
    "sagemaker:createEndpointConfig",
    { EndpointConfigName: "c" },
    {
      "sagemaker:CreateEndpointConfig": [at("sagemaker", "endpoint-config/c")],
      "sagemaker:ListTags": ["*"],
    },
  ],
  [
    "sagemaker:createEndpoint",
    { EndpointName: "e", EndpointConfigName: "c" },
    {
      "sagemaker:CreateEndpoint": [
        at("sagemaker", "endpoint-config/c"),
        at("sagemaker", "endpoint/e"),
      ],
      "sagemaker:ListTags": ["*"],
    },
  ],
  [
    "sagemaker:updateEndpoint",
    { EndpointName: "e", EndpointConfigName: "c" },
    {
      "sagemaker:UpdateEndpoint": [
        at("sagemaker", "endpoint-config/c"),
        at("sagemaker", "endpoint/e"),
      ],
    },
  ],
  [
    "bedrock:invokeModel",
    {
      ModelId: "eu.amazon.nova-lite-v1:0",
      Input: { S3Uri: "s3://prompts/a.json" },
      Output: { S3Uri: "s3://answers/a.json" },
    },
    {
      "bedrock:InvokeModel": [
        "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0",
        at("bedrock", "inference-profile/eu.amazon.nova-lite-v1:0"),
      ],
      "s3:GetObject": ["arn:aws:s3:::prompts/a.json"],
      "s3:PutObject": ["arn:aws:s3:::answers/a.json"],
    },
  ],
  [
    "bedrockagentcore:invokeHarness",
    { HarnessArn: at("bedrock-agentcore", "harness/h/harness-endpoint/blue"), Messages: [] },
    {
      "bedrock-agentcore:InvokeAgentRuntime": [
        at("bedrock-agentcore", "harness/h"),
        at("bedrock-agentcore", "harness/h/harness-endpoint/*"),
      ],
      "bedrock-agentcore:InvokeHarness": [
        at("bedrock-agentcore", "harness/h"),
        at("bedrock-agentcore", "harness/h/harness-endpoint/*"),
      ],
    },
  ],
  [
    "elasticmapreduce:createCluster",
    { Name: "c", ServiceRole: "${Prefix}-emr", JobFlowRole: "${RoleArn}" },
    {
      "elasticmapreduce:RunJobFlow": ["*"],
      "iam:PassRole": ["${RoleArn}", role("${Prefix}-emr")],
    },
  ],
  [
    "bedrock:createModelCustomizationJob.sync",
    { BaseModelIdentifier: "amazon.titan-text-lite-v1", RoleArn: role("tune") },
    {
      "bedrock:CreateModelCustomizationJob": [
        at("bedrock", "custom-model/*"),
        at("bedrock", "model-customization-job/*"),
        "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-text-lite-v1",
      ],
      "bedrock:GetModelCustomizationJob": [at("bedrock", "model-customization-job/*")],
      "bedrock:StopModelCustomizationJob": [at("bedrock", "model-customization-job/*")],
      ...passed("tune", "bedrock.amazonaws.com"),
    },
  ],
  [
    "mediaconvert:createJob.sync",
    { Role: role("media"), Queue: at("mediaconvert", "queues/fast") },
    {
      "mediaconvert:CreateJob": [at("mediaconvert", "queues/fast")],
      "mediaconvert:GetJob": [at("mediaconvert", "jobs/*")],
      "mediaconvert:CancelJob": [at("mediaconvert", "jobs/*")],
      ...passed("media", "mediaconvert.amazonaws.com"),
      ...managed("StepFunctionsGetEventsForMediaConvertJobRule"),
    },
  ],
];

const TAGS = { Tags: [{ Key: "team", Value: "a" }] };

/** Integration -> arguments with tags -> the action and the resource that tagging what is made needs. */
const TAGGED: readonly [string, object, string, string][] = [
  [
    "batch:submitJob",
    { JobDefinition: "render:3", JobQueue: "fast", ...TAGS },
    "batch:TagResource",
    at("batch", "job/*"),
  ],
  [
    "ecs:runTask",
    {
      TaskDefinition: "report:1",
      Overrides: { TaskRoleArn: role("task"), ExecutionRoleArn: role("task") },
      ...TAGS,
    },
    "ecs:TagResource",
    at("ecs", "task/default/*"),
  ],
  [
    "eks:createCluster",
    { Name: "main", RoleArn: role("eks"), ...TAGS },
    "eks:TagResource",
    at("eks", "cluster/main"),
  ],
  [
    "emr-containers:startJobRun",
    { VirtualClusterId: "v1", ExecutionRoleArn: role("spark"), ...TAGS },
    "emr-containers:TagResource",
    at("emr-containers", "/virtualclusters/v1/jobruns/*"),
  ],
  [
    "emr-serverless:createApplication",
    { ...TAGS },
    "emr-serverless:TagResource",
    at("emr-serverless", "/applications/*"),
  ],
  [
    "mediaconvert:createJob",
    { Role: role("media"), ...TAGS },
    "mediaconvert:TagResource",
    at("mediaconvert", "jobs/*"),
  ],
];

describe("permissions of optimised integrations", () => {
  for (const [integration, args, want] of CASES)
    it(`${integration} with ${Object.keys(args).join(", ")}`, () => {
      const resource = `arn:aws:states:::${integration}`;
      assert.deepEqual(allowed(task(resource, args), HERE), want);
      assert.deepEqual(allowed(task(resource, args, "JSONata"), HERE), want);
    });

  it("has a case for every integration, but queries, which are below", () => {
    const tested = new Set(CASES.map(([integration]) => integration.split(".")[0]));
    const untested = Object.keys(INTEGRATIONS).filter((integration) => !tested.has(integration));
    assert.deepEqual(
      untested.filter((name) => !name.startsWith("athena:")),
      [],
    );
  });

  it("uses only actions that IAM knows", () => {
    const actions = CASES.flatMap(([, , want]) => Object.keys(want)).map(
      (action) => action.split(" ")[0] ?? "",
    );
    const unknown = actions.filter((action) => {
      const [prefix = "", name = ""] = action.split(":");
      return findAction(prefix, name)?.name !== action;
    });
    assert.deepEqual([...new Set(unknown)], []);
  });

  for (const [integration, args, action, resource] of TAGGED)
    it(`${integration} with tags needs ${action}`, () => {
      const call = `arn:aws:states:::${integration}`;
      assert.deepEqual(allowed(task(call, args))[action], [resource]);
      assert.equal(allowed(task(call, { ...args, Tags: undefined }))[action], undefined);
      const [prefix = "", name = ""] = action.split(":");
      assert.equal(findAction(prefix, name)?.name, action);
    });

  it("asks for the data that an Athena query reads, which its text does not say", () => {
    const integration = "arn:aws:states:::athena:";
    const query = machine({
      Start: {
        Type: "Task",
        Resource: `${integration}startQueryExecution.sync`,
        Parameters: {
          WorkGroup: "w",
          QueryExecutionContext: { Database: "sales" },
          ResultConfiguration: { OutputLocation: "s3://results/daily" },
        },
        Next: "Results",
      },
      Results: {
        Type: "Task",
        Resource: `${integration}getQueryResults`,
        Parameters: { "QueryExecutionId.$": "$.id" },
        End: true,
      },
    });

    assert.throws(
      () => allowed(query, HERE),
      /^PermissionsError: state 'Start': the buckets that the queried tables lie in .*grant s3:GetObject, s3:ListBucket to the state explicitly$/,
    );
    const data = { actions: ["s3:GetObject", "s3:ListBucket"], resources: ["arn:aws:s3:::sales"] };
    const workgroup = [at("athena", "workgroup/w")];
    const schema = [
      at("glue", "catalog"),
      at("glue", "database/sales"),
      at("glue", "table/sales/*"),
    ];
    const files = ["arn:aws:s3:::results/daily/*"];
    assert.deepEqual(allowed(query, { ...HERE, grants: { Start: [data] } }), {
      "athena:GetDataCatalog": [at("athena", "datacatalog/AwsDataCatalog")],
      "athena:GetQueryExecution": workgroup,
      "athena:GetQueryResults": workgroup,
      "athena:StartQueryExecution": workgroup,
      "athena:StopQueryExecution": workgroup,
      ...Object.fromEntries(
        ["BatchGetPartition", "GetDatabase", "GetDatabases", "GetPartition", "GetPartitions"]
          .concat("GetTable", "GetTables")
          .map((action) => [`glue:${action}`, schema]),
      ),
      "lakeformation:GetDataAccess": ["*"],
      "s3:AbortMultipartUpload": files,
      "s3:GetBucketLocation": ["arn:aws:s3:::results"],
      "s3:GetObject": ["arn:aws:s3:::results/daily/*", "arn:aws:s3:::sales"],
      "s3:ListBucket": ["arn:aws:s3:::results", "arn:aws:s3:::sales"],
      "s3:ListBucketMultipartUploads": ["arn:aws:s3:::results"],
      "s3:ListMultipartUploadParts": files,
      "s3:PutObject": files,
    });
  });

  it("does not take a domain of one's own for the id of an API", () => {
    const call = { ApiEndpoint: "api.example.com", Method: "GET", AuthType: "IAM_ROLE" };
    assert.throws(
      () => allowed(task("arn:aws:states:::apigateway:invoke", call)),
      /ApiEndpoint is not the address that AWS gives an API/,
    );
  });

  it("asks for all that waiting for an execution takes, where its machine is not known", () => {
    const start = task("arn:aws:states:::states:startExecution.sync:2", {
      "StateMachineArn.$": "$.arn",
    });
    const actions = ["states:StartExecution", "states:DescribeExecution", "states:StopExecution"];
    const grants = { Call: [{ actions, resources: ["arn:aws:states:*:*:*"] }] };

    assert.throws(
      () => allowed(start),
      /grant states:StartExecution, states:DescribeExecution, states:StopExecution to the state/,
    );
    assert.deepEqual(allowed(start, { ...HERE, grants }), {
      ...Object.fromEntries(actions.map((action) => [action, ["arn:aws:states:*:*:*"]])),
      ...managed("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    });
  });

  it("reads past comments what a query changes", () => {
    const query = task("arn:aws:states:::athena:startQueryExecution", {
      QueryString: "/* by * of all */ -- and\n DROP TABLE t",
      QueryExecutionContext: { Database: "d" },
      ResultConfiguration: { OutputLocation: "s3://results/" },
    });

    assert.throws(() => allowed(query), /glue:BatchDeleteTable, glue:DeleteTable on its catalogue/);
  });

  it("passes the role of each training job of a tuning job", () => {
    const tuning = task("arn:aws:states:::sagemaker:createHyperParameterTuningJob", {
      HyperParameterTuningJobName: "t",
      TrainingJobDefinitions: [{ RoleArn: role("a") }, { RoleArn: role("b") }],
    });

    const passes =
      allowed(tuning)["iam:PassRole when StringEquals iam:PassedToService=sagemaker.amazonaws.com"];
    assert.deepEqual(passes, [role("a"), role("b")]);
  });

  it("takes the workgroup of a query from the task that starts it", () => {
    for (const action of ["stopQueryExecution", "getQueryExecution", "getQueryResults"])
      assert.throws(
        () => allowed(task(`arn:aws:states:::athena:${action}`, { QueryExecutionId: "q" })),
        /the workgroup of a query that another has started is not in the definition/,
      );
  });

  it("allows any cluster when the machine makes clusters, whose ids AWS chooses", () => {
    const stop = {
      Type: "Task",
      Resource: "arn:aws:states:::elasticmapreduce:terminateCluster",
      Parameters: { "ClusterId.$": "$.cluster.ClusterId" },
      End: true,
    };
    const make = {
      Type: "Task",
      Resource: "arn:aws:states:::elasticmapreduce:createCluster",
      Parameters: { Name: "c" },
      Next: "Stop",
    };

    assert.throws(() => allowed(machine({ Stop: stop })), /ClusterId is only known/);
    assert.deepEqual(allowed(machine({ Make: make, Stop: stop })), {
      "elasticmapreduce:RunJobFlow": ["*"],
      "elasticmapreduce:TerminateJobFlows": [at("elasticmapreduce", "cluster/*")],
    });
  });
});
