import { arnOr } from "../../iam/resource-arns";
import { parseArn } from "../../iam/arn";
import type { ArgumentPath } from "../argument";
import type { IntegrationCall } from "../call";
import type { Resources } from "../required-permission";
import type { NamedResources } from "../template";

/** Resources of models. */
export const MODELS: NamedResources = {
  model: (call) => modelAt(call, ["ModelId"], "name"),
  modelOfKnowledgeBase: (call) => {
    const path = ["RetrieveAndGenerateConfiguration", "KnowledgeBaseConfiguration", "ModelArn"];
    return modelAt(call, path, "arn");
  },
  modelOfSources: (call) => {
    const path = ["RetrieveAndGenerateConfiguration", "ExternalSourcesConfiguration", "ModelArn"];
    return modelAt(call, path, "arn");
  },
  agentRuntime: (call) => withEndpoints(call, "AgentRuntimeArn", "runtime"),
  harness: (call) => withEndpoints(call, "HarnessArn", "harness"),
  /** The model that a model is made from. */
  baseModel: (call) => call.on("BaseModelIdentifier", (id) => arnOr(id, foundation(call), "name")),
};

/** What an inference profile is called: the regions that it is of, and the model. */
const PROFILE = /^(?:us|eu|apac|us-gov|jp|au|ca|global)\.(.+)$/;

/**
 * The model that a field names, and what a stand-in there is taken for.
 * Source: Bedrock user guide, prerequisites for inference profiles: with a profile its model, in every region of it.
 */
function modelAt(call: IntegrationCall, path: ArgumentPath, standIn: "arn" | "name"): Resources {
  const models = (id: string): string[] => {
    const profile = /^inference-profile\/(.*)$/.exec(parseArn(id)?.resource ?? "")?.[1] ?? id;
    const [, model] = PROFILE.exec(profile) ?? [];
    if (model === undefined) return [arnOr(id, foundation(call), standIn)];
    const named = arnOr(id, (name) => call.arn("bedrock", `inference-profile/${name}`), standIn);
    return [named, `arn:${call.context.partition}:bedrock:*::foundation-model/${model}`];
  };
  const value = call.value(...path);
  return value.is === "text" && value.text.includes(":application-inference-profile/")
    ? { unknown: "the model of an application inference profile is not in the definition" }
    : call.on(path, models);
}

/** What an agent runs in, by its ARN or id, and its endpoints. Source: AgentCore developer guide, "Security and access controls". */
function withEndpoints(call: IntegrationCall, field: string, kind: string): Resources {
  return call.on(field, (text) => {
    const arn = arnOr(text, (id) => call.arn("bedrock-agentcore", `${kind}/${id}`), "arn");
    const [base = ""] = arn.split(`/${kind}-endpoint/`);
    return [base, `${base}/${kind}-endpoint/*`];
  });
}

const foundation =
  ({ context: { partition, region } }: IntegrationCall) =>
  (name: string): string =>
    `arn:${partition}:bedrock:${region}::foundation-model/${name}`;
