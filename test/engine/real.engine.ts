import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type ConfigMap,
  type OpMap,
  type Stack,
} from "@pulumi/pulumi/automation";
import { EXAMPLES } from "../../docs/examples";
import { createAwsProvider, createClients } from "../../engine/aws";
import { PROJECT_DIR, programOf, readConfig } from "../../engine/program";
import { load } from "../../engine/program/source/load";
import { type Emulator, startEmulator } from "../../local/emulator/emulator";

/** The example's own stack for an emulator. */
const STACK = "local";

/** A credential of the provider, which Pulumi keeps in the stack's state: encrypted, or anybody could read it there. */
const SECRET = "the-secret-key-of-this-run";

/** What is switched off, or on, and back again: setting -> value, over those of the stack. */
const TOGGLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "the customer key off": { "stepfunctions:key": { mode: "none" } },
  "the function and the machine off": {
    "stepfunctions:function": { mode: "none" },
    "stepfunctions:stateMachine": { mode: "none" },
  },
  "the machine's log off": { "stepfunctions:stateMachine": { tracing: false, logLevel: "OFF" } },
  "the data of executions logged": {
    "stepfunctions:stateMachine": { tracing: false, includeExecutionData: true },
  },
  "another type of machine": { "stepfunctions:stateMachine": { tracing: false, type: "EXPRESS" } },
  "another name": { "stepfunctions:name": "renamed" },
  "the payload bucket off": { "stepfunctions:payloads": { mode: "none" } },
  "monitoring off": { "stepfunctions:monitoring": { enabled: false } },
  "an audit trail on": { "stepfunctions:audit": { mode: "own" } },
};

/** Services that examples use beside those of the stack for an emulator, as the provider's `endpoints` call them. */
const MORE_SERVICES = "apigatewayv2 dynamodb kinesis pipes scheduler secretsmanager".split(" ");

/** The packages whose providers the example needs. */
const PROVIDERS = ["aws", "random"] as const;

/**
 * The example on the real engine and the real AWS provider, driven by Pulumi's Automation API, in the emulator: what the runs
 * without the CLI cannot prove. `npm run test:engine`; see docs/testing-the-engine.md.
 */
describe("the example on the real engine", function () {
  this.timeout(900_000);
  let emulator: Emulator | undefined;
  let stack: Stack;
  let config: ConfigMap;
  const root = mkdtempSync(path.join(tmpdir(), "pulumi-state-"));

  before(async () => {
    const { values } = readConfig(PROJECT_DIR, STACK);
    stack = await stackOf(PROJECT_DIR, STACK, root);
    await installProviders(stack);
    emulator = await startEmulator();
    const [endpoints] = JSON.parse(values["aws:endpoints"] ?? "[{}]") as Record<string, string>[];
    const services = [...Object.keys(endpoints ?? {}), ...MORE_SERVICES];
    const local = services.map((service) => [service, emulator?.endpoint]);
    config = {
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
      "aws:endpoints": { value: JSON.stringify([Object.fromEntries(local)]) },
      "aws:secretKey": { value: SECRET, secret: true },
    };
    await stack.setAllConfig(config);
  });

  after(async () => {
    await emulator?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it("previews while nothing exists and much is unknown, under the policy pack", async () => {
    const { changeSummary } = await stack.preview({
      policyPacks: [path.join(PROJECT_DIR, "policy")],
    });
    assert.deepEqual(Object.keys(changeSummary), ["create"]);
    assert.ok((changeSummary.create ?? 0) > 30);
  });

  it("is created, and then there is nothing to do", async () => {
    const { summary } = await stack.up();
    assert.equal(summary.result, "succeeded");
    await assertUnchanged();
  });

  it("is in the account as the state says", async () => {
    await stack.refresh({ expectNoChanges: true });
  });

  it("keeps no secret readable in its state", async () => {
    const { deployment } = await stack.exportStack();
    const text = JSON.stringify(deployment);
    assert.ok(text.includes("ciphertext"));
    assert.ok(!text.includes(SECRET));
  });

  for (const [what, settings] of Object.entries(TOGGLES)) {
    it(`has ${what} and back, each without a change left over`, async () => {
      await stack.setAllConfig(asConfig(settings));
      await stack.up();
      await assertUnchanged();
      for (const key of Object.keys(settings)) await stack.removeConfig(key);
      await stack.setAllConfig(config);
      await stack.up();
      await assertUnchanged();
    });
  }

  it("is adopted by a stack that knows nothing of it, and left as it is", async () => {
    const { deployment } = await stack.exportStack();
    const { resources } = deployment as { resources: readonly StateResource[] };
    const store = resources.filter(({ urn }) => /::(key|payloads)(-[a-z-]+)?$/.test(urn));
    const made = store.filter(({ custom, type }) => custom && type.startsWith("aws:"));
    const suffixOf = (type: string): string =>
      made
        .find((each) => each.type === type)
        ?.id.split(/[-/]/)
        .at(-1) ?? "";
    const settings = {
      "stepfunctions:key": { suffix: suffixOf("aws:kms/alias:Alias") },
      "stepfunctions:payloads": { forceDestroy: true, suffix: suffixOf("aws:s3/bucket:Bucket") },
      "stepfunctions:function": { mode: "none" },
      "stepfunctions:stateMachine": { mode: "none" },
      "stepfunctions:monitoring": { enabled: false },
      "stepfunctions:adoption": Object.fromEntries(made.map(({ urn, id }) => [urn, id])),
    };
    const adopting = await stackOf(PROJECT_DIR, STACK, root);
    await adopting.setAllConfig({ ...config, ...asConfig(settings) });

    const { changeSummary } = await adopting.preview();
    assert.equal(changeSummary.import, made.length);
    assert.equal(changeSummary.replace, undefined);
    await adopting.up();
    await assertUnchanged(adopting);
  });

  it("keeps a bucket that is not empty, with all that protects it, when it is destroyed", async () => {
    await stack.setConfig("stepfunctions:payloads", { value: '{"forceDestroy":false}' });
    const { payloadBucket } = (await stack.up()).outputs;
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const { s3 } = createClients(emulator?.endpoint ?? "", "us-east-1");
    const Bucket = String(payloadBucket?.value);
    await s3.send(new PutObjectCommand({ Bucket, Key: "payload", Body: "{}" }));

    await assert.rejects(stack.destroy(), /BucketNotEmpty/);
    const { deployment } = await stack.exportStack();
    const { resources } = deployment as { resources: readonly StateResource[] };
    const left = resources.filter(({ custom }) => custom).map(({ type }) => type);
    for (const type of [
      "aws:kms/key:Key",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketVersioning:BucketVersioning",
    ])
      assert.ok(left.includes(type), `${type} is gone`);
    await stack.setAllConfig(config);
    await stack.up();
  });

  it("is destroyed whole", async () => {
    const { endpoint = "" } = emulator ?? {};
    await stack.destroy();
    const { context } = await createAwsProvider({ endpoint, folder: PROJECT_DIR });
    const { region } = context.environment;
    const { ListStateMachinesCommand } = await import("@aws-sdk/client-sfn");
    const { sfn } = createClients(endpoint, region);
    assert.deepEqual((await sfn.send(new ListStateMachinesCommand({}))).stateMachines, []);
  });

  for (const folder of EXAMPLES) {
    it(`runs ${folder} too: previewed, created, unchanged, destroyed`, async () => {
      const projectDir = path.join(PROJECT_DIR, folder);
      const { values } = readConfig(projectDir, "dev");
      const ofProvider = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
      const example = await stackOf(projectDir, "dev", root);
      await example.setAllConfig({ ...asConfig(values), ...Object.fromEntries(ofProvider) });

      assert.deepEqual(Object.keys((await example.preview()).changeSummary), ["create"]);
      await example.up();
      await assertUnchanged(example);
      await example.destroy();
    });
  }

  async function assertUnchanged(of = stack): Promise<void> {
    const { changeSummary } = await of.preview();
    const changes: OpMap = { ...changeSummary };
    delete changes.same;
    assert.deepEqual(changes, {});
  }
});

/** What a state says of a resource. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id: string;
}

/** Settings as Pulumi's configuration has them: what is not a text is JSON. */
function asConfig(settings: Readonly<Record<string, unknown>>): ConfigMap {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      { value: typeof value === "string" ? value : JSON.stringify(value) },
    ]),
  );
}

/** A stack of a project, with a state of its own under `root`; its program runs in this process, in its own folder. */
async function stackOf(projectDir: string, stackName: string, root: string): Promise<Stack> {
  const pulumiCommand = await cli();
  const { project, main } = readConfig(projectDir, stackName);
  const backend = mkdtempSync(path.join(root, "backend-"));
  const program = async (): Promise<Record<string, unknown>> => {
    process.chdir(projectDir);
    return { ...((await load(programOf(projectDir, main))) as object) };
  };
  return LocalWorkspace.createStack(
    { projectName: project, stackName, program },
    {
      workDir: mkdtempSync(path.join(root, "work-")),
      pulumiCommand,
      projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${backend}` } },
      envVars: { PULUMI_CONFIG_PASSPHRASE: "test", PULUMI_SKIP_UPDATE_CHECK: "true" },
    },
  );
}

/** The CLI of the PATH. @throws Error that says how to get it */
async function cli(): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    throw new Error(
      `this test needs the Pulumi CLI on the PATH, see docs/testing-the-engine.md: ${lastLine(error)}`,
    );
  }
}

/** What a command that failed said last; its error begins with code and output. */
function lastLine(error: unknown): string {
  const lines = (error as Error).message.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").at(-1) ?? "";
}

/** Installs the providers in the versions of their packages. @throws Error of one sentence for one that cannot be had */
async function installProviders({ workspace }: Stack): Promise<void> {
  const installed = await workspace.listPlugins();
  for (const name of PROVIDERS) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the version alone
    const { version } = require(`@pulumi/${name}/package.json`) as { version: string };
    const there = installed.some((each) => each.name === name && each.version === version);
    if (there) continue;
    try {
      await workspace.installPlugin(name, `v${version}`);
    } catch (error) {
      throw new Error(
        `the provider plugin ${name} v${version} cannot be installed: ${lastLine(error)}`,
      );
    }
  }
}
