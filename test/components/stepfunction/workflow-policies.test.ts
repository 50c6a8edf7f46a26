import assert from "node:assert/strict";
import * as lambda from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { StateMachine, type StateMachineArgs } from "../../../components";
import { runProgram } from "../../../engine/program";
import { policySize, type PolicyDocument } from "../../../statemachine/iam";
import { type Declared, declared } from "../../support/declared";

const ARGS = { prefix: "acme", environment: "qa", name: "orders" };

/** A workflow that calls each of the functions. */
function calls(functions: readonly pulumi.Input<string>[]): StateMachineArgs["definition"] {
  const states = functions.map((FunctionName, index) => [
    `Call${index}`,
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName, "Payload.$": "$" },
      TimeoutSeconds: 60,
      ...(index + 1 < functions.length ? { Next: `Call${index + 1}` } : { End: true }),
    },
  ]);
  const definition = { StartAt: "Call0", TimeoutSeconds: 3600, States: Object.fromEntries(states) };
  return definition as unknown as StateMachineArgs["definition"];
}

/** Functions with ARNs of 89 characters, as long as in the workflow that AWS refused. */
function arns(count: number): string[] {
  return Array.from({ length: count }, (_item, index) => {
    const name = `acme-production-orders-${String(index).padStart(2, "0")}-validate-function`;
    return `arn:aws:lambda:us-east-1:000000000000:function:${name.slice(0, 42)}`;
  });
}

async function machine(count: number, more: Partial<StateMachineArgs> = {}): Promise<Declared> {
  const args = { ...ARGS, definition: calls(arns(count)), ...more };
  return declared(() => new StateMachine("workflow", args));
}

/** The policies of the workflow's own, in their order: name in AWS -> size, as IAM counts it. */
function sizes(stack: Declared): Record<string, number> {
  const own = [...stack.all("iam/rolePolicy:RolePolicy"), ...stack.all("iam/policy:Policy")];
  return Object.fromEntries(
    own
      .filter(({ name }) => name.startsWith("workflow-workflow"))
      .map(({ inputs }) => [
        String(inputs["name"]),
        policySize(JSON.parse(String(inputs["policy"])) as PolicyDocument),
      ]),
  );
}

/** Every function that the policies let the workflow call, each with its versions. */
function allowed(stack: Declared): Set<string> {
  const documents = [
    ...stack.all("iam/rolePolicy:RolePolicy"),
    ...stack.all("iam/policy:Policy"),
  ].map(({ inputs }) => JSON.parse(String(inputs["policy"])) as PolicyDocument);
  const statements = documents.flatMap(({ Statement }) => Statement);
  return new Set(
    statements
      .filter(({ Action }) => [Action].flat().includes("lambda:InvokeFunction"))
      .flatMap(({ Resource }) => Resource ?? []),
  );
}

describe("the policies of a workflow that calls much", () => {
  it("stay one inline policy as long as it fits", async () => {
    const stack = await machine(53);
    assert.deepEqual(sizes(stack), { "acme-qa-orders-workflow-policy": 10_169 });
    assert.deepEqual(
      stack.identities.filter((identity) => identity.includes("iam")),
      [
        "aws:iam/policy:Policy workflow-log-access",
        "aws:iam/role:Role workflow-role",
        "aws:iam/rolePolicy:RolePolicy workflow-workflow",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment workflow-log-access",
      ],
    );
  });

  it("go on in managed policies that are attached, and keep their names with every further call", async () => {
    const stack = await machine(70);
    const names = ["acme-qa-orders-workflow-policy", "acme-qa-orders-workflow-policy-2"];
    assert.deepEqual(Object.keys(sizes(stack)), names);
    const [inline = 0, managed = 0] = Object.values(sizes(stack));
    assert.ok(inline > 10_000 && inline <= 10_240, `${inline} characters inline`);
    assert.ok(managed > 0 && managed <= 6_144, `${managed} characters managed`);
    assert.deepEqual(
      [...allowed(stack)].sort(),
      arns(70)
        .flatMap((arn) => [arn, `${arn}:*`])
        .sort(),
    );
    const attachment = stack.one("RolePolicyAttachment", "workflow-workflow-2");
    assert.equal(
      attachment.inputs["policyArn"],
      "arn:aws:iam::000000000000:policy/acme-qa-orders-workflow-policy-2",
    );
    assert.ok(stack.isAfter(stack.one("sfn/stateMachine:StateMachine"), attachment));
    assert.deepEqual(Object.keys(sizes(await machine(71))), names);
    assert.deepEqual(Object.keys(sizes(await machine(99))), [...names, `${names[0]}-3`]);
  });

  it("are the same in a first preview, when no ARN is known", async () => {
    const program = (): void => {
      const functions = Array.from(
        { length: 70 },
        (_item, index) =>
          new lambda.Function(`work-${index}`, {
            name: `acme-production-orders-work-${index}-function`,
            role: "arn:aws:iam::000000000000:role/work",
          }).arn,
      );
      new StateMachine("workflow", { ...ARGS, definition: calls(functions) });
    };
    const preview = await runProgram({ stack: "test", preview: true, program });
    const update = await runProgram({ stack: "test", program });
    const urns = update.resources.map(({ urn }) => urn);
    assert.deepEqual(
      preview.resources.map(({ urn }) => urn),
      urns,
    );
    assert.ok(urns.some((urn) => urn.endsWith("::workflow-workflow-2")));
  });

  it("count one function that many states call once", async () => {
    const program = (): void => {
      const work = new lambda.Function("work", { role: "arn:aws:iam::000000000000:role/work" });
      const definition = calls(Array.from({ length: 100 }, () => work.arn));
      new StateMachine("workflow", { ...ARGS, definition });
    };
    assert.deepEqual(Object.keys(sizes(await declared(program))), [
      "acme-qa-orders-workflow-policy",
    ]);
  });

  it("take as many managed policies as the arguments say, a spare one with a right that is there", async () => {
    const stack = await machine(1, { managedPolicies: 1 });
    assert.deepEqual(
      stack
        .statements("iam/policy:Policy", "workflow-workflow-2")
        .map(({ Sid, Resource }) => [Sid, Resource]),
      [["LambdaInvokeFunction", arns(1)]],
    );
  });

  it("are refused where the role cannot take them, with what to do", async () => {
    assert.throws(
      () => new StateMachine("workflow", { ...ARGS, definition: calls(arns(400)) }),
      /definition: needs 11 managed policies, the role has 1 already, and IAM attaches 10: call less from one machine, or raise the quota \(to 20 at most\) and set managedPolicies to 11/,
    );
    await assert.rejects(
      machine(70, { managedPolicies: 0 }),
      /managedPolicies: is 0, and the workflow's permissions of \d+ characters need 1 beside the 10240 of the inline policy: set it to 1/,
    );
  });
});
