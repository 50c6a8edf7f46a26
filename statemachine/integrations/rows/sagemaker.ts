import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../required-permission";
import type { IntegrationCall } from "../call";
import { callback, jobOrCallback, type Integration } from "../integration";
import { managedRule, passRole } from "./companions";

/** Amazon SageMaker. */
export const SAGEMAKER: Readonly<Record<string, Integration>> = {
  "sagemaker:createTrainingJob": {
    ...sagemakerJob("TrainingJob", "training-job", "TrainingJobs"),
    polledBy: ["sagemaker:describeTrainingJob"],
  },
  "sagemaker:createTransformJob": {
    ...sagemakerJob("TransformJob", "transform-job", "TransformJobs"),
    polledBy: ["sagemaker:describeTransformJob"],
  },
  "sagemaker:createProcessingJob": {
    ...sagemakerJob("ProcessingJob", "processing-job", "ProcessingJobs"),
    polledBy: ["sagemaker:describeProcessingJob"],
  },
  "sagemaker:createLabelingJob": sagemakerJob("LabelingJob", "labeling-job", "LabelingJobs"),
  "sagemaker:createHyperParameterTuningJob": sagemakerJob(
    "HyperParameterTuningJob",
    "hyper-parameter-tuning-job",
    "TuningJobs",
  ),
  "sagemaker:createModel": callback((call) => [
    requires("sagemaker:CreateModel", named(call, "ModelName", "model")),
    passRole(call.arnIn("ExecutionRoleArn"), PRINCIPAL),
    ...tagging(call, named(call, "ModelName", "model")),
  ]),
  "sagemaker:createEndpointConfig": callback((call) => [
    requires(
      "sagemaker:CreateEndpointConfig",
      named(call, "EndpointConfigName", "endpoint-config"),
    ),
    ...tagging(call, named(call, "EndpointConfigName", "endpoint-config")),
  ]),
  "sagemaker:createEndpoint": callback((call) => [
    requires("sagemaker:CreateEndpoint", endpoint(call)),
    ...tagging(call, named(call, "EndpointName", "endpoint")),
  ]),
  "sagemaker:updateEndpoint": callback((call) => [
    requires("sagemaker:UpdateEndpoint", endpoint(call)),
  ]),
};

const PRINCIPAL = "sagemaker.amazonaws.com";

/** IAM compares SageMaker's names in lower case. */
function named(call: IntegrationCall, field: string, kind: string): Resources {
  return call.onNew(field, (name) =>
    call.arn("sagemaker", `${kind}/${name.startsWith("${") ? name : name.toLowerCase()}`),
  );
}

const endpoint = (call: IntegrationCall): Resources =>
  together([
    named(call, "EndpointName", "endpoint"),
    named(call, "EndpointConfigName", "endpoint-config"),
  ]);

/** Tags on the new thing; ListTags is how AWS looks for those that Step Functions adds itself. */
function tagging(call: IntegrationCall, resources: Resources): RequiredPermission[] {
  return [
    requires("sagemaker:ListTags", ANY),
    ...(call.has("Tags") ? [requires("sagemaker:AddTags", resources)] : []),
  ];
}

/** The managed rules are named after the kind of job, but not always by its API name. */
function sagemakerJob(name: string, kind: string, rule: string): Integration {
  return jobOrCallback((call) => {
    const job = named(call, `${name}Name`, kind);
    const actions = call.sync
      ? [`Create${name}`, `Describe${name}`, `Stop${name}`]
      : [`Create${name}`];
    // A transform job uses a model, which has the role.
    const role = name === "TransformJob" ? [] : [passRole(roleOf(call), PRINCIPAL)];
    return [
      requires(
        actions.map((action) => `sagemaker:${action}`),
        job,
      ),
      ...role,
      // A synchronous job is tagged so that its events can be told apart.
      ...(call.sync ? [requires("sagemaker:AddTags", job)] : []),
      ...tagging(call, job),
      ...managedRule(call, `StepFunctionsGetEventsForSageMaker${rule}Rule`),
    ];
  });
}

function roleOf(call: IntegrationCall): Resources {
  const nested = call.has("TrainingJobDefinition", "RoleArn");
  return nested ? call.arnIn("TrainingJobDefinition", "RoleArn") : call.arnIn("RoleArn");
}
