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
      {
        state: "Call",
        path: "/States/Call",
        action: "lambda:InvokeFunction",
        resource: `${PAY}:*`,
      },
    ]);
    assert.equal(coverage(pay, [], HERE).uncovered.length, 2);
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
