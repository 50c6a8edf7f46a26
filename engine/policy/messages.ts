import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import {
  type AnalyzedResource,
  type Diagnostic,
  type Level,
  LEVELS,
  type PackAbout,
  type PolicyAbout,
  type PolicyConfig,
  type PolicyConfigs,
} from "./pack";

const SEVERITIES = ["", "low", "medium", "high", "critical"] as const;

export function configureRequest(configs: PolicyConfigs): proto.ConfigureAnalyzerRequest {
  const request = new proto.ConfigureAnalyzerRequest();
  for (const [name, { level, settings }] of Object.entries(configs)) {
    const config = new proto.PolicyConfig();
    config.setEnforcementlevel(numberOf(level ?? "advisory"));
    config.setProperties(Struct.fromJavaScript(plain(settings)));
    request.getPolicyconfigMap().set(name, config);
  }
  return request;
}

export function aboutOf(info: proto.AnalyzerInfo): PackAbout {
  const initialConfig: [string, PolicyConfig][] = [];
  info.getInitialconfigMap().forEach((config, name) => {
    initialConfig.push([name, { settings: config.getProperties()?.toJavaScript() ?? {} }]);
  });
  return {
    version: info.getVersion(),
    policies: info.getPoliciesList().map(policyOf),
    initialConfig: Object.fromEntries(initialConfig),
  };
}

function policyOf(policy: proto.PolicyInfo): PolicyAbout {
  const schema = policy.getConfigschema();
  const controls = policy.getFramework()?.getReference() ?? "";
  return {
    name: policy.getName(),
    description: policy.getDescription(),
    level: levelOf(policy.getEnforcementlevel()),
    severity: SEVERITIES[policy.getSeverity()] ?? "",
    remedy: policy.getRemediationSteps(),
    url: policy.getUrl(),
    tags: policy.getTagsList(),
    controls: controls === "" ? [] : controls.split(", "),
    settings: (schema?.getProperties()?.toJavaScript() ?? {}) as PolicyAbout["settings"],
    required: schema?.getRequiredList() ?? [],
  };
}

export function analyzeRequest(resource: AnalyzedResource): proto.AnalyzeRequest {
  return filled(new proto.AnalyzeRequest(), resource, resource.inputs);
}

export function analyzeStackRequest(
  resources: readonly AnalyzedResource[],
): proto.AnalyzeStackRequest {
  const request = new proto.AnalyzeStackRequest();
  request.setResourcesList(resources.map(stackResource));
  return request;
}

function stackResource(resource: AnalyzedResource): proto.AnalyzerResource {
  const message = filled(new proto.AnalyzerResource(), resource, resource.outputs);
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

/** A message with what both kinds of policies are told of a resource. */
function filled<Message extends proto.AnalyzeRequest | proto.AnalyzerResource>(
  message: Message,
  { urn, type, name, protect, parent }: AnalyzedResource,
  properties: AnalyzedResource["inputs"],
): Message {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(protect ?? false);
  options.setParent(parent ?? "");
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setProperties(Struct.fromJavaScript(plain(properties)));
  message.setOptions(options);
  return message;
}

/** What a pack found; what is about no resource by name is about `urn`. */
export function diagnosticsOf(response: proto.AnalyzeResponse, urn = ""): Diagnostic[] {
  return response.getDiagnosticsList().map((found) => diagnosticOf(found, urn));
}

function diagnosticOf(found: proto.AnalyzeDiagnostic, urn: string): Diagnostic {
  return {
    policy: found.getPolicyname(),
    description: found.getDescription(),
    message: found.getMessage(),
    level: levelOf(found.getEnforcementlevel()),
    urn: found.getUrn() || urn,
  };
}

function levelOf(level: number): Level {
  return LEVELS[level] ?? "advisory";
}

function numberOf(level: Level): 0 | 1 | 2 | 3 {
  return LEVELS.indexOf(level) as 0 | 1 | 2 | 3;
}

/** A protobuf struct takes JSON only: what is undefined is left out. */
function plain(
  value: Readonly<Record<string, unknown>>,
): Parameters<typeof Struct.fromJavaScript>[0] {
  return JSON.parse(JSON.stringify(value)) as Parameters<typeof Struct.fromJavaScript>[0];
}
