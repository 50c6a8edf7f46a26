import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import {
  credentials,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as monitor from "@pulumi/pulumi/proto/resource_pb";
import { parse } from "yaml";
import { COMPONENT_SCHEMA } from "../../docs/generate";
import { PROJECT_DIR } from "../../engine/program";
import { offline } from "../../engine/program/offline";
import { COMPONENTS } from "../../components/provider/components";

/** What stands for a value that is not known in a preview, and what marks a secret (sdk/nodejs/runtime/rpc.ts). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: string): JavaScriptValue => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
/** The output of a topic of the program, which is all that the plugin sees of it. */
const output = (value: string): JavaScriptValue => ({
  "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  value,
  dependencies: ["urn:pulumi:dev::shop::aws:sns/topic:Topic::alerts"],
});

const NAMES = { prefix: "proj", environment: "dev", name: "orders" };
const DEFINITION = {
  StartAt: "Notify",
  TimeoutSeconds: 60,
  States: {
    Notify: {
      Type: "Task",
      Resource: "arn:aws:states:::sns:publish",
      Parameters: { TopicArn: UNKNOWN, "Message.$": "$" },
      End: true,
    },
  },
};
const TOPIC = "arn:aws:sns:us-east-1:000000000000:alerts";

/** The least that each component takes. */
const ARGUMENTS: Record<string, Record<string, JavaScriptValue>> = {
  Audit: { ...NAMES, kmsKeyArn: UNKNOWN },
  Batch: {
    ...NAMES,
    items: { bucketName: "acme-items", key: "items.csv" },
    results: { bucketName: "acme-results" },
    process: { arn: UNKNOWN, timeoutSeconds: 30 },
  },
  Bucket: { prefix: "proj", environment: "dev", bucketName: "payloads" },
  Key: { ...NAMES, services: ["logs"] },
  LambdaFunction: {
    ...NAMES,
    entry: "index.ts",
    environmentVariables: { TOKEN: secret("hush-hush") },
  },
  Monitoring: { ...NAMES, stateMachine: { arn: UNKNOWN, type: "STANDARD" } },
  Queue: NAMES,
  StateMachine: { ...NAMES, definition: DEFINITION },
  Table: { ...NAMES, partitionKey: { name: "id" } },
  Topic: NAMES,
  Trigger: {
    ...NAMES,
    stateMachine: { aliasArn: UNKNOWN, type: "STANDARD" },
    schedule: { expression: "rate(1 hour)" },
  },
};

// The provider runs in a process of its own, started and asked as the Pulumi engine does it.
describe("the components' provider", function () {
  let process: ChildProcess;
  let client: ResourceProviderClient;
  let engine: Engine;
  let program: string;
  before(async () => {
    engine = await Engine.start();
    program = mkdtempSync(path.join(tmpdir(), "program-"));
    writeFileSync(path.join(program, "index.ts"), "export const handler = () => {};");
    ({ process, client } = await startProvider(program));
  });
  after(() => {
    rmSync(program, { recursive: true });
    client.close();
    process.kill();
    engine.server.forceShutdown();
  });

  // The engine refuses a folder with both: `pulumi install` of the example, and every command on its packages.
  it("is not in the folder of the example program", () => {
    const files = ["Pulumi.yaml", "PulumiPlugin.yaml"];
    assert.deepEqual(
      files.map((file) => existsSync(path.join(PROJECT_DIR, file))),
      [true, false],
    );
  });

  it("has the schema of the components as they are", async () => {
    const file = path.join(PROJECT_DIR, COMPONENT_SCHEMA.file);
    assert.equal(readFileSync(file, "utf8"), await COMPONENT_SCHEMA.render());
  });

  it("gives its schema, with a resource for each component", async () => {
    const answer = await call<provider.GetSchemaResponse>((done) =>
      client.getSchema(new provider.GetSchemaRequest(), done),
    );
    const schema = JSON.parse(answer.getSchema()) as { name: string; resources: object };
    assert.equal(schema.name, "stepfunctions");
    assert.deepEqual(Object.keys(schema.resources), Object.keys(COMPONENTS));
  });

  it("has arguments for every component in this test", () => {
    const names = Object.keys(COMPONENTS).map((token) => token.split(":")[2]);
    assert.deepEqual(Object.keys(ARGUMENTS), names);
  });

  for (const [name, inputs] of Object.entries(ARGUMENTS)) {
    it(`constructs a ${name} in a preview`, async () => {
      const { urn, state } = await construct(name, inputs);
      assert.equal(urn, `urn:pulumi:dev::shop::stepfunctions:index:${name}::it`);
      const { required } = schemaOf(name);
      assert.deepEqual(
        required.filter((output) => !(output in state)),
        [],
      );
    });
  }

  it("keeps a secret one on its way into the resource", async () => {
    await construct("LambdaFunction", ARGUMENTS.LambdaFunction ?? {});
    const inputs = JSON.stringify(engine.inputsOf("aws:lambda/function:Function"));
    assert.deepEqual(JSON.parse(inputs).environment.variables.TOKEN, secret("hush-hush"));
  });

  for (const [what, TopicArn] of Object.entries({
    "an ARN": TOPIC,
    "a topic's output": output(TOPIC),
  })) {
    it(`derives the permissions of a definition from another language with ${what}`, async () => {
      const Notify = { ...DEFINITION.States.Notify, Parameters: { TopicArn, "Message.$": "$" } };
      await construct("StateMachine", {
        ...NAMES,
        definition: { ...DEFINITION, States: { Notify } },
      });
      const policies = JSON.stringify(engine.inputsOf("aws:iam/rolePolicy:RolePolicy"));
      assert.ok(policies.includes("sns:Publish") && policies.includes(TOPIC), policies);
    });
  }

  it("grants the key of a target that is told, which it cannot see of an output", async () => {
    const key = "arn:aws:kms:us-east-1:000000000000:key/1";
    const TopicArn = output(TOPIC);
    const Notify = { ...DEFINITION.States.Notify, Parameters: { TopicArn, "Message.$": "$" } };
    await construct("StateMachine", {
      ...NAMES,
      definition: { ...DEFINITION, States: { Notify } },
      encryptedTargets: [{ arn: TopicArn, kmsKeyArn: key }],
    });
    const { policy } = engine.inputsOf("aws:iam/rolePolicy:RolePolicy") as { policy: string };
    const { Statement } = JSON.parse(policy) as { Statement: { Sid: string }[] };
    assert.deepEqual(
      Statement.find(({ Sid }) => Sid === "KmsDecrypt"),
      {
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: { StringEquals: { "kms:ViaService": "sns.us-east-1.amazonaws.com" } },
        Effect: "Allow",
        Resource: [key],
        Sid: "KmsDecrypt",
      },
    );
  });

  it("lints the definition in the first preview, and names the argument that is wrong", async () => {
    const definition = { ...DEFINITION, StartAt: "Nowhere" };
    await assert.rejects(construct("StateMachine", { ...NAMES, definition }), (error: Error) => {
      assert.match(error.message, /Nowhere/);
      return true;
    });
  });

  async function construct(
    name: string,
    inputs: Record<string, JavaScriptValue>,
  ): Promise<{ urn: string; state: Record<string, unknown> }> {
    const request = new provider.ConstructRequest();
    request.setProject("shop");
    request.setStack("dev");
    request.setDryrun(true);
    request.setMonitorendpoint(engine.address);
    request.setType(`stepfunctions:index:${name}`);
    request.setName("it");
    request.setParallel(1);
    request.setAcceptsOutputValues(true);
    request.setInputs(Struct.fromJavaScript(inputs));
    const answer = await call<provider.ConstructResponse>((done) =>
      client.construct(request, done),
    );
    return { urn: answer.getUrn(), state: answer.getState()?.toJavaScript() ?? {} };
  }
});

function schemaOf(name: string): { required: string[] } {
  const text = readFileSync(path.join(PROJECT_DIR, COMPONENT_SCHEMA.file), "utf8");
  const { resources } = JSON.parse(text) as { resources: Record<string, { required: string[] }> };
  return resources[`stepfunctions:index:${name}`] ?? assert.fail(name);
}

/** Starts the plugin as the engine's Node.js host does: its folder is required, in the folder of the program that uses it. */
async function startProvider(
  program: string,
): Promise<{ process: ChildProcess; client: ResourceProviderClient }> {
  const plugin = path.join(PROJECT_DIR, "components", "provider");
  const host = require.resolve("@pulumi/pulumi/cmd/run-plugin", { paths: [plugin] });
  const file = parse(readFileSync(path.join(plugin, "PulumiPlugin.yaml"), "utf8")) as {
    runtime: { options: { typescript: boolean } };
  };
  const child = spawn(globalThis.process.execPath, [host, plugin, "127.0.0.1:1"], {
    cwd: program,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...globalThis.process.env,
      PULUMI_NODEJS_TYPESCRIPT: String(file.runtime.options.typescript),
    },
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  return {
    process: child,
    client: new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure()),
  };
}

/** The part of Pulumi's engine that a provider speaks to: it registers resources and answers data sources. */
class Engine {
  private readonly registered: { type: string; inputs: unknown }[] = [];

  private constructor(
    public readonly server: Server,
    public readonly address: string,
  ) {}

  public static async start(): Promise<Engine> {
    const server = new Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const engine = new Engine(server, `127.0.0.1:${port}`);
    server.addService(ResourceMonitorService as unknown as ServiceDefinition, engine.methods());
    return engine;
  }

  /** The inputs of the newest resource of a type. */
  public inputsOf(type: string): unknown {
    return this.registered.findLast((each) => each.type === type)?.inputs ?? assert.fail(type);
  }

  private methods(): UntypedServiceImplementation {
    const unary =
      <Request, Response>(answer: (request: Request) => Response | Promise<Response>) =>
      (
        { request }: ServerUnaryCall<Request, Response>,
        done: (error: Error | null, response?: Response) => void,
      ): void => {
        void Promise.resolve(answer(request)).then((response) => done(null, response), done);
      };
    return {
      supportsFeature: unary(() => {
        const response = new monitor.SupportsFeatureResponse();
        response.setHassupport(true);
        return response;
      }),
      registerResource: unary((request: monitor.RegisterResourceRequest) => {
        const type = request.getType();
        this.registered.push({ type, inputs: request.getObject()?.toJavaScript() });
        const response = new monitor.RegisterResourceResponse();
        response.setUrn(`urn:pulumi:dev::shop::${type}::${request.getName()}`);
        response.setObject(request.getObject());
        return response;
      }),
      registerResourceOutputs: unary(() => new Empty()),
      invoke: unary(async (request: monitor.ResourceInvokeRequest) => {
        const inputs = request.getArgs()?.toJavaScript() ?? {};
        const response = new monitor.ResourceInvokeResponse();
        const answer = await offline().call(request.getTok(), inputs);
        response.setReturn(Struct.fromJavaScript(answer as Record<string, JavaScriptValue>));
        return response;
      }),
    };
  }
}

async function call<Response>(
  send: (done: (error: Error | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}
