import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { EXAMPLES, exampleDocument } from "../docs/examples";
import { PROJECT_DIR } from "../engine/program";

/**
 * Registers the compiler as Pulumi's Node.js host does (cmd/run/run.js of the SDK), and runs a program on mocks.
 * @param tsconfig the runtime option of that name
 * @param main the project's: without one the host takes that of the nearest package.json
 */
function host(tsconfig = "tsconfig.json", main?: string): string {
  return `
    const { existsSync } = require("node:fs");
    const path = require("node:path");
    const project = ${JSON.stringify(tsconfig)};
    const options = require("@pulumi/pulumi/tsutils").loadTypeScriptCompilerOptions(project);
    require("ts-node").register({
      project,
      skipProject: !existsSync(project),
      transpileOnly: options.noCheck,
      compilerOptions: { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true", ...options },
    });
    const pulumi = require("@pulumi/pulumi");
    const answers = { accountId: "111122223333", region: "us-east-1", partition: "aws" };
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => {
        const url = "https://sqs.us-east-1.amazonaws.com/111122223333/" + name;
        return { id: name, state: { name, arn: "arn:aws:x:::" + name, url, ...inputs } };
      },
      call: () => answers,
    }, "stepfunctions", "dev");
    pulumi.runtime.runInPulumiStack(async () => {
      const root = ${JSON.stringify(PROJECT_DIR)};
      const outputs = require(path.resolve(${JSON.stringify(main)} ?? path.join(root, require(root + "/package.json").main)));
      process.stdout.write(JSON.stringify(Object.keys(outputs).sort()));
      return outputs;
    });
  `;
}

/** The names of what a program puts out, run in its folder as its Pulumi.yaml says. */
function outputsOf(folder: string, config: Readonly<Record<string, string>> = {}): unknown {
  const cwd = path.join(PROJECT_DIR, folder);
  const { main, runtime } = parse(readFileSync(path.join(cwd, "Pulumi.yaml"), "utf8")) as {
    main?: string;
    runtime: { options?: { tsconfig?: string } };
  };
  const env = { ...process.env, PULUMI_CONFIG: JSON.stringify(config) };
  const args = ["-e", host(runtime.options?.tsconfig, main)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd, env, encoding: "utf8" }));
}

describe("a program under Pulumi's Node.js host", function () {
  this.timeout(120_000);

  it("runs, and puts out what the stack has", () => {
    const settings = { prefix: "proj", environment: "dev", name: "orders" };
    const config = Object.entries(settings).map(([key, value]) => [`stepfunctions:${key}`, value]);
    assert.deepEqual(outputsOf(".", Object.fromEntries(config)), [
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

  for (const folder of EXAMPLES) {
    it(`is that of ${folder} in its folder`, async () => {
      const { outputs } = await exampleDocument(folder);

      assert.deepEqual(outputsOf(folder), Object.keys(outputs).sort());
    });
  }
});
