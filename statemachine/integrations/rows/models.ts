import type { IntegrationCall } from "../call";
import { type RequiredPermission, requires, together } from "../required-permission";
import { callback, job, jobOrCallback, type Integration } from "../integration";
import { arnOr, objects, s3Uri } from "../../iam/resource-arns";
import { managedRule, passRole, tagOnCreate } from "./companions";

/** Foundation models and media. */
export const MODELS: Readonly<Record<string, Integration>> = {
  "bedrock:invokeModel": callback(invokeModel),
  "bedrock:createModelCustomizationJob": jobOrCallback(customizeModel),
  "mediaconvert:createJob": { ...job(createMediaJob), polledBy: ["mediaconvert:getJob"] },
};

function invokeModel(call: IntegrationCall): RequiredPermission[] {
  return [
    ...modelPermissions(call, ["GuardrailIdentifier"]),
    ...s3At(call, ["Input", "S3Uri"], "s3:GetObject"),
    ...s3At(call, ["Output", "S3Uri"], "s3:PutObject"),
  ];
}

/**
 * Asking the model that ModelId names, with the guardrail whose id is at `guardrail`.
 * Source: Bedrock user guide, prerequisites for inference profiles: the model in every region of the profile.
 */
export function modelPermissions(
  call: IntegrationCall,
  guardrail: readonly string[],
): RequiredPermission[] {
  const { partition, region } = call.context;
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
    requires("bedrock:InvokeModel", call.on("ModelId", model)),
    ...(call.has(...guardrail)
      ? [requires("bedrock:ApplyGuardrail", call.on(guardrail, guard))]
      : []),
  ];
}

/** The object that an `s3://` text names. */
function s3At(
  call: IntegrationCall,
  path: readonly string[],
  action: string,
): RequiredPermission[] {
  if (!call.has(...path)) return [];
  const object = (uri: string): string => {
    const { bucket, key } = s3Uri(uri) ?? { bucket: uri, key: "*" };
    return objects(bucket, key, call.context);
  };
  return [requires(action, call.on(path, object))];
}

function customizeModel(call: IntegrationCall): RequiredPermission[] {
  const { partition, region } = call.context;
  const base = (id: string): string =>
    id.startsWith("arn:") ? id : `arn:${partition}:bedrock:${region}::foundation-model/${id}`;
  const jobs = [call.arn("bedrock", "model-customization-job/*")];
  const models = [call.arn("bedrock", "custom-model/*")];
  return [
    // The ids of the job and of the model are made with them.
    requires(
      "bedrock:CreateModelCustomizationJob",
      together([call.on("BaseModelIdentifier", base), models, jobs]),
    ),
    ...tagOnCreate(call, "bedrock:TagResource", jobs, "JobTags"),
    ...tagOnCreate(call, "bedrock:TagResource", models, "CustomModelTags"),
    passRole(call.arnIn("RoleArn"), "bedrock.amazonaws.com"),
    ...(call.sync
      ? [requires(["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"], jobs)]
      : []),
  ];
}

/** Source: "IAM policies for calling AWS Elemental MediaConvert". */
function createMediaJob(call: IntegrationCall): RequiredPermission[] {
  const jobs = [call.arn("mediaconvert", "jobs/*")];
  const kind = (path: string) => (text: string) =>
    arnOr(text, (name) => call.arn("mediaconvert", `${path}/${name}`), "arn");
  return [
    requires(
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
          requires(["mediaconvert:GetJob", "mediaconvert:CancelJob"], jobs),
          ...managedRule(call, "StepFunctionsGetEventsForMediaConvertJobRule"),
        ]
      : []),
  ];
}
