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
  "the payload bucket off": { "stepfunctions:payloads": { mode: "none" } },
  "monitoring off": { "stepfunctions:monitoring": { enabled: false } },
  "an audit trail on": { "stepfunctions:audit": { mode: "own" } },
};

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
  const backend = mkdtempSync(path.join(tmpdir(), "pulumi-state-"));

  before(async () => {
    const pulumiCommand = await cli();
    const { project, values, main } = readConfig(PROJECT_DIR, STACK);
    const program = async (): Promise<Record<string, unknown>> => ({
      ...((await load(programOf(PROJECT_DIR, main))) as object),
    });
    stack = await LocalWorkspace.createStack(
      { projectName: project, stackName: STACK, program },
      {
        workDir: mkdtempSync(path.join(backend, "work-")),
        pulumiCommand,
        projectSettings: {
          name: project,
          runtime: "nodejs",
          backend: { url: `file://${backend}` },
        },
        envVars: { PULUMI_CONFIG_PASSPHRASE: "test", PULUMI_SKIP_UPDATE_CHECK: "true" },
      },
    );
    await installProviders(stack);
    emulator = await startEmulator();
    const [endpoints] = JSON.parse(values["aws:endpoints"] ?? "[{}]") as Record<string, string>[];
    const local = Object.keys(endpoints ?? {}).map((service) => [service, emulator?.endpoint]);
    config = {
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
      "aws:endpoints": { value: JSON.stringify([Object.fromEntries(local)]) },
      "aws:secretKey": { value: SECRET, secret: true },
    };
    await stack.setAllConfig(config);
  });

  after(async () => {
    await emulator?.stop();
    rmSync(backend, { recursive: true, force: true });
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
      for (const [key, value] of Object.entries(settings)) {
        await stack.setConfig(key, { value: JSON.stringify(value) });
      }
      await stack.up();
      await assertUnchanged();
      for (const key of Object.keys(settings)) await stack.removeConfig(key);
      await stack.setAllConfig(config);
      await stack.up();
      await assertUnchanged();
    });
  }

  it("is destroyed whole", async () => {
    const { endpoint = "" } = emulator ?? {};
    await stack.destroy();
    const { context } = await createAwsProvider({ endpoint, folder: PROJECT_DIR });
    const { region } = context.environment;
    const { ListStateMachinesCommand } = await import("@aws-sdk/client-sfn");
    const { sfn } = createClients(endpoint, region);
    assert.deepEqual((await sfn.send(new ListStateMachinesCommand({}))).stateMachines, []);
  });

  async function assertUnchanged(): Promise<void> {
    const { changeSummary } = await stack.preview();
    const changes: OpMap = { ...changeSummary };
    delete changes.same;
    assert.deepEqual(changes, {});
  }
});

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
