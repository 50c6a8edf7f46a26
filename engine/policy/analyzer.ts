import type { ChildProcess } from "node:child_process";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { launch, portOf } from "./launch";
import {
  aboutOf,
  analyzeRequest,
  analyzeStackRequest,
  configureRequest,
  diagnosticsOf,
} from "./messages";
import type { AnalyzedResource, Diagnostic, PackAbout, PackOptions, PolicyConfigs } from "./pack";

/** The engine allows as much (sdk/go/common/util/rpcutil): a large stack is one message. */
const MAX_MESSAGE = 400 * 1024 * 1024;

/** What can be asked of a policy pack, wherever it runs. */
export type Pack = Pick<Analyzer, "about" | "configure" | "analyze" | "remediate" | "analyzeStack">;

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

  /** The pack's process. */
  public get pid(): number | undefined {
    return this.process.pid;
  }

  /** Sets the level and settings of every policy. */
  public async configure(configs: PolicyConfigs): Promise<void> {
    await call((done) => this.client.configure(configureRequest(configs), done));
  }

  /** What the resource policies find in one resource. */
  public async analyze(resource: AnalyzedResource): Promise<Diagnostic[]> {
    const response = await call<proto.AnalyzeResponse>((done) =>
      this.client.analyze(analyzeRequest(resource), done),
    );
    return diagnosticsOf(response, resource.urn);
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
    const response = await call<proto.AnalyzeResponse>((done) =>
      this.client.analyzeStack(analyzeStackRequest(resources), done),
    );
    return diagnosticsOf(response);
  }

  /** Ends the pack's process. */
  public close(): void {
    this.client.close();
    this.process.kill();
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

async function call<Response>(
  send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}
