import assert from "node:assert/strict";
import fc from "fast-check";
import { coverage, permissions } from "../../../statemachine/permissions";
import { HERE, machine, task } from "./support";

const PAY = "arn:aws:lambda:eu-west-1:111122223333:function:pay";
const pay = task("arn:aws:states:::lambda:invoke", { FunctionName: PAY });

describe("coverage", () => {
  it("finds nothing to say about the derived policy", () => {
    const definition = machine({
      Pay: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: PAY },
      },
      Run: {
        Type: "Task",
        Resource: "arn:aws:states:::glue:startJobRun.sync",
        Parameters: { JobName: "j" },
      },
    });
    const policy = permissions(definition, { ...HERE, tracing: true, logging: true });
    assert.deepEqual(coverage(definition, [policy], HERE), { unused: [], uncovered: [] });
    assert.deepEqual(coverage(definition, [JSON.stringify(policy)], HERE), {
      unused: [],
      uncovered: [],
    });
    assert.deepEqual(coverage(definition, policy.Statement), { unused: [], uncovered: [] });
  });

  it("finds a state that no grant covers", () => {
    const other = { Effect: "Allow", Action: "lambda:*", Resource: PAY.replace("pay", "other") };
    assert.deepEqual(coverage(pay, [other], HERE).uncovered, [
      { state: "Call", path: "/States/Call", action: "lambda:InvokeFunction", resource: PAY },
    ]);
    assert.equal(coverage(pay, [], HERE).uncovered.length, 1);
  });

  it("asks for the version or alias that a function is called by", () => {
    const covered = (args: object, Resource: string): boolean => {
      const call = task("arn:aws:states:::lambda:invoke", args);
      const grant = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource };
      return coverage(call, [grant], HERE).uncovered.length === 0;
    };
    const byArn = { FunctionName: `${PAY}:7` };
    const byName = { FunctionName: "111122223333:function:pay:live" };
    const byQualifier = { FunctionName: "pay", Qualifier: "live" };
    const atRunTime = { FunctionName: PAY, "Qualifier.$": "$.version" };
    assert.deepEqual(
      [byArn, byName, byQualifier, atRunTime].map((args) => [
        covered(args, `${PAY}:7`),
        covered(args, `${PAY}:live`),
        covered(args, `${PAY}:*`),
        covered(args, PAY),
      ]),
      [
        [true, false, true, false],
        [false, true, true, false],
        [false, true, true, false],
        [true, true, true, false],
      ],
    );
  });

  it("reads NotAction, NotResource and a Deny without a condition", () => {
    const uncovered = (...statements: object[]): number =>
      coverage(pay, statements, HERE).uncovered.length;
    const allow = { Effect: "Allow", Action: "lambda:*", Resource: "*" };
    const deny = { Effect: "Deny", Action: "lambda:InvokeFunction", Resource: PAY };
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    assert.equal(uncovered({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), 0);
    assert.equal(uncovered({ Effect: "Allow", NotAction: "lambda:*", Resource: "*" }), 1);
    assert.equal(
      uncovered({ Effect: "Allow", Action: "lambda:*", NotResource: "arn:aws:s3:::*" }),
      0,
    );
    assert.equal(uncovered({ Effect: "Allow", Action: "lambda:*", NotResource: PAY }), 1);
    assert.equal(uncovered(allow, deny), 1);
    assert.equal(uncovered(allow, { ...deny, Condition }), 0);
    assert.equal(uncovered(allow, { Effect: "Deny", Action: "lambda:*", NotResource: PAY }), 0);
  });

  it("finds actions and resources that no state uses", () => {
    const wide = {
      Sid: "Wide",
      Effect: "Allow",
      Action: ["lambda:InvokeFunction", "sqs:SendMessage"],
      Resource: [PAY, "arn:aws:sqs:eu-west-1:111122223333:q"],
    };
    assert.deepEqual(coverage(pay, [{ Statement: [wide] }], HERE).unused, [
      { sid: "Wide", action: "sqs:SendMessage" },
      { sid: "Wide", resource: "arn:aws:sqs:eu-west-1:111122223333:q" },
    ]);
  });

  it("is content with the exact function, and compares actions in any letter case", () => {
    const exact = { Effect: "Allow", Action: "Lambda:invokefunction", Resource: PAY };
    assert.deepEqual(coverage(pay, [exact], HERE), { unused: [], uncovered: [] });
  });

  it("asks only for the action where the definition does not say the resource", () => {
    const dynamic = task("arn:aws:states:::sqs:sendMessage", { "QueueUrl.$": "$.url" });
    const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:::q" };
    assert.deepEqual(coverage(dynamic, [send]), { unused: [], uncovered: [] });
    assert.deepEqual(coverage(dynamic, []).uncovered, [
      { state: "Call", path: "/States/Call", action: "sqs:SendMessage" },
    ]);
  });

  it("takes any input", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (definition, policies) => {
        coverage(definition, policies);
      }),
    );
  });
});
