/** What an optimised integration offers. */
interface Service {
  readonly actions: readonly string[];
  /** Those of the actions that can be waited for with `.sync`. */
  readonly sync?: readonly string[];
  /** Whether a task token can be passed. Where the guide and AWS's own samples disagree, it can. */
  readonly token?: boolean;
}

/**
 * The optimised integrations. Reading and writing of a Distributed Map in S3 is no Task and has its own fields.
 * Source: "Integrating services with Step Functions" of the guide, and each service's page there.
 */
export const SERVICES: Readonly<Record<string, Service>> = {
  apigateway: { actions: ["invoke"], token: true },
  athena: {
    actions: ["startQueryExecution", "stopQueryExecution", "getQueryExecution", "getQueryResults"],
    sync: ["startQueryExecution"],
  },
  batch: { actions: ["submitJob"], sync: ["submitJob"], token: true },
  bedrock: {
    actions: ["invokeModel", "createModelCustomizationJob"],
    sync: ["createModelCustomizationJob"],
    token: true,
  },
  codebuild: {
    actions: [
      "startBuild",
      "stopBuild",
      "batchDeleteBuilds",
      "batchGetReports",
      "startBuildBatch",
      "stopBuildBatch",
      "retryBuild",
      "retryBuildBatch",
      "batchGetBuilds",
      "batchGetBuildBatches",
      "deleteBuildBatch",
    ],
    sync: ["startBuild", "startBuildBatch", "retryBuild", "retryBuildBatch"],
    token: true,
  },
  databrew: { actions: ["startJobRun"], sync: ["startJobRun"] },
  dynamodb: { actions: ["getItem", "putItem", "updateItem", "deleteItem"] },
  ecs: { actions: ["runTask"], sync: ["runTask"], token: true },
  eks: {
    actions: [
      "call",
      "runJob",
      "createCluster",
      "deleteCluster",
      "createNodegroup",
      "deleteNodegroup",
      "createFargateProfile",
      "deleteFargateProfile",
    ],
    sync: [
      "runJob",
      "createCluster",
      "deleteCluster",
      "createNodegroup",
      "deleteNodegroup",
      "createFargateProfile",
      "deleteFargateProfile",
    ],
    token: true,
  },
  elasticmapreduce: {
    actions: [
      "createCluster",
      "terminateCluster",
      "addStep",
      "cancelStep",
      "setClusterTerminationProtection",
      "modifyInstanceFleetByName",
      "modifyInstanceGroupByName",
    ],
    sync: ["createCluster", "terminateCluster", "addStep"],
  },
  "emr-containers": {
    actions: ["createVirtualCluster", "deleteVirtualCluster", "startJobRun"],
    sync: ["deleteVirtualCluster", "startJobRun"],
  },
  "emr-serverless": {
    actions: [
      "createApplication",
      "startApplication",
      "stopApplication",
      "deleteApplication",
      "startJobRun",
      "cancelJobRun",
    ],
    sync: [
      "createApplication",
      "startApplication",
      "stopApplication",
      "deleteApplication",
      "startJobRun",
      "cancelJobRun",
    ],
  },
  events: { actions: ["putEvents"], token: true },
  glue: { actions: ["startJobRun"], sync: ["startJobRun"], token: true },
  http: { actions: ["invoke"] },
  lambda: { actions: ["invoke"], token: true },
  mediaconvert: { actions: ["createJob"], sync: ["createJob"] },
  sagemaker: {
    actions: [
      "createTrainingJob",
      "createTransformJob",
      "createProcessingJob",
      "createLabelingJob",
      "createHyperParameterTuningJob",
      "createModel",
      "createEndpointConfig",
      "createEndpoint",
      "updateEndpoint",
    ],
    sync: [
      "createTrainingJob",
      "createTransformJob",
      "createProcessingJob",
      "createLabelingJob",
      "createHyperParameterTuningJob",
    ],
    token: true,
  },
  sns: { actions: ["publish"], token: true },
  sqs: { actions: ["sendMessage"], token: true },
  states: { actions: ["startExecution"], sync: ["startExecution"], token: true },
};

/** SDK calls that ask how a job is doing, and the integration that waits for it instead. */
export const POLLS: ReadonlyMap<string, string> = new Map([
  ["athena:getQueryExecution", "athena:startQueryExecution.sync"],
  ["batch:describeJobs", "batch:submitJob.sync"],
  ["codebuild:batchGetBuilds", "codebuild:startBuild.sync"],
  ["databrew:describeJobRun", "databrew:startJobRun.sync"],
  ["ecs:describeTasks", "ecs:runTask.sync"],
  ["emr:describeStep", "elasticmapreduce:addStep.sync"],
  ["emr:describeCluster", "elasticmapreduce:createCluster.sync"],
  ["emrserverless:getJobRun", "emr-serverless:startJobRun.sync"],
  ["glue:getJobRun", "glue:startJobRun.sync"],
  ["mediaconvert:getJob", "mediaconvert:createJob.sync"],
  ["sagemaker:describeProcessingJob", "sagemaker:createProcessingJob.sync"],
  ["sagemaker:describeTrainingJob", "sagemaker:createTrainingJob.sync"],
  ["sagemaker:describeTransformJob", "sagemaker:createTransformJob.sync"],
  ["sfn:describeExecution", "states:startExecution.sync:2"],
]);

/** SDK calls for which there is an optimised integration with more to offer. */
export const OPTIMISED: ReadonlyMap<string, string> = new Map([
  ["lambda:invoke", "lambda:invoke"],
  ["sfn:startExecution", "states:startExecution"],
  ["eventbridge:putEvents", "events:putEvents"],
]);
