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
import { managedRule, passRole } from "./companions";

/** Amazon SageMaker. */
export const SAGEMAKER: Readonly<Record<string, Rule>> = {
  "sagemaker:createTrainingJob": sagemakerJob("TrainingJob", "training-job", "TrainingJobs"),
  "sagemaker:createTransformJob": sagemakerJob("TransformJob", "transform-job", "TransformJobs"),
  "sagemaker:createProcessingJob": sagemakerJob(
    "ProcessingJob",
    "processing-job",
    "ProcessingJobs",
  ),
  "sagemaker:createLabelingJob": sagemakerJob("LabelingJob", "labeling-job", "LabelingJobs"),
  "sagemaker:createHyperParameterTuningJob": sagemakerJob(
    "HyperParameterTuningJob",
    "hyper-parameter-tuning-job",
    "TuningJobs",
  ),
  "sagemaker:createModel": request((call) => [
    need("sagemaker:CreateModel", named(call, "ModelName", "model")),
    passRole(call.arnIn("ExecutionRoleArn"), PRINCIPAL),
    ...tagging(call, named(call, "ModelName", "model")),
  ]),
  "sagemaker:createEndpointConfig": request((call) => [
    need("sagemaker:CreateEndpointConfig", named(call, "EndpointConfigName", "endpoint-config")),
    ...tagging(call, named(call, "EndpointConfigName", "endpoint-config")),
  ]),
  "sagemaker:createEndpoint": request((call) => [
    need("sagemaker:CreateEndpoint", endpoint(call)),
    ...tagging(call, named(call, "EndpointName", "endpoint")),
  ]),
  "sagemaker:updateEndpoint": request((call) => [need("sagemaker:UpdateEndpoint", endpoint(call))]),
};

const PRINCIPAL = "sagemaker.amazonaws.com";

/** IAM compares SageMaker's names in lower case. */
function named(call: Call, field: string, kind: string): Resources {
  return call.onNew(field, (name) =>
    call.arn("sagemaker", `${kind}/${name.startsWith("${") ? name : name.toLowerCase()}`),
  );
}

const endpoint = (call: Call): Resources =>
  together([
    named(call, "EndpointName", "endpoint"),
    named(call, "EndpointConfigName", "endpoint-config"),
  ]);

/** Tags on the new thing; ListTags is how AWS looks for those that Step Functions adds itself. */
function tagging(call: Call, resources: Resources): Need[] {
  return [
    need("sagemaker:ListTags", ANY),
    ...(call.has("Tags") ? [need("sagemaker:AddTags", resources)] : []),
  ];
}

/** The managed rules are named after the kind of job, but not always by its API name. */
function sagemakerJob(name: string, kind: string, rule: string): Rule {
  return job((call) => {
    const job = named(call, `${name}Name`, kind);
    const actions = call.sync
      ? [`Create${name}`, `Describe${name}`, `Stop${name}`]
      : [`Create${name}`];
    // A transform job uses a model, which has the role.
    const role = name === "TransformJob" ? [] : [passRole(roleOf(call), PRINCIPAL)];
    return [
      need(
        actions.map((action) => `sagemaker:${action}`),
        job,
      ),
      ...role,
      // A synchronous job is tagged so that its events can be told apart.
      ...(call.sync ? [need("sagemaker:AddTags", job)] : []),
      ...tagging(call, job),
      ...managedRule(call, `StepFunctionsGetEventsForSageMaker${rule}Rule`),
    ];
  });
}

function roleOf(call: Call): Resources {
  const nested = call.has("TrainingJobDefinition", "RoleArn");
  return nested ? call.arnIn("TrainingJobDefinition", "RoleArn") : call.arnIn("RoleArn");
}
