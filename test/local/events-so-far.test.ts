import assert from "node:assert/strict";
import { SFN } from "@aws-sdk/client-sfn";
import { executionSoFar } from "../../local/executions/events-so-far";

describe("the events of an execution so far", () => {
  it("end also where an emulator gives one page after the other", async () => {
    let asked = 0;
    const send = async (): Promise<object> => ({
      status: "RUNNING",
      events: [],
      nextToken: String(asked++),
    });

    await assert.rejects(
      executionSoFar(Object.assign(new SFN({ region: "us-east-1" }), { send }), "arn"),
      /^Error: the emulator's answer is not one of AWS$/,
    );
    assert.ok(asked < 1000, `${asked} questions`);
  });
});
