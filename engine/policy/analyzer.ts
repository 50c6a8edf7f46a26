import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import path from "node:path";
import { credentials, status, type ServiceError } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { undisturbed } from "../environment";
import { UsageError } from "../../statemachine/cli";

/** What the engine tells a pack about a resource. */
export interface AnalyzedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | null;
  readonly protect?: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What the program wrote; an unknown value is the engine's sentinel. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The inputs with what the provider added. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export type Level = "advisory" | "mandatory" | "disabled" | "remediate";

/** A policy of the pack, as it describes itself. */
export interface PolicyAbout {
  readonly name: string;
  readonly description: string;
  readonly level: Level;
  readonly severity: "" | "low" | "medium" | "high" | "critical";
  readonly remedy: string;
  readonly url: string;
  readonly tags: readonly string[];
  readonly controls: readonly string[];
  /** JSON schema of the settings, by name. */
  readonly settings: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly required: readonly string[];
}

/** What a pack says about itself when it is asked. */
export interface PackAbout {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly PolicyAbout[];
  /** The configuration that the pack brings along. */
  readonly initialConfig: PolicyConfigs;
}

/** The level and settings of a policy. */
export interface PolicyConfig {
  readonly level?: Level;
  readonly settings: Readonly<Record<string, unknown>>;
}

export type PolicyConfigs = Readonly<Record<string, PolicyConfig>>;

/** One finding as a pack reports it. */
export interface Diagnostic {
  readonly policy: string;
  readonly description: string;
  readonly message: string;
  readonly level: Level;
  /** Empty for a finding about no resource of the stack. */
  readonly urn: string;
}

/** Where a pack is and for whom it runs. */
export interface PackOptions {
  /** The folder with PulumiPolicy.yaml. */
  readonly folder: string;
  readonly project: string;
  readonly stack: string;
  /** The stack's configuration, `namespace:key` -> text. */
  readonly config?: Readonly<Record<string, string>>;
  /** Environment variables for the pack besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const LEVELS: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];
const SEVERITIES = ["", "low", "medium", "high", "critical"] as const;

/** The engine allows as much (sdk/go/common/util/rpcutil): a large stack is one message. */
const MAX_MESSAGE = 400 * 1024 * 1024;

/** The engine's address, which a pack that logs would dial: nobody listens, and the pack writes to stderr instead. */
const NO_ENGINE = "127.0.0.1:1";

/** A policy pack in a process of its own, spoken to as the Pulumi engine does. */
export class Analyzer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: AnalyzerClient,
    public readonly about: PackAbout,
  ) {}

  /**
   * Starts a pack the way the language host does and asks what it holds.
   * @throws UsageError with what the pack wrote when it does not start, as with wrong settings
   */
  public static async start(options: PackOptions): Promise<Analyzer> {
    const host = launch(options);
    try {
      const port = await portOf(host);
      const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
        "grpc.max_receive_message_length": MAX_MESSAGE,
        "grpc.max_send_message_length": MAX_MESSAGE,
        // The pack is on this machine, whatever http_proxy says.
        "grpc.enable_http_proxy": 0,
      });
      await handshake(client, options.folder);
      await configureStack(client, options);
      const info = await call<proto.AnalyzerInfo>((done) =>
        client.getAnalyzerInfo(new Empty(), done),
      );
      return new Analyzer(host, client, aboutOf(info));
    } catch (error) {
      host.kill();
      throw error;
    }
  }

  /** Sets the level and settings of every policy. */
  public async configure(configs: PolicyConfigs): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [name, { level, settings }] of Object.entries(configs)) {
      const config = new proto.PolicyConfig();
      config.setEnforcementlevel(numberOf(level ?? "advisory"));
      config.setProperties(Struct.fromJavaScript(plain(settings)));
      request.getPolicyconfigMap().set(name, config);
    }
    await call((done) => this.client.configure(request, done));
  }

  /** What the resource policies find in one resource. */
  public async analyze(resource: AnalyzedResource): Promise<Diagnostic[]> {
    const response = await call<proto.AnalyzeResponse>((done) =>
      this.client.analyze(analyzeRequest(resource), done),
    );
    return response.getDiagnosticsList().map((found) => diagnosticOf(found, resource.urn));
  }

  /** The resource's inputs as the remediations change them; undefined when none does. */
  public async remediate(
    resource: AnalyzedResource,
  ): Promise<{ policies: string[]; inputs: Record<string, unknown> } | undefined> {
    const response = await call<proto.RemediateResponse>((done) =>
      this.client.remediate(analyzeRequest(resource), done),
    );
    const changes = response.getRemediationsList().filter((change) => change.hasProperties());
    const inputs = changes.at(-1)?.getProperties()?.toJavaScript();
    return inputs && { policies: changes.map((change) => change.getPolicyname()), inputs };
  }

  /** What the stack policies find in the whole stack. */
  public async analyzeStack(resources: readonly AnalyzedResource[]): Promise<Diagnostic[]> {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(resources.map(stackResource));
    const response = await call<proto.AnalyzeResponse>((done) =>
      this.client.analyzeStack(request, done),
    );
    return response.getDiagnosticsList().map((found) => diagnosticOf(found, ""));
  }

  /** Ends the pack's process. */
  public close(): void {
    this.client.close();
    this.process.kill();
  }
}

function launch({ folder, project, stack, config = {}, env = {} }: PackOptions): ChildProcess {
  const host = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [folder] });
  const settings = JSON.stringify(config);
  const guard = require.resolve("./end-with-parent.cjs");
  const child = spawn(process.execPath, ["--require", guard, host, NO_ENGINE, "."], {
    cwd: path.resolve(folder),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...undisturbed(),
      PULUMI_CONFIG: settings,
      PULUMI_PROJECT: project,
      PULUMI_STACK: stack,
      PULUMI_NODEJS_PROJECT: project,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_DRY_RUN: "true",
      ...env,
    },
  });
  // A command that is interrupted exits without closing what it started.
  const end = (): unknown => child.kill();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  return child;
}

/** The first line that a pack prints is the port it listens on. */
async function portOf(host: ChildProcess): Promise<number> {
  const { stdout, stderr } = host;
  if (stdout === null || stderr === null) throw new Error("the policy host has no output");
  let written = "";
  stderr.on("data", (data: Buffer) => (written += data.toString()));
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new UsageError(`the policy pack did not start: ${written.trim() || reason}`));
    host.once("error", (error) => fail(error.message));
    host.once("close", (code) => fail(`it ended with exit code ${code}`));
    createInterface({ input: stdout }).once("line", (line) => {
      const port = Number(line);
      if (Number.isInteger(port) && port > 0) resolve(port);
      else fail(`it printed '${line}' where its port is expected`);
    });
  });
}

/** The Node SDK has no Handshake yet; the engine goes on without, as here. */
async function handshake(client: AnalyzerClient, folder: string): Promise<void> {
  const request = new proto.AnalyzerHandshakeRequest();
  request.setEngineAddress(NO_ENGINE);
  request.setRootDirectory(path.resolve(folder));
  request.setProgramDirectory(path.resolve(folder));
  try {
    await call((done) => client.handshake(request, done));
  } catch (error) {
    if ((error as ServiceError).code !== status.UNIMPLEMENTED) throw error;
  }
}

async function configureStack(client: AnalyzerClient, options: PackOptions): Promise<void> {
  const request = new proto.AnalyzerStackConfigureRequest();
  request.setProject(options.project);
  request.setStack(options.stack);
  request.setDryRun(true);
  for (const [key, value] of Object.entries(options.config ?? {}))
    request.getConfigMap().set(key, value);
  await call((done) => client.configureStack(request, done));
}

function aboutOf(info: proto.AnalyzerInfo): PackAbout {
  const initialConfig = info
    .getInitialconfigMap()
    .getEntryList()
    .map(([name]): [string, PolicyConfig] => {
      const settings = info.getInitialconfigMap().get(name)?.getProperties()?.toJavaScript();
      return [name, { settings: settings ?? {} }];
    });
  return {
    name: info.getName(),
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

function analyzeRequest({
  urn,
  type,
  name,
  inputs,
  ...rest
}: AnalyzedResource): proto.AnalyzeRequest {
  const request = new proto.AnalyzeRequest();
  request.setUrn(urn);
  request.setType(type);
  request.setName(name);
  request.setProperties(Struct.fromJavaScript(plain(inputs)));
  request.setOptions(optionsOf(rest));
  return request;
}

function stackResource(resource: AnalyzedResource): proto.AnalyzerResource {
  const message = new proto.AnalyzerResource();
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setParent(resource.parent ?? "");
  message.setProperties(Struct.fromJavaScript(plain(resource.outputs)));
  message.setOptions(optionsOf(resource));
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function optionsOf({
  protect,
  parent,
}: Pick<AnalyzedResource, "protect" | "parent">): proto.AnalyzerResourceOptions {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(protect ?? false);
  options.setParent(parent ?? "");
  return options;
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

async function call<Response>(
  send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}
