import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeleteAliasCommand } from "@aws-sdk/client-kms";
import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DetachRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { strToU8, zipSync } from "fflate";
import { type AwsProvider, createAwsProvider } from "../../engine/aws";
import {
  PROJECT_DIR,
  type ResourceRequest,
  recordRequests,
  runProgram,
  type StackDocument,
} from "../../engine/program";
import { type Emulator, startEmulator } from "../../local/emulator/emulator";
import { adoptionMap, planAdoption, type Plan } from "../../migration/plan/plan";
import { parseState, type State } from "../../migration/state/state";
import { compareWithAccount, compareWithProgram } from "../../migration/release/verify";
import { exampleText } from "./states";
import { createAll, createKey } from "./terraformed";

/** What the original function does. */
const MAIN_PY = `def lambda_handler(event, context):
    return {"statusCode": 200, "event": event}
`;

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:proj-dev-saugat-sfn";

describe("adopting the example from a real account", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let cloud: AwsProvider;
  let folder: string;
  let state: State;
  let plan: Plan;
  let document: StackDocument;
  let requested: ResourceRequest[];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "terraform-"));
    const code = zipSync({ "main.py": strToU8(MAIN_PY) }, { mtime: "1980-01-01" });
    mkdirSync(path.join(folder, "outputs"));
    writeFileSync(path.join(folder, "outputs", "proj-dev-saugat.zip"), code);

    emulator = await startEmulator();
    cloud = await createAwsProvider({ endpoint: emulator.endpoint, folder: PROJECT_DIR });
    const { clients } = cloud.context;
    const keyId = await createKey(parseState(exampleText(), "example").resources, clients);
    const body = exampleText()
      .replaceAll("0cef0acd-5a1a-4f08-883c-8bc874ba9c09", keyId)
      .replaceAll(
        "yIuyHRj1W3V7RTMFejgdZoFxn9rxyar/DaCEt2rrhhA=",
        createHash("sha256").update(code).digest("base64"),
      );
    state = parseState(body, "terraform.tfstate");
    await createAll(state.resources, clients, code);

    plan = await planAdoption(state, { stack: "dev", terraformDir: folder });
    const recorded = recordRequests(cloud);
    requested = recorded.requests;
    document = await runProgram({
      stack: "dev",
      config: {
        ...plan.settings.full,
        "stepfunctions:adoption": adoptionMap(plan.adopt),
      },
      provider: recorded.provider,
    });
  });
  after(async () => {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the very code that Terraform deployed", () => {
    assert.deepEqual(plan.warnings, []);
  });

  it("adopts 13 resources and creates none", () => {
    assert.equal(document.resources.filter(({ importId }) => importId !== undefined).length, 13);
    assert.deepEqual(cloud.resources, []);
  });

  it("declares every property as it runs", async () => {
    assert.deepEqual(compareWithProgram(plan, document), []);
    assert.deepEqual(await compareWithAccount(plan, requested, cloud.context), []);
  });

  it("leaves the workflow running", async () => {
    const { sfn } = cloud.context.clients;
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE, input: '{"order":1}' }),
    );
    let execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    while (execution.status === "RUNNING") {
      await new Promise((resolve) => setTimeout(resolve, 100));
      execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    }

    assert.equal(execution.status, "SUCCEEDED");
    assert.deepEqual(JSON.parse(execution.output ?? ""), { statusCode: 200, event: { order: 1 } });
  });

  it("names what was deleted behind Terraform's back", async () => {
    const { kms, logs, iam } = cloud.context.clients;
    const RoleName = "proj-dev-saugat-step-functions-role";
    const PolicyArn = "arn:aws:iam::000000000000:policy/proj-dev-saugat-lambda-policy";
    const AliasName = "alias/proj-dev-saugat-function-log-group-kms-tuudx";
    const logGroupName = "/aws/lambda/proj-dev-saugat-function";
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await kms.send(new DeleteAliasCommand({ AliasName }));
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    const findings = await compareWithAccount(plan, requested, cloud.context);

    assert.deepEqual(findings.map(({ kind, resource }) => [kind, resource]).sort(), [
      ["missing", "module.lambda.aws_cloudwatch_log_group.this[0]"],
      ["missing", "module.lambda.module.cloudwatch_log_group_kms[0].aws_kms_alias.this"],
      ["missing", 'module.state_machine.aws_iam_role_policy_attachment.service["lambda"]'],
    ]);
    for (const { message } of findings) assert.match(message, /deleted behind Terraform's back/);
  });
});
