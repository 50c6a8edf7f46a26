import assert from "node:assert/strict";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { StateMachine, type StateMachineArgs } from "../../components";
import { declared } from "../support/declared";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
const EXECUTIONS = "arn:aws:states:us-east-1:000000000000:execution:acme-qa-orders-sfn:*";
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const ARGS: StateMachineArgs = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  kmsKeyArn: KEY,
  definition: {
    StartAt: "Wait",
    TimeoutSeconds: 60,
    States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
  },
};
const DECRYPT = {
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: KEY,
  Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": MACHINE } },
};
const allow = (Action: string | string[], Resource: string) => ({
  Effect: "Allow",
  Action,
  Resource,
});

describe("The grants of a StateMachine", () => {
  it("allow each call on the alias, the machine or its executions, and the key to who reads", async () => {
    const stack = await declared(() => {
      const machine = new StateMachine("workflow", ARGS);
      machine.grantStart("shop", "shop");
      machine.grantRead("support", "support");
      machine.grantTaskResponse("worker", "worker");
      machine.grantRedrive("support", "support");
    });
    const granted = (name: string) => stack.statements("iam/rolePolicy:RolePolicy", name);

    assert.deepEqual(granted("workflow-start-shop"), [
      allow(["states:StartExecution"], `${MACHINE}:live`),
    ]);
    assert.deepEqual(granted("workflow-read-support"), [
      allow(["states:DescribeStateMachine", "states:ListExecutions"], MACHINE),
      allow(["states:DescribeExecution", "states:GetExecutionHistory"], EXECUTIONS),
      DECRYPT,
    ]);
    assert.deepEqual(granted("workflow-taskResponse-worker"), [
      allow(
        ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"],
        MACHINE,
      ),
    ]);
    assert.deepEqual(granted("workflow-redrive-support"), [
      allow(["states:RedriveExecution"], EXECUTIONS),
    ]);
  });

  it("take a role, its name or ARN, or what has one", async () => {
    const stack = await declared(() => {
      const machine = new StateMachine("workflow", { ...ARGS, type: "EXPRESS" });
      const role = new iam.Role("made", { name: "made", assumeRolePolicy: "{}" });
      const later = pulumi.output("arn:aws:iam::000000000000:role/team/later");
      machine.grantStartSync("role", role);
      machine.grantStartSync("name", "named");
      machine.grantStartSync("arn", later);
      machine.grantStartSync("function", { executionRoleArn: later });
      machine.grantStartSync("machine", machine);
    });

    const roles = stack
      .all("iam/rolePolicy:RolePolicy")
      .filter(({ name }) => name.startsWith("workflow-startSync-"))
      .map(({ name, inputs }) => [name.replace("workflow-startSync-", ""), inputs.role]);
    assert.deepEqual(roles.sort(), [
      ["arn", "later"],
      ["function", "later"],
      ["machine", "acme-qa-orders-step-functions-role"],
      ["name", "named"],
      ["role", "made"],
    ]);
  });

  it("are refused for the type of machine that has no such call", async () => {
    const program = (type: string, grant: "grantStartSync" | "grantRedrive") =>
      declared(() => new StateMachine("workflow", { ...ARGS, type })[grant]("x", "role"));

    await assert.rejects(program("STANDARD", "grantStartSync"), {
      message: /workflow is STANDARD: the grant "startSync" is for EXPRESS workflows only/,
    });
    await assert.rejects(program("EXPRESS", "grantRedrive"), {
      message: /workflow is EXPRESS: the grant "redrive" is for STANDARD workflows only/,
    });
  });
});
