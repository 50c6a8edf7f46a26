import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { aslOfProgram } from "../../../engine/commands/asl";
import { emit } from "../../../engine/commands/emit";
import { PROJECT_DIR, runProgram, type StackDocument } from "../../../engine/program";
import { capture, type Captured } from "../../support/capture";

const PULUMI_YAML = "name: shop\nruntime: nodejs\n";

const TOPIC = `import * as aws from "@pulumi/aws";
export const topic = new aws.sns.Topic("orders");
`;

describe("a program elsewhere", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "program-"));
    symlinkSync(path.join(PROJECT_DIR, "node_modules"), path.join(folder, "node_modules"));
    write({ "Pulumi.yaml": PULUMI_YAML, "Pulumi.dev.yaml": "config: {}\n" });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  const ES_PACKAGE = { "package.json": '{"type": "module"}' };
  const run = (): Promise<StackDocument> => runProgram({ stack: "dev", projectDir: folder });
  const emitted = (): Promise<Captured> =>
    capture(() => emit(["--program", folder, "--stack", "dev"]));
  const names = ({ resources }: StackDocument): string[] =>
    resources.map(({ type, name }) => `${type} ${name}`);
  const BOTH = ["aws:sns/topic:Topic orders", "pulumi:pulumi:Stack shop-dev"];

  it("is emitted by its folder, and what it prints is not part of the document", async () => {
    write({ "index.ts": `${TOPIC}console.log("hello");\nexport const name = topic.name;\n` });

    const { exit, stdout, stderr } = await emitted();

    assert.equal(exit, 0, stderr);
    assert.equal(stderr, "hello\n");
    const document = JSON.parse(stdout) as StackDocument;
    assert.deepEqual(names(document), BOTH);
    assert.equal(document.outputs["name"], "orders-xxxxxxx");
  });

  const MAINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "a file": { "Pulumi.yaml": `${PULUMI_YAML}main: src/app.ts\n`, "src/app.ts": TOPIC },
    "a folder": { "Pulumi.yaml": `${PULUMI_YAML}main: src/\n`, "src/index.ts": TOPIC },
    "what package.json says": { "package.json": '{"main": "app.ts"}', "app.ts": TOPIC },
    "index.ts where package.json names what is not built": {
      "package.json": '{"main": "bin/index.js"}',
      "index.ts": TOPIC,
    },
    "index.js": {
      "index.js": 'const aws = require("@pulumi/aws"); new aws.sns.Topic("orders");',
    },
  };
  for (const [what, files] of Object.entries(MAINS)) {
    it(`starts at ${what}`, async () => {
      write(files);
      assert.deepEqual(names(await run()), BOTH);
    });
  }

  for (const [what, files] of Object.entries({ required: {}, imported: ES_PACKAGE })) {
    it(`is evaluated whole in each run, in its own folder, being ${what}`, async () => {
      write({
        ...files,
        "index.ts": `import { readFileSync } from "node:fs";\nimport "./lib/topic";\nexport const text = readFileSync("a.txt", "utf8");\n`,
        "lib/topic.ts": TOPIC,
        "a.txt": "hello",
      });

      const [first, second] = [await run(), await run()];

      assert.deepEqual(names(first), BOTH);
      assert.deepEqual(second, first);
      assert.deepEqual(first.outputs, { text: "hello" });
      assert.notEqual(process.cwd(), folder);
    });
  }

  for (const [what, files] of Object.entries({ "a required": {}, "an imported": ES_PACKAGE })) {
    it(`runs with this SDK, also where ${what} program has a copy of its own`, async () => {
      write(files);
      rmSync(path.join(folder, "node_modules"));
      mkdirSync(path.join(folder, "node_modules", "@pulumi"), { recursive: true });
      for (const name of ["aws", "random"]) {
        const link = path.join(folder, "node_modules", "@pulumi", name);
        symlinkSync(path.join(PROJECT_DIR, "node_modules", "@pulumi", name), link);
      }
      write({
        "node_modules/@pulumi/pulumi/index.js": 'throw new Error("another SDK");',
        "index.ts": `import * as pulumi from "@pulumi/pulumi";\n${TOPIC}export const stack = pulumi.getStack();\n`,
      });
      assert.deepEqual((await run()).outputs["stack"], "dev");
    });
  }

  it("imports a module itself, as Pulumi's search for the modules of a function expects", async () => {
    write({
      "lib.ts": "export const one = 1;\n",
      "index.ts": `import * as lib from "./lib";\nexport const same = lib === require("./lib");\n`,
    });
    assert.deepEqual((await run()).outputs, { same: true });
  });

  const MAKE = 'const topic = new aws.sns.Topic("orders");\n  return { name: topic.name };';
  const AWS = 'import * as aws from "@pulumi/aws";\n';
  const COMMON_JS = 'const aws = require("@pulumi/aws");\n';
  const FUNCTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "an async function, as TypeScript": {
      "index.ts": `${AWS}export = async () => {\n  await null;\n  ${MAKE}\n};\n`,
    },
    "a function, as CommonJS": {
      "index.js": `${COMMON_JS}module.exports = () => {\n  ${MAKE}\n};\n`,
    },
    "a promise": {
      "index.js": `${COMMON_JS}module.exports = (async () => {\n  await null;\n  ${MAKE}\n})();\n`,
    },
    "a default function, as an ES module": {
      ...ES_PACKAGE,
      "index.ts": `${AWS}export default async () => {\n  await null;\n  ${MAKE}\n};\n`,
    },
    "an ES module that awaits, and one that it imports": {
      ...ES_PACKAGE,
      "lib.ts": "export const base: string = await Promise.resolve('orders');\n",
      "index.ts": `${AWS}import { base } from "./lib";\nconst topic = new aws.sns.Topic(base);\nexport const { name } = await { name: topic.name };\n`,
    },
    "an ES module that awaits, in JavaScript": {
      ...ES_PACKAGE,
      "index.js": `${AWS}await null;\nexport const { name } = new aws.sns.Topic("orders");\n`,
    },
    "default values, as an ES module": {
      ...ES_PACKAGE,
      "index.js": `${AWS}const topic = new aws.sns.Topic("orders");\nexport default { name: topic.name };\n`,
    },
  };
  for (const [what, files] of Object.entries(FUNCTIONS)) {
    it(`runs what it exports: ${what}`, async () => {
      write(files);

      const document = await run();

      assert.deepEqual(names(document), BOTH);
      assert.deepEqual(document.outputs, { name: "orders-xxxxxxx" });
    });
  }

  it("fails where the function that it exports does", async () => {
    write({ "index.ts": "export = async () => {\n  await null;\n  throw new Error('no');\n};\n" });
    assert.equal((await emitted()).stderr, "error: no\n    at index.ts:3:9\n");
  });

  it("says that Pulumi does not call a default function outside of an ES module", async () => {
    write({ "index.ts": "export default async () => ({ a: 1 });\n" });
    const { exit, stderr } = await emitted();
    assert.equal(exit, 0);
    assert.match(stderr, /^note: the program's default export is a function, .*'export ='.*\n$/);
  });

  const COMPILERS: readonly (readonly [string, string, string, string])[] = [
    [
      "that Pulumi cannot run it with TypeScript 7, once",
      "7.0.2",
      PULUMI_YAML,
      "note: Pulumi cannot run the program with TypeScript 7.0.2: run npm install --save-dev typescript@6 in FOLDER\n",
    ],
    [
      "nothing of TypeScript 7 where the program is compiled before",
      "7.0.2",
      "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
      "",
    ],
    ["nothing of TypeScript 6", "6.0.3", PULUMI_YAML, ""],
  ];
  for (const [what, version, project, note] of COMPILERS) {
    it(`says ${what}`, async () => {
      write({
        "Pulumi.yaml": `${project}main: program\n`,
        "program/index.ts": "export const a = 1;\n",
        "program/node_modules/typescript/package.json": JSON.stringify({ version }),
      });

      const first = await emitted();
      const second = await emitted();

      assert.equal(first.stderr, note.replace("FOLDER", path.join(folder, "program")));
      assert.equal(second.stderr, "");
    });
  }

  const SYNTAX: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      "TypeScript",
      { "index.ts": "const é = 'é', x = ;\n" },
      `Unexpected ";"\n    at index.ts:1:20`,
    ],
    [
      "JavaScript",
      { "index.js": "const a = 1;\n  const b = ;\n" },
      "Unexpected token ';'\n    at index.js:2:13",
    ],
    [
      "an ES module",
      { ...ES_PACKAGE, "index.ts": "const é = 'é', x = ;\n" },
      `Unexpected ";"\n    at index.ts:1:20`,
    ],
    [
      "an ES module in JavaScript",
      { ...ES_PACKAGE, "index.js": "const a = 1;\n  const b = ;\n" },
      "Unexpected token ';'\n    at index.js:2:13",
    ],
    [
      "a file that it imports",
      {
        "index.ts": 'import "./lib/a";\n',
        "lib/a.ts": "export const a = 1;\nexport const b = ;\n",
      },
      `Unexpected ";"\n    at lib/a.ts:2:18`,
    ],
  ];
  for (const [what, files, message] of SYNTAX) {
    it(`shows where its syntax is wrong: ${what}`, async () => {
      write(files);
      const { exit, stdout, stderr } = await emitted();
      assert.equal(exit, 2);
      assert.equal(stderr, `error: SyntaxError: ${message}\n`);
      assert.equal(stdout, "");
    });
  }

  const LATER = "setTimeout(() => undefined, 1000);\n";
  const ENDING: Readonly<Record<string, readonly [program: string, code: number]>> = {
    "at once": ["process.exit(3);\n", 3],
    "without a code": ["process.exit();\n", 0],
    "with the code set before": ["process.exitCode = 4;\nprocess.exit();\n", 4],
    "where it catches what is thrown": ["try {\n  process.exit(3);\n} catch {}\n", 3],
    "after a failure": [
      "async function main() { throw new Error('x'); }\nmain().catch(() => process.exit(5));\n",
      5,
    ],
    "from a timer": [
      "module.exports = new Promise(() => undefined);\nsetTimeout(() => process.exit(6), 10);\n" +
        LATER,
      6,
    ],
  };
  for (const [what, [program, code]] of Object.entries(ENDING)) {
    it(`is told in one line where it ends the process ${what}`, async () => {
      write({ "index.js": program });
      const { exitCode } = process;
      try {
        const { exit, stdout, stderr } = await emitted();
        assert.equal(exit, 2);
        assert.equal(stdout, "");
        assert.equal(stderr, `error: the program ended itself with code ${code}\n`);
      } finally {
        process.exitCode = exitCode;
      }
    });
  }

  it("is bad input where it fails in a timer", async () => {
    write({
      "index.js": `module.exports = new Promise(() => undefined);\nsetTimeout(() => {\n  throw new Error("late");\n}, 10);\n${LATER}`,
    });
    const { exit, stderr } = await emitted();
    assert.equal(exit, 2);
    assert.equal(stderr, "error: late\n    at index.js:3:9\n");
  });

  it("is bad input where a promise is rejected, to asl too", async () => {
    write({ "index.ts": "export const a = 1;\nvoid Promise.reject(new Error('no'));\n" });
    const args = ["lint", "--program", folder, "--stack", "dev"];
    const { exit, stderr } = await capture(() => aslOfProgram(args));
    assert.equal(exit, 2);
    assert.equal(stderr, "error: no\n    at index.ts:2:21\n");
  });

  it("is found from where npm was called", async () => {
    write({ "index.ts": TOPIC });
    const { INIT_CWD } = process.env;
    process.env["INIT_CWD"] = path.dirname(folder);
    try {
      const args = ["--program", path.basename(folder), "--stack", "dev"];
      const { exit, stdout, stderr } = await capture(() => emit(args));
      assert.equal(exit, 0, stderr);
      assert.deepEqual(names(JSON.parse(stdout) as StackDocument), BOTH);
    } finally {
      if (INIT_CWD === undefined) delete process.env["INIT_CWD"];
      else process.env["INIT_CWD"] = INIT_CWD;
    }
  });

  for (const [what, files] of Object.entries({ required: {}, imported: ES_PACKAGE })) {
    it(`shows where it throws, being ${what}`, async () => {
      write({
        ...files,
        "index.ts": `import { fail } from "./lib/fail";\n\n\nfail({ text: "x" });\n`,
        "lib/fail.ts": `interface Input {\n  text: string;\n}\n\nexport function fail(input: Input): never {\n  throw new Error("no " + input.text);\n}\n`,
      });

      const { exit, stderr } = await emitted();

      assert.equal(exit, 2);
      assert.equal(stderr, "error: no x\n    at lib/fail.ts:6:9\n    at index.ts:4:1\n");
    });
  }

  it("runs an ES module once whose data is not JSON", async () => {
    write({ ...ES_PACKAGE, "index.js": "console.log('once');\nJSON.parse('{');\n" });
    assert.match(
      (await emitted()).stderr,
      /^once\nerror: SyntaxError: .*\n {4}at index\.js:2:6\n$/,
    );
  });

  it("shows what is undefined, and where", async () => {
    write({ "index.ts": `const a: { b: string }[] = [];\n\nexport const c = a[1]!.b;\n` });
    assert.match(
      (await emitted()).stderr,
      /^error: TypeError: Cannot read properties of undefined \(reading 'b'\)\n {4}at index\.ts:3:\d+\n$/,
    );
  });

  const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      "whose packages are not installed",
      { "index.ts": 'import "left-pad";\n' },
      /^error: the program needs the package left-pad, which is not installed: run npm install left-pad in .*program-\w+\n$/,
    ],
    [
      "whose packages are listed and not installed",
      {
        "package.json": '{ "dependencies": { "@shop/left-pad": "1.0.0" } }',
        "index.ts": 'import "@shop/left-pad/clients/s3";\n',
      },
      /^error: the program needs the package @shop\/left-pad, which is not installed: run npm install in .*program-\w+\n$/,
    ],
    [
      "without a file to run",
      {},
      /^error: .*program-\w+ has no program: "main" of Pulumi\.yaml names a file, or a folder with index\.ts or index\.js\n$/,
    ],
    [
      "with a default export and others, as an ES module",
      { ...ES_PACKAGE, "index.ts": "export default 1;\nexport const a = 2;\n" },
      /^error: the program has a default export and others \(a\): Pulumi takes one or the others, not both\n$/,
    ],
    [
      "that awaits outside of a function",
      { "index.ts": "const a = 1;\nexport const b = await a;\n" },
      /^error: index\.ts:2:18: 'await' outside of a function does not run here: write "type": "module" .*'export = async .*\n$/,
    ],
    [
      "whose packages are not installed, as an ES module",
      { ...ES_PACKAGE, "index.ts": 'import "left-pad";\n' },
      /^error: the program needs the package left-pad, which is not installed: run npm install left-pad in .*program-\w+\n$/,
    ],
    [
      "in another language",
      { "Pulumi.yaml": "name: shop\nruntime: python\n" },
      /^error: shop is a program in python, and only nodejs runs without the Pulumi CLI: .*\n$/,
    ],
  ];
  for (const [what, files, message] of REFUSED) {
    it(`${what} is refused in one line`, async () => {
      write(files);
      const { exit, stdout, stderr } = await emitted();
      assert.equal(exit, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    });
  }

  it("is refused where there is no project", async () => {
    const nowhere = path.join(folder, "nowhere");
    const { exit, stderr } = await capture(() => emit(["--program", nowhere, "--stack", "dev"]));
    assert.equal(exit, 2);
    assert.equal(stderr, `error: --program ${nowhere}: there is no Pulumi.yaml in ${nowhere}\n`);
  });
});
