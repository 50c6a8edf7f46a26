import { arnOr, objects, s3Uri } from "../arns";
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

/** Machine learning and media. */
export const LEARNING: Readonly<Record<string, Rule>> = {
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
    passRole(call.arnIn("ExecutionRoleArn"), SAGEMAKER),
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
  "bedrock:invokeModel": request(invokeModel),
  "bedrock:createModelCustomizationJob": job(customizeModel),
  "mediaconvert:createJob": job(createMediaJob),
};

const SAGEMAKER = "sagemaker.amazonaws.com";

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
    const role = name === "TransformJob" ? [] : [passRole(roleOf(call), SAGEMAKER)];
    return [
      need(
        actions.map((action) => `sagemaker:${action}`),
        job,
      ),
      ...role,
      // A synchronous job is tagged so that its events can be told apart.
      ...(call.sync ? [need("sagemaker:AddTags", job)] : []),
      ...tagging(call, job),
      ...(call.sync ? [managedRule(call, `StepFunctionsGetEventsForSageMaker${rule}Rule`)] : []),
    ];
  });
}

function roleOf(call: Call): Resources {
  const nested = call.has("TrainingJobDefinition", "RoleArn");
  return nested ? call.arnIn("TrainingJobDefinition", "RoleArn") : call.arnIn("RoleArn");
}

/** Source: Bedrock user guide, prerequisites for inference profiles: the model in every region of the profile. */
function invokeModel(call: Call): Need[] {
  const model = (id: string): string[] => {
    const { partition, region } = call.where;
    if (id.startsWith("arn:")) return [id];
    const profile = /^(?:us|eu|apac|us-gov|jp|au|ca|global)\.(.+)$/.exec(id);
    if (profile)
      return [
        call.arn("bedrock", `inference-profile/${id}`),
        `arn:${partition}:bedrock:*::foundation-model/${profile[1]}`,
      ];
    return [
      arnOr(id, (name) => `arn:${partition}:bedrock:${region}::foundation-model/${name}`, "name"),
    ];
  };
  const guardrail = (id: string): string =>
    arnOr(id, (name) => call.arn("bedrock", `guardrail/${name}`), "name");
  return [
    need("bedrock:InvokeModel", call.on("ModelId", model)),
    ...(call.has("GuardrailIdentifier")
      ? [need("bedrock:ApplyGuardrail", call.on("GuardrailIdentifier", guardrail))]
      : []),
    ...s3At(call, ["Input", "S3Uri"], "s3:GetObject"),
    ...s3At(call, ["Output", "S3Uri"], "s3:PutObject"),
  ];
}

/** The object that an `s3://` text names. */
function s3At(call: Call, path: readonly string[], action: string): Need[] {
  if (!call.has(...path)) return [];
  const object = (uri: string): string => {
    const { bucket, key } = s3Uri(uri) ?? { bucket: uri, key: "*" };
    return objects(bucket, key, call.where);
  };
  return [need(action, call.on(path, object))];
}

function customizeModel(call: Call): Need[] {
  const { partition, region } = call.where;
  const base = (id: string): string =>
    id.startsWith("arn:") ? id : `arn:${partition}:bedrock:${region}::foundation-model/${id}`;
  const jobs = [call.arn("bedrock", "model-customization-job/*")];
  return [
    // The ids of the job and of the model are made with them.
    need(
      "bedrock:CreateModelCustomizationJob",
      together([
        call.on("BaseModelIdentifier", base),
        [call.arn("bedrock", "custom-model/*")],
        jobs,
      ]),
    ),
    passRole(call.arnIn("RoleArn"), "bedrock.amazonaws.com"),
    ...(call.sync
      ? [need(["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"], jobs)]
      : []),
  ];
}

/** Source: "IAM policies for calling AWS Elemental MediaConvert". */
function createMediaJob(call: Call): Need[] {
  const kind = (path: string) => (text: string) =>
    arnOr(text, (name) => call.arn("mediaconvert", `${path}/${name}`), "arn");
  return [
    need(
      "mediaconvert:CreateJob",
      together([
        call.on("Queue", kind("queues"), "Default"),
        call.has("JobTemplate") ? call.on("JobTemplate", kind("jobTemplates")) : [],
      ]),
    ),
    passRole(call.arnIn("Role"), "mediaconvert.amazonaws.com"),
    ...(call.sync
      ? [
          need(
            ["mediaconvert:GetJob", "mediaconvert:CancelJob"],
            [call.arn("mediaconvert", "jobs/*")],
          ),
          managedRule(call, "StepFunctionsGetEventsForMediaConvertJobRule"),
        ]
      : []),
  ];
}
