import data from "./service-integrations.json";

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

/** The names of the parts of each integration. */
export interface CatalogueParts {
  readonly lambda: "lambda";
  readonly sns: "sns";
  readonly sqs: "sqs";
  readonly xray: "xray";
  readonly athena_StartQueryExecution_Sync: "athena" | "s3" | "glue" | "lakeformation";
  readonly athena_StartQueryExecution: "athena" | "s3" | "glue" | "lakeformation";
  readonly athena_StopQueryExecution: "athena";
  readonly athena_GetQueryExecution: "athena";
  readonly athena_GetQueryResults: "athena" | "s3";
  readonly batch_Sync: "batch" | "events";
  readonly batch_WaitForTaskToken: "batch";
  readonly dynamodb: "dynamodb";
  readonly ecs_Sync: "ecs" | "ecs_Wildcard" | "iam_PassRole" | "events";
  readonly ecs_WaitForTaskToken: "ecs" | "iam_PassRole";
  readonly glue_Sync: "glue";
  readonly glue_WaitForTaskToken: "glue";
  readonly sagemaker_CreateTrainingJob_Sync:
    "sagemaker" | "sagemaker_Wildcard" | "sagemaker_IamPassRole" | "events";
  readonly sagemaker_CreateTrainingJob_WaitForTaskToken:
    "sagemaker" | "sagemaker_Wildcard" | "sagemaker_IamPassRole";
  readonly sagemaker_CreateTransformJob_Sync:
    "sagemaker" | "sagemaker_Wildcard" | "sagemaker_IamPassRole" | "events";
  readonly sagemaker_CreateTransformJob_WaitForTaskToken:
    "sagemaker" | "sagemaker_Wildcard" | "sagemaker_IamPassRole";
  readonly emr_AddStep: "emr" | "events";
  readonly emr_CancelStep: "emr";
  readonly emr_CreateCluster: "emr" | "iam_PassRole" | "events";
  readonly emr_SetClusterTerminationProtection: "emr";
  readonly emr_ModifyInstanceFleetByName: "emr";
  readonly emr_ModifyInstanceGroupByName: "emr";
  readonly emr_TerminateCluster: "emr" | "events";
  readonly codebuild_StartBuild_Sync: "codebuild" | "events";
  readonly codebuild_StartBuild: "codebuild";
  readonly codebuild_StopBuild: "codebuild";
  readonly codebuild_BatchDeleteBuilds: "codebuild";
  readonly codebuild_BatchGetReports: "codebuild";
  readonly eks_CreateCluster: "eks" | "eks_Wildcard" | "eks_IamPassRole";
  readonly eks_CreateNodeGroup: "eks" | "eks_Wildcard" | "iam_Role" | "eks_IamPassRole";
  readonly eks_DeleteCluster: "eks";
  readonly eks_DeleteNodegroup: "eks";
  readonly apigateway: "apigateway";
  readonly stepfunction_Sync: "stepfunction" | "stepfunction_Wildcard" | "events";
  readonly stepfunction: "stepfunction";
  readonly eventbridge: "eventbridge";
  readonly no_tasks: "deny_all";
}

type Catalogue = {
  readonly [Name in keyof CatalogueParts]: Readonly<Record<CatalogueParts[Name], CataloguePart>>;
};

/**
 * The service integrations whose permissions can be asked for by name, with the actions that AWS publishes for each:
 * integration -> part -> its statement. Names and parts are those of the Terraform module that this project replaces, so
 * its settings carry over. Source of the actions: Step Functions developer guide, "IAM policies for integrated services".
 */
export const CATALOGUE: Catalogue = data as Catalogue;
