import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { StateMachine, type StateMachineArgs, Trigger } from "../../../components";
import { secondsToRetry } from "../../../components/shared/access/role-change";
import { declared } from "../../support/declared";

const MACHINE = "aws:sfn/stateMachine:StateMachine";
const PIPE = "aws:pipes/pipe:Pipe";
const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const WAIT: StateMachineArgs["definition"] = {
  StartAt: "Wait",
  TimeoutSeconds: 60,
  States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
};

const of = (code: string, message: string): string =>
  `updating Step Functions State Machine (arn): operation error SFN: UpdateStateMachine, https response error StatusCode: 400, RequestID: 1, ${code}: ${message}`;

/** What AWS answers, and whether trying again can help. */
const ANSWERS: readonly [type: string, operation: string, answer: string, again: boolean][] = [
  [
    MACHINE,
    "update",
    of(
      "api error AccessDeniedException",
      "The state machine IAM Role is not authorized to access the Log Destination",
    ),
    true,
  ],
  [
    MACHINE,
    "update",
    of("api error AccessDeniedException", "'arn:role' is not authorized to create managed-rule."),
    true,
  ],
  [
    MACHINE,
    "update",
    of(
      "KmsAccessDeniedException",
      "User: arn:machine-role is not authorized to perform: kms:Decrypt",
    ),
    true,
  ],
  [
    MACHINE,
    "update",
    of(
      "api error AccessDeniedException",
      "User: arn:me is not authorized to perform: iam:PassRole",
    ),
    false,
  ],
  [MACHINE, "update", of("InvalidDefinition", "SCHEMA_VALIDATION_FAILED"), false],
  [MACHINE, "create", of("KmsAccessDeniedException", "no"), true],
  [MACHINE, "create", of("api error AccessDeniedException", "the provider waited for it"), false],
  [MACHINE, "delete", of("api error AccessDeniedException", "no"), false],
  [
    PIPE,
    "update",
    "waiting for update: unexpected state 'UPDATE_FAILED'. last error: Input parameter is invalid from the request due to : The provided customer role does not have permissions to call ReceiveMessage on SQS",
    true,
  ],
  [PIPE, "create", "The provided customer role does not have permissions", false],
  [PIPE, "update", "ConflictException: the pipe is being updated", false],
];

describe("a resource that follows its role", () => {
  for (const [type, failedOperation, answer, again] of ANSWERS) {
    it(`${again ? "is tried again" : "has failed"} at ${failedOperation}: ${answer.slice(-60)}`, () => {
      const seconds = secondsToRetry({ type, failedOperation, errors: [answer] });
      assert.equal(seconds, again ? 2 : undefined);
    });
  }

  it("is tried again for two minutes, ever more slowly", () => {
    const answer = of("KmsAccessDeniedException", "no");
    const seconds = Array.from({ length: 8 }, (_, index) =>
      secondsToRetry({
        type: MACHINE,
        failedOperation: "update",
        errors: Array.from({ length: index + 1 }, () => answer),
      }),
    );
    assert.deepEqual(seconds, [2, 4, 8, 16, 30, 30, 30, undefined]);
  });

  it("says the names of its hooks, which are the same in every run and given once", async () => {
    const program = (): void => {
      const machine = new StateMachine("it", { ...NAMES, definition: WAIT });
      const group = new pulumi.ComponentResource("acme:index:Group", "group");
      const other = { ...NAMES, name: "others", definition: WAIT };
      new StateMachine("it", other, { parent: group });
      const queue = { arn: "arn:aws:sqs:us-east-1:000000000000:orders" };
      new Trigger("from", { ...NAMES, stateMachine: machine, queue });
    };
    const first = await declared(program);
    const second = await declared(program);
    const hooks = first.resources.filter(({ hooks: own }) => own).map((each) => each.hooks);
    assert.deepEqual(hooks, [
      { onError: ["stepfunctions:retry:aws:sfn/stateMachine:StateMachine:it:2"] },
      { onError: ["stepfunctions:retry:aws:sfn/stateMachine:StateMachine:it"] },
      {
        beforeCreate: ["stepfunctions:wait:aws:pipes/pipe:Pipe:from"],
        onError: ["stepfunctions:retry:aws:pipes/pipe:Pipe:from"],
      },
    ]);
    assert.deepEqual(second.resources, first.resources);
  });

  it("has none under the mocks of Pulumi's SDK, which take no hooks", async () => {
    const made: string[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        made.push(type);
        return { id: name, state: inputs as Record<string, unknown> };
      },
      call: () => ({}),
    });
    const machine = new StateMachine("it", { ...NAMES, definition: WAIT });
    await new Promise((resolve) => machine.arn.apply(resolve));
    assert.ok(made.includes(MACHINE));
  });
});
