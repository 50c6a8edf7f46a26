import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { aliasHooks } from "../../components/stepfunction/versions/hooks";
import { type Answer, FakeAws } from "../support/fake-aws";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
const ALARM = "acme-qa-orders-version-failures";
const ROLLOUT = { type: "canary", percentage: 10, intervalMinutes: 10, alarms: [ALARM] } as const;

/** Stands in for the alias, whose provider the engine would install: hooks run around a component's update as well. */
class Alias extends pulumi.ComponentResource {
  public constructor(name: string, version: number) {
    const routes = [{ stateMachineVersionArn: `${MACHINE}:${version}`, weight: 100 }];
    const hooks = aliasHooks(name, { rollout: ROLLOUT });
    super("t:index:Alias", name, { name: "live", routingConfigurations: routes }, { hooks });
    this.registerOutputs({});
  }
}

/** The rollout's hook on Pulumi's engine, with a Cloud Control on this machine. `npm run test:engine`. */
describe("a rollout on the real engine", function () {
  this.timeout(300_000);
  const backend = mkdtempSync(path.join(tmpdir(), "pulumi-rollout-"));
  after(() => rmSync(backend, { recursive: true, force: true }));

  it("says what comes, fails with the alarm's name, and goes on from the old version", async () => {
    let version = 7;
    const program = () => Promise.resolve(void new Alias("workflow-alias", version));
    const stack = await LocalWorkspace.createStack(
      { projectName: "rollout", stackName: "test", program },
      {
        pulumiCommand: await PulumiCommand.get(),
        projectSettings: {
          name: "rollout",
          runtime: "nodejs",
          backend: { url: `file://${backend}` },
        },
        envVars: { PULUMI_CONFIG_PASSPHRASE: "test", PULUMI_SKIP_UPDATE_CHECK: "true" },
      },
    );
    const ends: Answer[] = [
      {
        OperationStatus: "FAILED",
        ErrorCode: "GeneralServiceException",
        StatusMessage: `Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [${ALARM}].`,
      },
      { OperationStatus: "SUCCESS" },
    ];
    await FakeAws.run(
      (_, at) => ({ ProgressEvent: ends[at] }),
      async (service) => {
        const endpoints = JSON.stringify([{ cloudcontrol: service.client.endpoint }]);
        await stack.setAllConfig({
          "aws:endpoints": { value: endpoints },
          "aws:accessKey": { value: "test" },
          "aws:secretKey": { value: "test" },
        });
        await stack.up();

        version = 8;
        const { stdout } = await stack.preview();
        assert.match(
          stdout,
          new RegExp(`version 7 gives way: 10 % .* after 10 min; back when ${ALARM}`),
        );
        assert.deepEqual(service.operations, []);
        await assert.rejects(
          stack.up(),
          new RegExp(`rollout to version 8 .*'ALARM' state: \\[${ALARM}\\]`),
        );
        assert.equal(await versionOf(stack), `${MACHINE}:7`);

        version = 9;
        const { stdout: next } = await stack.up();
        assert.match(next, /version 7 gives way/);
        assert.equal(await versionOf(stack), `${MACHINE}:9`);
        assert.deepEqual(service.operations, ["UpdateResource", "UpdateResource"]);
      },
    );
  });
});

/** The version that the stack's state has for the alias. */
async function versionOf(stack: Stack): Promise<unknown> {
  const { deployment } = await stack.exportStack();
  const { resources } = deployment as { resources: { type: string; inputs: unknown }[] };
  const inputs = resources.find(({ type }) => type === "t:index:Alias")?.inputs;
  const { routingConfigurations } = inputs as { routingConfigurations: Record<string, unknown>[] };
  return routingConfigurations[0]?.["stateMachineVersionArn"];
}
