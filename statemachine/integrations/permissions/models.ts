import { arnOr, objects, s3Uri } from "../../iam/resource-arns";
import {
  type Call,
  type Need,
  type Rule,
  job,
  need,
  request,
  together,
} from "../../permissions/need";
import { managedRule, passRole, tagOnCreate } from "./companions";

/** Foundation models and media. */
export const MODELS: Readonly<Record<string, Rule>> = {
  "bedrock:invokeModel": request(invokeModel),
  "bedrock:createModelCustomizationJob": job(customizeModel),
  "mediaconvert:createJob": job(createMediaJob),
};

function invokeModel(call: Call): Need[] {
  return [
    ...modelNeeds(call, ["GuardrailIdentifier"]),
    ...s3At(call, ["Input", "S3Uri"], "s3:GetObject"),
    ...s3At(call, ["Output", "S3Uri"], "s3:PutObject"),
  ];
}

/**
 * Asking the model that ModelId names, with the guardrail whose id is at `guardrail`.
 * Source: Bedrock user guide, prerequisites for inference profiles: the model in every region of the profile.
 */
export function modelNeeds(call: Call, guardrail: readonly string[]): Need[] {
  const { partition, region } = call.where;
  const model = (id: string): string[] => {
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
  const guard = (id: string): string =>
    arnOr(id, (name) => call.arn("bedrock", `guardrail/${name}`), "name");
  return [
    need("bedrock:InvokeModel", call.on("ModelId", model)),
    ...(call.has(...guardrail) ? [need("bedrock:ApplyGuardrail", call.on(guardrail, guard))] : []),
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
  const models = [call.arn("bedrock", "custom-model/*")];
  return [
    // The ids of the job and of the model are made with them.
    need(
      "bedrock:CreateModelCustomizationJob",
      together([call.on("BaseModelIdentifier", base), models, jobs]),
    ),
    ...tagOnCreate(call, "bedrock:TagResource", jobs, "JobTags"),
    ...tagOnCreate(call, "bedrock:TagResource", models, "CustomModelTags"),
    passRole(call.arnIn("RoleArn"), "bedrock.amazonaws.com"),
    ...(call.sync
      ? [need(["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"], jobs)]
      : []),
  ];
}

/** Source: "IAM policies for calling AWS Elemental MediaConvert". */
function createMediaJob(call: Call): Need[] {
  const jobs = [call.arn("mediaconvert", "jobs/*")];
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
    ...tagOnCreate(call, "mediaconvert:TagResource", jobs),
    passRole(call.arnIn("Role"), "mediaconvert.amazonaws.com"),
    ...(call.sync
      ? [
          need(["mediaconvert:GetJob", "mediaconvert:CancelJob"], jobs),
          ...managedRule(call, "StepFunctionsGetEventsForMediaConvertJobRule"),
        ]
      : []),
  ];
}
