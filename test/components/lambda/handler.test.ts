import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { LambdaFunction, StateMachine } from "../../../components";
import { entryHandlerProblem, folderHandlerProblem } from "../../../components/lambda/code/handler";
import { declared } from "../../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };

describe("a function's handler", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), "handler-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  const folders: [
    file: string,
    text: string,
    runtime: string,
    handler: string,
    problem?: RegExp,
  ][] = [
    ["main.py", "def handler(event, context):\n  pass", "python3.14", "main.handler"],
    ["app/main.py", "async def work(e, c): ...", "python3.14", "app.main.work"],
    ["app/__init__.py", "from .x import *", "python3.14", "app.handler"],
    ["main.py", "handler = make()", "python3.14", "main.handler"],
    ["main.py", "app, handler = make()", "python3.14", "main.handler"],
    ["main.py", "try:\n  def handler(e, c): ...\nfinally: pass", "python3.14", "main.handler"],
    ["main.py", "from work import (\n  other,\n  handler\n)", "python3.14", "main.handler"],
    ["main.py", "from work import(a, # (b)\r\n  handler\r\n)", "python3.14", "main.handler"],
    ["main.py", "from work import other, \\\n  handler", "python3.14", "main.handler"],
    ["main.py", "[app, handler] = make()", "python3.14", "main.handler"],
    [
      "main.py",
      "",
      "python3.14",
      "app.handler",
      /has no app\.py or app\/__init__\.py: name the file/,
    ],
    [
      "main.py",
      "def other(): ...",
      "python3.14",
      "main.handler",
      /main\.py does not define handler$/,
    ],
    ["index.mjs", "export const handler = 1;", "nodejs24.x", "index.handler"],
    ["src/index.js", "exports.handler = 1;", "nodejs24.x", "src/index.handler"],
    ["index.js", "exports.work = 1;", "nodejs24.x", "index.handler", /does not define handler$/],
    ["index.js", "", "nodejs24.x", "main.handler", /has no main\.js or main\.mjs or main\.cjs/],
    ["x.jar", "", "java25", "org.acme.Handler::handle"],
  ];
  for (const [file, text, runtime, handler, problem] of folders) {
    it(`${handler} of ${runtime} is ${problem ? "not " : ""}in ${file}: ${text.trim()}`, () => {
      write(file, text);
      const found = folderHandlerProblem(folder, runtime, handler);
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found ?? "", problem);
    });
  }

  const entries: [text: string, handler: string, problem?: RegExp][] = [
    ["export const handler = () => 1;", "index.handler"],
    ["export * from './other';", "index.handler"],
    ["export * from 'package';", "index.handler"],
    ["exports.handler = () => 1;", "index.handler"],
    ["export const main = 1;", "index.main"],
    [
      "export const main = 1;",
      "index.handler",
      /^is "index\.handler", and .*entry\.ts exports main$/,
    ],
    ["const handler = 1; console.log(handler);", "index.handler", /exports nothing$/],
    ["export const handler = 1;", "entry.handler", /must be index\. and an export of entry/],
  ];
  for (const [text, handler, problem] of entries) {
    it(`${handler} is ${problem ? "not " : ""}an export of: ${text}`, () => {
      write("other.ts", "export const handler = 1;");
      const found = entryHandlerProblem(write("entry.ts", text), handler);
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found ?? "", problem);
    });
  }

  it("that is missing is an error of the arguments, unless a layer may have it", async () => {
    write("main.py", "def handler(): ...");
    const args = {
      ...NAMES,
      sourceCodeDir: folder,
      runtime: "python3.14",
      createLogGroupKey: false,
    };
    const wrong = { ...args, handler: "app.handler" };
    await declared(() => {
      assert.throws(
        () => new LambdaFunction("wrong", wrong),
        /\n {2}handler: is "app\.handler", and/,
      );
    });
    const layerArns = ["arn:aws:lambda:us-east-1:000000000000:layer:wrapper:1"];
    const stack = await declared(() => new LambdaFunction("it", { ...wrong, layerArns }));
    assert.equal(stack.one("lambda/function:Function").inputs["handler"], "app.handler");
  });

  it("does not hide that two functions, or two machines, have one name", async () => {
    const entry = write("entry.ts", "export const handler = 1;");
    const definition = { StartAt: "End", States: { End: { Type: "Succeed" } } } as const;
    await declared(() => {
      new LambdaFunction("one", { ...NAMES, entry });
      new StateMachine("one", { ...NAMES, definition });
      assert.throws(
        () => new LambdaFunction("two", { ...NAMES, entry }),
        /name: gives the name acme-qa-orders-function, which another Function of this program has/,
      );
      assert.throws(
        () => new StateMachine("two", { ...NAMES, definition }),
        /name: gives the name acme-qa-orders-sfn, which another StateMachine of this program has/,
      );
    });
    await declared(() => new LambdaFunction("again", { ...NAMES, entry }));
  });
});
