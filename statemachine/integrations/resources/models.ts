import type { IntegrationCall } from "../call";
import { type RequiredPermission, type Resources, requires } from "../required-permission";
import { arnOr, objects, s3Uri } from "../../iam/resource-arns";

export function invokeModel(call: IntegrationCall): RequiredPermission[] {
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

/** The model that a model is made from. */
export function baseModel(call: IntegrationCall): Resources {
  const { partition, region } = call.context;
  return call.on("BaseModelIdentifier", (id) =>
    id.startsWith("arn:") ? id : `arn:${partition}:bedrock:${region}::foundation-model/${id}`,
  );
}
