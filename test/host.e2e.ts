import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { PROJECT_DIR } from "../engine/program";

/** Registers the compiler as Pulumi's Node.js host does (cmd/run/run.js of the SDK), and runs index.ts on mocks. */
const HOST = `
  const options = require("@pulumi/pulumi/tsutils").loadTypeScriptCompilerOptions("tsconfig.json");
  require("ts-node").register({
    project: "tsconfig.json",
    skipProject: false,
    transpileOnly: options.noCheck,
    compilerOptions: { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true", ...options },
  });
  const pulumi = require("@pulumi/pulumi");
  const answers = { accountId: "111122223333", region: "us-east-1", partition: "aws" };
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: { name, arn: "arn:aws:x:::" + name, ...inputs } }),
    call: () => answers,
  }, "stepfunctions", "dev");
  pulumi.runtime.runInPulumiStack(async () => {
    const outputs = require("./index.ts");
    process.stdout.write(JSON.stringify(Object.keys(outputs).sort()));
    return outputs;
  });
`;

describe("the program under Pulumi's Node.js host", () => {
  it("runs, and puts out what the stack has", () => {
    const settings = { prefix: "proj", environment: "dev", name: "orders" };
    const config = Object.entries(settings).map(([key, value]) => [`stepfunctions:${key}`, value]);
    const outputs = execFileSync(process.execPath, ["-e", HOST], {
      cwd: PROJECT_DIR,
      encoding: "utf8",
      env: { ...process.env, PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)) },
    });
    assert.deepEqual(JSON.parse(outputs), [
      "alertsTopicArn",
      "functionName",
      "functionVersionArn",
      "keyArn",
      "payloadBucket",
      "stateMachineAliasArn",
      "stateMachineArn",
      "stateMachineLogGroup",
      "stateMachineRoleArn",
    ]);
  });
});
