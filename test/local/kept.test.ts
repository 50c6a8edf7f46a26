import assert from "node:assert/strict";
import type { StackDocument } from "../../engine/program";
import type { Emulator } from "../../local/emulator/emulator";
import type { Recorded } from "../../local/executions/execution";
import { keptNotice } from "../../local/kept";

const EMULATOR = { endpoint: "http://127.0.0.1:4566", pid: 42 } as Emulator;

describe("the notice of an emulator that stays up", () => {
  it("has the stack's region and lines to paste", () => {
    const resources = [
      {
        type: "aws:lambda/function:Function",
        inputs: { name: "a", loggingConfig: { logGroup: "/g" } },
      },
      { type: "aws:lambda/function:Function", inputs: { name: "b" } },
    ];
    const notice = keptNotice({
      emulator: EMULATOR,
      account: "111111111111",
      region: "eu-central-1",
      machineArn: "arn:machine",
      executions: [{ execution: { executionArn: "arn:execution" } } as Recorded],
      document: { resources } as unknown as StackDocument,
    });
    assert.equal(
      notice.join("\n"),
      [
        "",
        "The emulator stays up. Any AWS tool reaches it with:",
        "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-central-1",
        "  export AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=local",
        "For example:",
        "  aws stepfunctions start-execution --state-machine-arn arn:machine --input '{}'",
        "  aws stepfunctions get-execution-history --execution-arn arn:execution",
        "  aws logs tail /g",
        "  aws logs tail /aws/lambda/b",
        "The Pulumi CLI takes it where Pulumi.local.yaml says so, in an account of its own:",
        "  pulumi up --stack local     # with the endpoint http://127.0.0.1:4566",
        "It ends with:",
        "  kill 42",
      ].join("\n"),
    );
  });

  it("has none about a workflow when there is nothing but the emulator", () => {
    assert.doesNotMatch(
      keptNotice({ emulator: EMULATOR, account: "111111111111", region: "us-east-1" }).join("\n"),
      /For example|stepfunctions/,
    );
  });
});
