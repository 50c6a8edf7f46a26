import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { asl } from "../../../statemachine/cli/asl";
import { emulatorAddress } from "../../../statemachine/cli/command-line";
import { capture, type Captured } from "../../support/capture";

const root = path.join(__dirname, "../../..");
const example = path.join(root, "statemachine/definition.asl.json");

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly object[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly locations: readonly [
      {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: object;
        };
      },
    ];
  }[];
}

/** Runs the command in this process. */
const run = (...args: string[]): Promise<Captured> => capture(() => asl(args));

/** C1's "begin a command", a change of direction, and the title of the window. */
const HOSTILE = "\u009b31m\u202eabc\u001b]0;title\u0007\u2028";

describe("asl", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "asl-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const dangling = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } });
  const loose = JSON.stringify({
    StartAt: "A",
    States: { A: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true } },
  });

  describe("lint", () => {
    for (const args of [
      ["lint"],
      ["lint", "--format", "json"],
      ["lint", "--format", "sarif"],
      ["permissions"],
      ["export"],
    ]) {
      it(`${args.join(" ")} shows what a terminal would act upon in the names of a definition`, async () => {
        const task = { Type: "Task", Resource: `arn:aws:states:::${HOSTILE}:x`, Next: HOSTILE };
        const States = { A: task, [HOSTILE]: { Type: "Pass", [HOSTILE]: 1, End: true } };
        const file = put("m.json", JSON.stringify({ StartAt: "A", States }));
        const { stdout, stderr } = await run(args[0]!, file, ...args.slice(1));

        assert.match(stdout + stderr, /\\u009b31m\\u202eabc/);
        assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n]|[\u202e\u2028]/u);
      });
    }

    it("finds nothing in the example and exits 0", async () => {
      assert.deepEqual(await run("lint", example, "--strict", "--format", "json"), {
        exit: 0,
        stdout: "[]\n",
        stderr: "",
      });
    });

    it("prints findings of all files with their fields and exits 1 on an error", async () => {
      const file = put("dangling.json", dangling);
      const { exit, stdout } = await run("lint", example, file, "--format", "json");
      assert.equal(exit, 1);
      const findings = JSON.parse(stdout) as Record<string, string>[];
      assert.ok(findings.some((finding) => finding.path === "/States/A/Next"));
      for (const finding of findings) {
        assert.equal(finding.file, file);
        const fields = "file code severity practice path message fix line column".split(" ");
        assert.deepEqual(Object.keys(finding), fields);
      }
    });

    it("suggests the rule that may be meant, and none that is not", async () => {
      const said = async (rule: string): Promise<string> =>
        (await run("lint", example, "--rule", `${rule}=off`)).stderr;

      assert.deepEqual(
        [await said("nosuch"), await said("express-wai")],
        [
          "error: --rule: there is no lint rule 'nosuch'. All are listed in docs/lint.md\n",
          "error: --rule: there is no lint rule 'express-wai'; did you mean 'express-wait'? All are listed in docs/lint.md\n",
        ],
      );
    });

    it("exits 1 on warnings only with --strict, and takes rules by code", async () => {
      const file = put("loose.json", loose);
      const judged = await run("lint", file, "--format", "json");
      const findings = JSON.parse(judged.stdout) as { code: string; severity: string }[];
      assert.ok(findings.length > 0);
      const rules = findings.flatMap(({ code, severity }) =>
        severity === "error" ? ["--rule", `${code}=off`] : [],
      );
      assert.equal((await run("lint", file, ...rules)).exit, 0);
      assert.equal((await run("lint", file, ...rules, "--strict")).exit, 1);
      const all = findings.flatMap(({ code }) => ["--rule", `${code}=off`]);
      assert.equal((await run("lint", file, ...all, "--strict")).exit, 0);
    });

    it("prints a report for people, without colour where there is no terminal", async () => {
      const { stdout } = await run("lint", put("dangling.json", dangling));
      assert.match(
        stdout,
        /^.*dangling\.json:1:45 {2}error {2}unknown-target {2}\/States\/A\/Next/mu,
      );
      assert.match(stdout, /\d+ errors?, \d+ warnings? in 1 file\n$/u);
      assert.ok(!stdout.includes("\u001B"));
    });

    it("reads YAML", async () => {
      const file = put("work.yaml", "StartAt: A\nStates:\n  A: {Type: Succeed}\n");
      assert.equal((await run("lint", file)).exit, 0);
    });

    it("says line and column of what it finds, in JSON, YAML and broken text", async () => {
      const yaml = "# Orders\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n";
      const places = [
        [JSON.stringify(JSON.parse(dangling), null, 2), "/States/A/Next", 6, 7],
        [`\uFEFF${dangling}`, "/States/A/Next", 1, 45],
        ['{"StartAt": ${First},\n "States": {"A": {"Type": "Wait"}}}', "/States/A", 2, 13],
        [yaml, "/States/A/Next", 6, 5],
        ["{\n  'StartAt': 1\n}", "", 2, 3],
        ["StartAt: [A\n", "", 2, 1],
      ] as const;
      for (const [text, pointer, line, column] of places) {
        const { stdout } = await run("lint", put("placed.json", text), "--format", "json");
        const findings = JSON.parse(stdout) as Record<string, unknown>[];
        const found = findings.find(({ path: at }) => at === pointer);
        assert.deepEqual([found?.["line"], found?.["column"]], [line, column], text);
      }
    });

    it("writes SARIF with the rules that were broken and the place of each finding", async () => {
      const { exit, stdout } = await run("lint", put("a b.json", dangling), "--format", "sarif");
      const log = JSON.parse(stdout) as { version: string; runs: SarifRun[] };
      const [{ tool, results }] = log.runs as [SarifRun];
      const at = results.findIndex(({ ruleId }) => ruleId === "unknown-target");
      const { level, ruleIndex, locations } = results[at] as SarifRun["results"][number];
      assert.deepEqual([exit, log.version, level], [1, "2.1.0", "error"]);
      const { id, help } = tool.driver.rules[ruleIndex] as {
        id: string;
        help: { markdown: string };
      };
      assert.equal(id, "unknown-target");
      assert.ok(help.markdown.includes("`docs/lint/unknown-target.md`"));
      const { artifactLocation, region } = locations[0].physicalLocation;
      assert.ok(artifactLocation.uri.endsWith("/a%20b.json"));
      assert.deepEqual(region, { startLine: 1, startColumn: 45 });
    });

    it("makes a finding of text that is no definition", async () => {
      for (const text of ["", "{", '{"StartAt":', "[]", "just words"]) {
        const { exit, stdout } = await run("lint", put("broken.json", text), "--format", "json");
        assert.equal(exit, 1, text);
        assert.ok((JSON.parse(stdout) as unknown[]).length > 0, text);
      }
    });

    it("says which files it cannot read, judges the others, and exits 2", async () => {
      const binary = put("binary.json", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1));
      const latin = put("latin.json", Uint8Array.of(0x22, 0xfc, 0x22));
      const missing = path.join(folder, "missing.json");
      const files = [binary, latin, missing, folder, put("dangling.json", dangling)];
      const { exit, stdout, stderr } = await run("lint", ...files, "--format", "json");
      assert.equal(exit, 2);
      assert.ok((JSON.parse(stdout) as unknown[]).length > 0);
      assert.deepEqual(stderr.trimEnd().split("\n"), [
        `error: ${binary} is not text: a definition is JSON or YAML in UTF-8`,
        `error: ${latin} is not text: a definition is JSON or YAML in UTF-8`,
        `error: cannot read ${missing}: there is no such file`,
        `error: ${folder} is a directory; name the files in it`,
      ]);
    });

    it("judges what it can read of the definitions that a template names, and exits 2", async () => {
      const machine = (file: string): object => ({
        Type: "AWS::Serverless::StateMachine",
        Properties: { DefinitionUri: file },
      });
      put("dangling.json", dangling);
      const Resources = { Gone: machine("gone.json"), Here: machine("dangling.json") };
      const template = put("template.json", JSON.stringify({ Resources }));
      const { exit, stdout, stderr } = await run("lint", template, "--format", "json");
      assert.equal(exit, 2);
      const files = (JSON.parse(stdout) as { file: string }[]).map(({ file }) => file);
      assert.deepEqual([...new Set(files)], [path.join(folder, "dangling.json")]);
      const missing = path.join(folder, "gone.json");
      assert.equal(stderr, `error: cannot read ${missing}: there is no such file\n`);
    });

    it("counts a file that is named twice once", async () => {
      const { stdout } = await run("lint", example, example);
      assert.match(stdout, / in 1 file\n$/u);
    });

    it("writes names of files into SARIF so that they are URIs", async () => {
      const file = put("a #1?\\b.json", dangling);
      const { stdout } = await run("lint", path.relative(".", file), "--format", "sarif");
      const { runs } = JSON.parse(stdout) as { runs: readonly SarifRun[] };
      const { uri } = runs[0]!.results[0]!.locations[0].physicalLocation.artifactLocation;
      assert.match(uri, /\/a%20%231%3F%5Cb\.json$/u);
    });

    it("judges or refuses huge and deep files, fast", async () => {
      const huge = await run("lint", put("huge.json", `{"Comment":"${"x".repeat(20e6)}"}`));
      assert.equal(huge.exit, 1);
      const tooLarge = await run("lint", put("more.json", " ".repeat(65 * 1_048_576)));
      assert.match(tooLarge.stderr, /has 65 MiB; a definition has at most 1 MiB/u);
      assert.equal(tooLarge.exit, 2);
      const deep = await run("lint", put("deep.json", "[".repeat(100_000)));
      assert.equal(deep.exit, 1);
    });
  });

  describe("permissions", () => {
    it("says what fills in the name of the machine", async () => {
      const file = put(
        "nested.json",
        JSON.stringify({
          StartAt: "A",
          States: {
            A: {
              Type: "Map",
              Label: "items",
              ItemProcessor: {
                ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
                StartAt: "B",
                States: { B: { Type: "Pass", End: true } },
              },
              End: true,
            },
          },
        }),
      );

      const unnamed = await run("permissions", file);
      const named = await run("permissions", file, "--name", "orders");

      assert.match(unnamed.stdout, /:stateMachine:\$\{StateMachineName\}/);
      assert.equal(
        unnamed.stderr,
        "note: ${StateMachineName} stands for the machine's name: give --name\n",
      );
      assert.match(named.stdout, /:stateMachine:orders/);
      assert.equal(named.stderr, "");
    });

    const invoke = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { "FunctionName.$": "$.function" },
      End: true,
    };
    const dynamic = JSON.stringify({ StartAt: "A", States: { A: invoke } });

    it("prints the policy document", async () => {
      const { exit, stdout } = await run("permissions", example);
      assert.equal(exit, 0);
      const { Version, Statement } = JSON.parse(stdout) as Record<string, { Action: unknown }[]>;
      assert.equal(Version, "2012-10-17");
      assert.deepEqual(
        Statement?.map(({ Action }) => Action),
        [["lambda:InvokeFunction"]],
      );
    });

    it("takes the partition of the region", async () => {
      const putItem = {
        Type: "Task",
        Resource: "arn:aws-cn:states:::dynamodb:putItem",
        Parameters: { TableName: "orders", Item: { id: { S: "1" } } },
        End: true,
      };
      const file = put("put.json", JSON.stringify({ StartAt: "A", States: { A: putItem } }));
      const { stdout } = await run("permissions", file, "--region", "cn-north-1");
      assert.match(stdout, /"arn:aws-cn:dynamodb:cn-north-1:000000000000:table\/orders"/);
    });

    it("names the states that cannot be decided, and takes grants for them", async () => {
      const file = put("dynamic.json", dynamic);
      const { exit, stdout, stderr } = await run("permissions", file);
      assert.deepEqual([exit, stdout], [1, ""]);
      assert.match(stderr, /^ {2}A: .*lambda:InvokeFunction/mu);
      assert.match(stderr, /--grants FILE/u);
      const resources = ["arn:aws:lambda:us-east-1:000000000000:function:work"];
      const grants = { A: [{ actions: ["lambda:InvokeFunction"], resources }] };
      const settled = await run(
        "permissions",
        file,
        "--grants",
        put("g.json", JSON.stringify(grants)),
      );
      assert.equal(settled.exit, 0);
      assert.ok(settled.stdout.includes(resources[0] ?? "?"));
    });

    it("refuses grants of another shape, and text that is no definition", async () => {
      const bad = await run("permissions", example, "--grants", put("g.json", '{"A": ["x"]}'));
      assert.equal(bad.exit, 2);
      assert.match(bad.stderr, /grants have the shape/u);
      assert.equal((await run("permissions", put("x.json", "{"))).exit, 2);
      for (const text of ["[]", "null", "42", '{"Resources": {}}']) {
        const none = await run("permissions", put("none.json", text));
        assert.deepEqual([none.exit, none.stdout], [2, ""]);
        assert.match(none.stderr, /an object with StartAt and States/u);
      }
    });
  });

  describe("permissions of what cannot be right", () => {
    it("refuses states of unknown type, naming each, where they stand", async () => {
      const inner = {
        StartAt: "B",
        States: { B: { Resource: "arn:aws:states:::sqs:sendMessage" } },
      };
      const States = {
        A: { Type: "Taks", Resource: "arn:aws:states:::lambda:invoke", End: true },
        M: { Type: "Map", ItemProcessor: inner, End: true },
        D: { Type: "${Type}", End: true },
      };
      const file = put("types.json", JSON.stringify({ StartAt: "A", States }));
      const { exit, stdout, stderr } = await run("permissions", file);
      assert.deepEqual([exit, stdout], [2, ""]);
      assert.deepEqual(stderr.trimEnd().split("\n"), [
        `error: ${file}: a Type is one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel or Map:`,
        '  A (/States/A) has the unknown Type "Taks"',
        "  B (/States/M/ItemProcessor/States/B) has no Type",
      ]);
    });

    it("refuses an account, partition or region that there cannot be", async () => {
      const refused = [
        ["--account", "12", "the 12 digits of an account"],
        ["--account", "", "the 12 digits of an account"],
        ["--partition", "foo", "the name of a partition, such as aws, aws-cn or aws-us-gov"],
        ["--region", "not a region", "the name of a region, such as us-east-1"],
      ] as const;
      for (const [flag, value, wanted] of refused) {
        const message = `error: ${flag} takes ${wanted}, not "${value}"\n`;
        assert.deepEqual(await run("permissions", example, flag, value), {
          exit: 2,
          stdout: "",
          stderr: message,
        });
      }
      for (const region of [
        "eu-west-1",
        "us-gov-east-1",
        "cn-north-1",
        "eusc-de-east-1",
        "${AWS::Region}",
      ]) {
        assert.equal((await run("permissions", example, "--region", region)).exit, 0, region);
      }
    });

    it("says of a file of grants what grants are", async () => {
      const grants = put("g.json", Uint8Array.of(0x7f, 0, 1));
      const { exit, stderr } = await run("permissions", example, "--grants", grants);
      assert.equal(exit, 2);
      assert.equal(stderr, `error: ${grants} is not text: grants are JSON or YAML in UTF-8\n`);
    });
  });

  describe("export", () => {
    it("refuses what is not a definition", async () => {
      for (const text of ["[]", "null", "42", '{"StartAt": "A"}']) {
        const file = put("none.json", text);
        assert.deepEqual(await run("export", file), {
          exit: 2,
          stdout: "",
          stderr: `error: ${file}: this is not a definition, which is an object with StartAt and States\n`,
        });
      }
    });

    it("refuses an alias inside its own anchor", async () => {
      const file = put("cycle.yaml", "StartAt: A\nStates: &all\n  A: {Type: Map, States: *all}\n");
      assert.deepEqual(await run("export", file), {
        exit: 2,
        stdout: "",
        stderr: `error: ${file}: an alias is inside what it stands for: JSON cannot say that\n`,
      });
    });

    it("refuses more levels than can be written, in one line", async () => {
      const open = '{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":';
      const inside = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
      const file = put("deep.json", open.repeat(3000) + inside + "}}}".repeat(3000));
      const { exit, stdout, stderr } = await run("export", file);
      assert.deepEqual([exit, stdout], [2, ""]);
      assert.match(
        stderr,
        /^error: asl export .*deep\.json: the definition is nested more deeply .*\n$/,
      );
    });
  });

  describe("diagram", () => {
    it("draws into a file of the format that its name says", async () => {
      for (const [name, start] of [
        ["x.svg", "<svg "],
        ["x.png", "\u0089PNG"],
        ["x.mmd", "%%{init"],
      ] as const) {
        const out = path.join(folder, name);
        const { exit, stdout } = await run("diagram", example, "--out", out, "--theme", "dark");
        assert.deepEqual([exit, stdout], [0, ""]);
        assert.ok(readFileSync(out, "latin1").startsWith(start));
      }
    });

    it("shows an execution", async () => {
      const history = put(
        "h.json",
        JSON.stringify({ status: "FAILED", path: ["LambdaInvoke", "FailState"] }),
      );
      const out = path.join(folder, "x.svg");
      assert.equal((await run("diagram", example, "--out", out, "--history", history)).exit, 0);
      assert.match(readFileSync(out, "utf8"), /FAILED/u);
    });

    it("shows an execution as Windows PowerShell writes what the AWS CLI prints, in UTF-16", async () => {
      const json = JSON.stringify({ status: "FAILED", path: ["LambdaInvoke", "FailState"] });
      const history = path.join(folder, "utf16.json");
      writeFileSync(history, `\uFEFF${json}`, "utf16le");
      const out = path.join(folder, "x.mmd");
      assert.equal((await run("diagram", example, "--out", out, "--history", history)).exit, 0);
      assert.match(readFileSync(out, "utf8"), /failed/u);
    });

    it("exits 2 on another extension, a bad history, and nothing to draw", async () => {
      const out = path.join(folder, "x.svg");
      const cases: [string[], RegExp][] = [
        [[example, "--out", "x.gif"], /ends in \.svg, \.png or \.mmd/u],
        [[example, "--out", out, "--history", put("h.json", "{}")], /h\.json: a history is/u],
        [[example, "--out", out, "--history", ""], /^error: cannot read : there is no such file/u],
        [[put("e.json", "{}"), "--out", out], /there is nothing to draw/u],
        [
          [example, "--out", path.join(folder, "no", "x.svg")],
          /cannot write .*no.x\.svg: there is no such folder$/mu,
        ],
        [[example], /required option '--out <file>'/u],
      ];
      for (const [args, message] of cases) {
        const { exit, stderr } = await run("diagram", ...args);
        assert.equal(exit, 2);
        assert.match(stderr, message);
      }
    });
  });

  it("answers --version with the package's", async () => {
    const { version } = JSON.parse(
      readFileSync(path.join(root, "statemachine/package.json"), "utf8"),
    ) as { readonly version: string };
    assert.deepEqual(await run("--version"), { exit: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("answers --help for itself and each command, and exits 2 on wrong usage", async () => {
    for (const args of [
      ["--help"],
      ["lint", "--help"],
      ["permissions", "--help"],
      ["diagram", "--help"],
    ]) {
      const { exit, stdout } = await run(...args);
      assert.equal(exit, 0);
      assert.match(stdout, /^Usage: asl /u);
    }
    for (const args of [
      [],
      ["lint"],
      ["paint"],
      ["lint", example, "--type", "QUICK"],
      ["lint", example, "--rule", "no-such-rule=off"],
      ["lint", example, "--rule", "task-timeout=off=warning"],
    ]) {
      const { exit, stdout } = await run(...args);
      assert.deepEqual([exit, stdout], [2, ""], args.join(" "));
    }
  });

  it("takes the address of an emulator in any letters", () => {
    assert.equal(emulatorAddress("HTTP://LOCALHOST:4566"), "HTTP://LOCALHOST:4566");
    assert.throws(() => emulatorAddress("file:///a"), { name: "UsageError" });
  });

  it("writes to standard output by its name in the system", function () {
    if (process.platform === "win32") this.skip();
    const command = "node engine/command.mjs statemachine/cli/bin.ts export";
    const args = ["-c", `${command} ${example} --out /dev/stdout | cat`];
    const { stdout } = spawnSync("sh", args, { cwd: root, encoding: "utf8" });
    assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync(example, "utf8")));
  });

  it("runs from the shell with the definition on standard input", () => {
    const args = ["engine/command.mjs", "statemachine/cli/bin.ts", "lint", "-", "--format", "json"];
    const { status, stdout } = spawnSync("node", args, {
      cwd: root,
      input: dangling,
      encoding: "utf8",
    });
    assert.equal(status, 1);
    const [finding] = JSON.parse(stdout) as { file: string }[];
    assert.equal(finding?.file, "-");
  });
});
