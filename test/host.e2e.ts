import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
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

  // Node's own resolver, which ts-node leaves in charge, takes x.json for an import of "./x" before x.ts.
  it("has no data file of the name of a source beside it", () => {
    const folders = ["statemachine", "components", "policy", "stack", "migration", "engine"];
    const files = folders.flatMap((folder) =>
      readdirSync(path.join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => !file.includes("node_modules"))
        .map((file) => path.join(folder, file)),
    );
    const names = new Set(files);
    const shadowing = files.filter(
      (file) => file.endsWith(".json") && names.has(file.replace(/\.json$/, ".ts")),
    );
    assert.deepEqual(shadowing, []);
  });
});
