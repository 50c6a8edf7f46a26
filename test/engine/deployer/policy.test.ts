import assert from "node:assert/strict";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as backup from "@pulumi/aws/backup";
import * as iam from "@pulumi/aws/iam";
import * as sfn from "@pulumi/aws/sfn";
import { StateMachine } from "../../../components";
import actions from "../../../engine/deployer/actions.json";
import { deployerPolicy, type Deployment } from "../../../engine/deployer/policy";
import { emit } from "../../../engine/commands/emit";
import { runProgram } from "../../../engine/program";
import { OUTPUT_TABLE } from "../../../engine/program/outputs";
import { findAction, type PolicyDocument } from "../../../statemachine/iam";
import { capture } from "../../support/capture";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "states.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

function program(): void {
  const role = new iam.Role("role", { name: "runner", assumeRolePolicy: TRUST });
  new iam.RolePolicy("inline", { role, policy: "{}" });
  new sfn.StateMachine("machine", { roleArn: role.arn, definition: "{}" });
}

async function policyFor(deployment: Deployment): Promise<PolicyDocument> {
  return deployerPolicy(await runProgram({ stack: "test", program }), deployment).document;
}

const ROLE = "arn:aws:iam::000000000000:role/runner";
const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:machine-*";

describe("the policy of a deployer", () => {
  it("to preview reads each resource, and lets the definition be checked", async () => {
    assert.deepEqual((await policyFor("preview")).Statement, [
      {
        Sid: "IamGetRole",
        Effect: "Allow",
        Action: [
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListRolePolicies",
          "iam:ListRoleTags",
        ],
        Resource: [ROLE],
      },
      {
        Sid: "StatesDescribeStateMachine",
        Effect: "Allow",
        Action: [
          "states:DescribeStateMachine",
          "states:ListStateMachineVersions",
          "states:ListTagsForResource",
        ],
        Resource: [MACHINE],
      },
      {
        Sid: "StatesValidateStateMachineDefinition",
        Effect: "Allow",
        Action: ["states:ValidateStateMachineDefinition"],
        Resource: ["*"],
      },
    ]);
  });

  it("to update passes a role to the services that it trusts, and tags", async () => {
    const { Statement } = await policyFor("update");
    const all = Statement.flatMap(({ Action }) => Action);

    assert.deepEqual(
      Statement.find(({ Sid }) => Sid === "IamPassRole"),
      {
        Sid: "IamPassRole",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [ROLE],
        Condition: { StringEquals: { "iam:PassedToService": ["states.amazonaws.com"] } },
      },
    );
    for (const action of ["iam:TagRole", "states:TagResource", "iam:PutRolePolicy"]) {
      assert.ok(all.includes(action), action);
    }
  });

  it("lets what runs around an update call what it calls", async () => {
    const stack = await runProgram({ stack: "test", program: rolledOut });
    const { Statement } = deployerPolicy(stack, "update").document;
    function rolledOut(): void {
      new StateMachine("workflow", {
        prefix: "acme",
        environment: "qa",
        name: "orders",
        definition: { StartAt: "Done", States: { Done: { Type: "Succeed" } } },
        rollout: { type: "canary", percentage: 10, intervalMinutes: 5 },
        keepVersions: 5,
      });
    }
    const allowed = (action: string) =>
      Statement.filter(({ Action }) => [Action].flat().includes(action)).flatMap(
        ({ Resource }) => Resource,
      );
    const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
    assert.deepEqual(allowed("cloudformation:UpdateResource"), ["*"]);
    assert.deepEqual(allowed("cloudwatch:DescribeAlarms"), ["*"]);
    assert.deepEqual(allowed("states:ListExecutions"), [machine, `${machine}:*`]);
  });

  it("is for the partition and region of a stack whose ARNs name no account", async () => {
    const stack = await runProgram({
      stack: "test",
      config: { "aws:region": "cn-north-1" },
      program: () => void new apigatewayv2.Api("api", { protocolType: "HTTP" }),
    });
    const { Statement } = deployerPolicy(stack, "preview").document;
    assert.deepEqual(Statement[0]?.Resource, [
      "arn:aws-cn:apigateway:cn-north-1::/apis",
      "arn:aws-cn:apigateway:cn-north-1::/apis/*",
      "arn:aws-cn:apigateway:cn-north-1::/tags/*",
    ]);
  });

  it("names the types that the table does not know", async () => {
    const stack = await runProgram({
      stack: "test",
      program: () => void new backup.Vault("vault"),
    });
    assert.deepEqual(deployerPolicy(stack, "update").unknownTypes, ["aws:backup/vault:Vault"]);
  });

  it("is printed for a stack and an account", async () => {
    const { stdout, exit, stderr } = await capture(() =>
      emit(["--stack", "dev", "--deployer-policy", "preview", "--account", "123456789012"]),
    );
    assert.equal(exit, 0, stderr);
    const { Statement } = JSON.parse(stdout) as PolicyDocument;
    const resources = Statement.flatMap(({ Resource = [] }) => Resource);
    assert.ok(
      resources.includes("arn:aws:lambda:us-east-1:123456789012:function:proj-dev-saugat-function"),
    );
    assert.ok(resources.every((arn) => !arn.includes("000000000000")));
  });

  it("is refused for what is not an account", async () => {
    const { exit, stderr } = await capture(() =>
      emit(["--stack", "dev", "--deployer-policy", "--account", "12"]),
    );
    assert.equal(exit, 2);
    assert.match(stderr, /give the 12 digits of an AWS account/);
  });
});

describe("the table of a deployer's actions", () => {
  const rows = Object.entries(actions as Record<string, Record<string, readonly string[]>>);

  it("has a row for each AWS type whose outputs are known", () => {
    const types = Object.keys(OUTPUT_TABLE).filter((type) => type.startsWith("aws:"));
    assert.deepEqual(
      types.filter((type) => !(type in actions)),
      [],
    );
  });

  it("holds only actions that IAM knows, and limits to resources those that it can", () => {
    const kindsOf = (name: string): readonly string[] | undefined => {
      const [service = "", action = ""] = name.split(":");
      return findAction(service, action)?.kinds;
    };
    const wrong = rows.flatMap(([type, { arns = [], preview = [], update = [], ...anywhere }]) => {
      const limited = [...preview, ...update].filter(
        (name) => !arns.includes("*") && kindsOf(name)?.length === 0,
      );
      const unknown = [...preview, ...update, ...Object.values(anywhere).flat()].filter(
        (name) => kindsOf(name) === undefined,
      );
      return [...limited, ...unknown].map((name) => `${type} ${name}`);
    });
    assert.deepEqual(wrong, []);
  });
});
