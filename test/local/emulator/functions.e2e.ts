import assert from "node:assert/strict";
import path from "node:path";
import {
  CreateFunctionCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { strToU8, zipSync } from "fflate";
import { createClients, type Clients } from "../../../engine/aws";
import { PROJECT_DIR } from "../../../engine/program";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";

const ROLE = "arn:aws:iam::000000000000:role/any";

const NODE = `
class PaymentDeclined extends Error { constructor(m) { super(m); this.name = "PaymentDeclined"; } }
exports.thrown = async () => { throw new PaymentDeclined("no money"); };
exports.text = async () => { throw "just text"; };
exports.callback = (event, context, done) => done(new PaymentDeclined("by callback"));
exports.late = (event, context, done) => { done(null, "last"); setTimeout(() => console.log("after"), 20); };
exports.rejected = async () => { Promise.reject(new Error("nobody awaits")); await new Promise((r) => setTimeout(r, 5000)); };
exports.exit = async () => process.exit(3);
exports.slow = async () => new Promise((r) => setTimeout(r, 5000));
exports.nothing = async () => undefined;
exports.context = async (event, context) => ({
  event, name: context.functionName, version: context.functionVersion, arn: context.invokedFunctionArn,
  left: context.getRemainingTimeInMillis() > 0, id: context.awsRequestId.length, runtime: process.env.AWS_EXECUTION_ENV,
  zone: process.env.TZ, layer: require("from-layer") });
`;

const PYTHON = `
import os
import sys
class PaymentDeclined(Exception):
    pass
def thrown(event, context):
    raise PaymentDeclined("no money")
def unmarshalled(event, context):
    return {1, 2}
def exit(event, context):
    sys.exit(3)
def context(event, context):
    return {"event": event, "name": context.function_name, "left": context.get_remaining_time_in_millis() > 0,
            "runtime": os.environ["AWS_EXECUTION_ENV"]}
`;

/** What a function answers: its error's name and message, or its result. */
type Answer = readonly [errorType: string, errorMessage: RegExp] | { readonly result: unknown };

describe("functions in the emulator", () => {
  let emulator: Emulator;
  let clients: Clients;
  let functions = 0;

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "functions.log") });
    clients = createClients(emulator.endpoint, "us-east-1");
  });

  after(async () => emulator.stop());

  async function create(
    language: "nodejs22.x" | "python3.13",
    handler: string,
    layers: string[] = [],
    code = language === "nodejs22.x" ? { "index.js": NODE } : { "app/main.py": PYTHON },
  ): Promise<{ name: string; arn: string }> {
    const name = `f${functions++}`;
    const files = Object.entries(code).map(([file, text]) => [file, strToU8(text as string)]);
    const { FunctionArn } = await clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: language,
        Handler: handler,
        Role: ROLE,
        Timeout: 2,
        Layers: layers,
        Code: { ZipFile: zipSync(Object.fromEntries(files)) },
      }),
    );
    return { name, arn: FunctionArn as string };
  }

  async function invoke(name: string): Promise<Record<string, unknown>> {
    const { Payload, FunctionError } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: '{"a":1}' }),
    );
    const payload = JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown;
    return FunctionError === undefined ? { result: payload } : (payload as Record<string, unknown>);
  }

  const cases: ["nodejs22.x" | "python3.13", string, Answer][] = [
    ["nodejs22.x", "index.thrown", ["PaymentDeclined", /^no money$/]],
    ["nodejs22.x", "index.text", ["string", /^just text$/]],
    ["nodejs22.x", "index.callback", ["PaymentDeclined", /^by callback$/]],
    ["nodejs22.x", "index.late", { result: "last" }],
    ["nodejs22.x", "index.rejected", ["Runtime.UnhandledPromiseRejection", /nobody awaits/]],
    ["nodejs22.x", "index.exit", ["Runtime.ExitError", /exited/]],
    ["nodejs22.x", "index.slow", ["Sandbox.Timedout", /Task timed out after 2\.00 seconds/]],
    ["nodejs22.x", "index.nothing", { result: null }],
    ["nodejs22.x", "index.missing", ["Runtime.HandlerNotFound", /index\.missing is undefined/]],
    ["nodejs22.x", "other.handler", ["Runtime.ImportModuleError", /Cannot find module 'other'/]],
    ["python3.13", "app/main.thrown", ["PaymentDeclined", /^no money$/]],
    ["python3.13", "app.main.unmarshalled", ["Runtime.MarshalError", /Unable to marshal response/]],
    ["python3.13", "app.main.exit", ["Runtime.ExitError", /exited/]],
    [
      "python3.13",
      "app.main.nope",
      ["Runtime.HandlerNotFound", /'nope' missing on module 'app.main'/],
    ],
    [
      "python3.13",
      "other.handler",
      ["Runtime.ImportModuleError", /Unable to import module 'other'/],
    ],
  ];
  for (const [language, handler, expected] of cases) {
    it(`in ${language} answer ${handler} as AWS does`, async () => {
      const { name } = await create(language, handler);

      const answer = await invoke(name);

      if ("result" in expected) return assert.deepEqual(answer, expected);
      assert.equal(answer["errorType"], expected[0]);
      assert.match(answer["errorMessage"] as string, expected[1]);
    });
  }

  it("send a trace of their own lines only", async () => {
    const [node, python] = [
      await invoke((await create("nodejs22.x", "index.thrown")).name),
      await invoke((await create("python3.13", "app.main.thrown")).name),
    ];
    const [first, second] = node["trace"] as string[];
    assert.equal(first, "PaymentDeclined: no money");
    assert.match(second as string, /index\.js:3/);
    const frames = python["stackTrace"] as string[];
    assert.equal(frames.length, 1);
    assert.match(frames[0] as string, /main\.py", line 7, in thrown\n/);
  });

  it("get AWS's context and their layers", async () => {
    const module = {
      "nodejs/node_modules/from-layer/index.js": strToU8('module.exports = "layer";'),
    };
    const { LayerVersionArn } = await clients.lambda.send(
      new PublishLayerVersionCommand({ LayerName: "l", Content: { ZipFile: zipSync(module) } }),
    );
    const { name, arn } = await create("nodejs22.x", "index.context", [LayerVersionArn as string]);
    const python = await create("python3.13", "app.main.context");

    assert.deepEqual((await invoke(name))["result"], {
      event: { a: 1 },
      name,
      version: "$LATEST",
      arn,
      left: true,
      id: 36,
      runtime: "AWS_Lambda_nodejs22.x",
      zone: "UTC",
      layer: "layer",
    });
    assert.deepEqual((await invoke(python.name))["result"], {
      event: { a: 1 },
      name: python.name,
      left: true,
      runtime: "AWS_Lambda_python3.13",
    });
  });

  it("run modules of either kind, and answer after an error as before", async () => {
    const { name } = await create("nodejs22.x", "index.handler", [], {
      "package.json": '{"type":"module"}',
      "index.js":
        "let calls = 0; export const handler = async () => { if (calls++ === 0) throw new TypeError('once'); return calls; };",
    } as never);

    assert.equal((await invoke(name))["errorType"], "TypeError");
    assert.deepEqual(await invoke(name), { result: 2 });
  });

  const failures = [
    ["nodejs22.x", "index.thrown", {}, "PaymentDeclined", /"no money"/],
    ["python3.13", "app.main.thrown", {}, "PaymentDeclined", /"no money"/],
    ["nodejs22.x", "index.exit", {}, "Runtime.ExitError", /exited/],
    ["python3.13", "app.main.exit", {}, "Runtime.ExitError", /exited/],
    ["nodejs22.x", "index.slow", {}, "Sandbox.Timedout", /Task timed out after 2\.00 seconds/],
    ["nodejs22.x", "index.slow", { TimeoutSeconds: 1 }, "States.Timeout", /./],
  ] as const;
  for (const [index, [language, handler, fields, expected, cause]] of failures.entries()) {
    const what = [language, handler, ...Object.keys(fields)].join(" ");
    it(`take Retry and Catch by the name of an error: ${what}`, async () => {
      const { arn } = await create(language, handler);
      const definition = {
        StartAt: "Pay",
        States: {
          Pay: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Parameters: { FunctionName: arn, Payload: {} },
            ...fields,
            Retry: [{ ErrorEquals: ["Runtime.HandlerError"], MaxAttempts: 0 }],
            Catch: [
              { ErrorEquals: ["Runtime.HandlerError"], Next: "Wrong" },
              { ErrorEquals: [expected], Next: "Caught" },
            ],
            Next: "Wrong",
          },
          Wrong: { Type: "Fail" },
          Caught: { Type: "Succeed" },
        },
      };
      const { stateMachineArn } = await clients.sfn.send(
        new CreateStateMachineCommand({
          name: `pay-${index}`,
          roleArn: ROLE,
          definition: JSON.stringify(definition),
        }),
      );
      const { executionArn } = await clients.sfn.send(
        new StartExecutionCommand({ stateMachineArn }),
      );
      let found;
      do {
        await new Promise((resolve) => setTimeout(resolve, 100));
        found = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      } while (found.status === "RUNNING");

      assert.equal(found.status, "SUCCEEDED");
      const output = JSON.parse(found.output as string) as Record<string, string>;
      assert.equal(output["Error"], expected);
      assert.match(output["Cause"] as string, cause);
    });
  }
});
