import assert from "node:assert/strict";
import path from "node:path";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { createClients, type Clients } from "../../../engine/aws";
import { PROJECT_DIR } from "../../../engine/program";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";
import { WorkflowTest } from "../../../statemachine/testing";

const ROLE = "arn:aws:iam::000000000000:role/any";
const INPUT = { list: [1, 2], empty: null };
const RUNTIME = { status: "FAILED", error: "States.Runtime" };

const pass = (fields: object): object => ({ Type: "Pass", ...fields, End: true });
const isPresent = (Variable: string, IsPresent: boolean): object => ({
  Type: "Choice",
  Choices: [{ Variable, IsPresent, Next: "Yes" }],
  Default: "No",
});
const answer = (output: unknown): object => ({ status: "SUCCEEDED", output });

const CASES: readonly (readonly [what: string, state: object, expected: object])[] = [
  ["InputPath", pass({ InputPath: "$.none" }), RUNTIME],
  ["OutputPath", pass({ OutputPath: "$.none.deeper" }), RUNTIME],
  ["Parameters", pass({ Parameters: { "x.$": "$.list[2]" } }), RUNTIME],
  ["the context", pass({ Parameters: { "x.$": "$$.None" } }), RUNTIME],
  ["a function", pass({ Parameters: { "x.$": "States.Format('{}', $.none)" } }), RUNTIME],
  ["SecondsPath", { Type: "Wait", SecondsPath: "$.none", End: true }, RUNTIME],
  [
    "Variable",
    {
      Type: "Choice",
      Choices: [{ Variable: "$.none", NumericEquals: 1, Next: "Yes" }],
      Default: "No",
    },
    RUNTIME,
  ],
  [
    "ItemsPath, past its Catch",
    {
      Type: "Map",
      ItemsPath: "$.none",
      ItemProcessor: { StartAt: "I", States: { I: pass({}) } },
      Catch: [
        { ErrorEquals: ["States.Runtime"], Next: "Yes" },
        { ErrorEquals: ["States.ALL"], Next: "Yes" },
      ],
      End: true,
    },
    RUNTIME,
  ],
  ["IsPresent", isPresent("$.none", true), answer("no")],
  ["IsPresent that is false", isPresent("$.list[2]", false), answer("yes")],
  ["IsPresent of null, which is there", isPresent("$.empty", true), answer("yes")],
  ["null, which is there", pass({ Parameters: { "x.$": "$.empty" } }), answer({ x: null })],
  ["a path to many places", pass({ Parameters: { "x.$": "$.none[*]" } }), answer({ x: [] })],
];

describe("a path that leads nowhere, in the emulator and in a workflow test", () => {
  let emulator: Emulator;
  let clients: Clients;

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "paths.log") });
    clients = createClients(emulator.endpoint, "us-east-1");
  });

  after(async () => emulator.stop());

  async function emulated(definition: object, name: string): Promise<object> {
    const { stateMachineArn } = await clients.sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn: ROLE,
        definition: JSON.stringify(definition),
      }),
    );
    const { executionArn } = await clients.sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(INPUT) }),
    );
    for (;;) {
      const { status, error, output } = await clients.sfn.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      if (status === "SUCCEEDED") return { status, output: JSON.parse(String(output)) as unknown };
      if (status !== "RUNNING") return { status, error };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  for (const [index, [what, state, expected]] of CASES.entries()) {
    it(`ends as on AWS: ${what}`, async () => {
      const Yes = pass({ Result: "yes" });
      const definition = { StartAt: "A", States: { A: state, Yes, No: pass({ Result: "no" }) } };

      const { status, error, output } = await new WorkflowTest(definition).run(INPUT);

      const here = status === "SUCCEEDED" ? { status, output } : { status, error };
      assert.deepEqual(here, expected);
      assert.deepEqual(await emulated(definition, `m${index}`), expected);
    });
  }
});
