import { apiService, checkInput, operation, type InputProblem } from "../../aws-api";
import { isDeferred } from "../../definition/placeholder";
import { memoize, type StateNode } from "../../definition/reader";
import { has, isRecord, own, type JsonRecord } from "../../json/values";
import { resourceOf } from "./resource";

/** The field of a Task that has the parameters of its call. */
export function parametersField({ language }: StateNode): "Arguments" | "Parameters" {
  return language === "JSONata" ? "Arguments" : "Parameters";
}

/** Optimised integrations whose service has another name in the SDK. */
const SDK_SERVICES: Readonly<Record<string, string>> = {
  "emr-containers": "emrcontainers",
  "emr-serverless": "emrserverless",
  events: "eventbridge",
  states: "sfn",
};

/**
 * What must be given to optimised integrations that are not an operation of the SDK; of `A|B` one is enough. Source:
 * the pages of the integrations in the Step Functions guide.
 */
const REQUIRED: Readonly<Record<string, string>> = {
  "apigateway:invoke": "ApiEndpoint Method",
  "bedrock:invokeModel": "ModelId",
  "eks:call": "ClusterName CertificateAuthority Endpoint Method Path",
  "eks:runJob": "ClusterName CertificateAuthority Endpoint Job",
  "elasticmapreduce:addStep": "ClusterId Step",
  "elasticmapreduce:cancelStep": "ClusterId StepId",
  "elasticmapreduce:createCluster": "Name",
  "elasticmapreduce:modifyInstanceFleetByName": "ClusterId InstanceFleetName InstanceFleet",
  "elasticmapreduce:modifyInstanceGroupByName": "ClusterId InstanceGroupName InstanceGroup",
  "elasticmapreduce:setClusterTerminationProtection": "ClusterId TerminationProtected",
  "elasticmapreduce:terminateCluster": "ClusterId",
  "http:invoke": "ApiEndpoint Authentication|InvocationConfig Method",
};

/** The name in the SDK of an optimised integration's service. */
export function sdkService(service: string): string {
  return own(SDK_SERVICES, service) ?? service;
}

/** What must be given to an optimised integration that is not an operation of the SDK; undefined for others. */
export function requiredParameters(integration: string): string | undefined {
  return own(REQUIRED, integration);
}

/** What does not fit of the parameters of a Task's call; empty for a call that is not known. */
export const parameterProblems = memoize((state: StateNode): readonly InputProblem[] => {
  const { kind, service, action } = resourceOf(state);
  const given = own(state.value, parametersField(state));
  if (kind !== "sdk" && kind !== "integration") return [];
  // A text is a JSONata expression, which gives the parameters only when the task runs.
  if (isDeferred(given) || (given !== undefined && !isRecord(given))) return [];
  // Those of the other language are a finding of their own.
  if (given === undefined && (has(state.value, "Parameters") || has(state.value, "Arguments")))
    return [];
  const required = kind === "integration" ? requiredParameters(`${service}:${action}`) : undefined;
  if (required !== undefined) return missing(required, given ?? {});
  const name = kind === "sdk" ? service : sdkService(service);
  if (apiService(name)?.retired !== false || operation(name, action) === undefined) return [];
  return checkInput(name, action, given);
});

function missing(required: string, given: JsonRecord): InputProblem[] {
  if (Object.keys(given).some(isDeferred)) return [];
  return required
    .split(" ")
    .filter(
      (names) => !names.split("|").some((name) => has(given, name) || has(given, `${name}.$`)),
    )
    .map((names) => {
      const [name = "", ...others] = names.split("|");
      const or = others.map((other) => ` or '${other}'`).join("");
      return { path: [name], kind: "missing", message: `'${name}'${or} is required, but missing` };
    });
}
