import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { asl } from "../../../statemachine/cli/asl";
import { readText } from "../../../statemachine/definition/parse";
import { locator, readWhole } from "../../../statemachine/embedded";
import { lintText } from "../../../statemachine/lint";
import { capture, type Captured } from "../../support/capture";

interface Placed {
  readonly file: string;
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A machine whose one fault is that it goes to NoSuch. */
const faulty = (next = "NoSuch"): object => ({
  StartAt: "A",
  TimeoutSeconds: 60,
  States: {
    A: { Type: "Pass", Result: { table: "TABLE", x: 1 }, Next: next },
    "B é": { Type: "Succeed" },
    C: { Type: "Choice", Choices: [{ Variable: "$.x", IsNull: true, Next: "A" }], Default: "B é" },
  },
});
const json = JSON.stringify(faulty(), null, 2);

/** `text`, each of its lines further in by some blanks. */
const indent = (text: string, by: number): string => text.replace(/^/gm, " ".repeat(by));

const resource = (type: string, properties: string): string =>
  `AWSTemplateFormatVersion: "2010-09-09"\n# Orders\nResources:\n  Orders:\n    Type: AWS::${type}\n    Properties:\n${indent(properties, 6)}\n`;
const sam = (properties: string): string => resource("Serverless::StateMachine", properties);
const cfn = (properties: string): string => resource("StepFunctions::StateMachine", properties);
const template = (properties: object): string =>
  JSON.stringify(
    { Resources: { Orders: { Type: "AWS::StepFunctions::StateMachine", Properties: properties } } },
    null,
    1,
  );
const show = (part: string, definition: string): string =>
  JSON.stringify(
    {
      [part]: {
        root_module: {
          resources: [{ type: "aws_sqs_queue", values: {} }],
          child_modules: [
            {
              resources: [
                {
                  address: "module.orders.aws_sfn_state_machine.this",
                  type: "aws_sfn_state_machine",
                  values: { definition, type: "STANDARD" },
                },
              ],
            },
          ],
        },
      },
    },
    null,
    2,
  );

const [head = "", tail = ""] = json.split("TABLE");
const PROPERTIES = "/Resources/Orders/Properties";
const MODULE = "root_module/child_modules/0/resources/0/values/definition";

/** Title, text, and where the definition stands in it. */
const TEMPLATES: readonly (readonly [title: string, text: string, at: string])[] = [
  ["Definition in SAM", sam(`Definition:\n${indent(json, 2)}`), `${PROPERTIES}/Definition`],
  [
    "DefinitionString as a block",
    cfn(`DefinitionString: |\n${indent(json, 2)}`),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "DefinitionString as a folded block",
    cfn(`DefinitionString: >-\n${indent(json, 2)}`),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "a block with the line ends of Windows",
    cfn(`DefinitionString: |\n${indent(json, 2)}`).replaceAll("\n", "\r\n"),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "DefinitionString in single quotes",
    cfn(`DefinitionString: '${json.replace("Pass", "Pass").replaceAll("\n", "\n        ")}'`),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "DefinitionString in double quotes",
    cfn(`DefinitionString: ${JSON.stringify(json)}`),
    `${PROPERTIES}/DefinitionString`,
  ],
  ["!Sub", cfn(`DefinitionString: !Sub |\n${indent(json, 2)}`), `${PROPERTIES}/DefinitionString`],
  [
    "!Sub with a map",
    cfn(`DefinitionString: !Sub\n  - |\n${indent(json, 4)}\n  - { Table: !Ref Table }`),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "Fn::Sub",
    cfn(`DefinitionString:\n  Fn::Sub: |\n${indent(json, 4)}`),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "!Join",
    cfn(
      `DefinitionString: !Join\n  - "\\n"\n  - - ${json
        .split("\n")
        .map((line) => `'${line}'`)
        .join("\n    - ")}`,
    ),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "Fn::ToJsonString",
    cfn(`DefinitionString:\n  Fn::ToJsonString:\n${indent(json, 4)}`),
    `${PROPERTIES}/DefinitionString/Fn::ToJsonString`,
  ],
  [
    "!ToJsonString",
    cfn(`DefinitionString: !ToJsonString\n${indent(json, 2)}`),
    `${PROPERTIES}/DefinitionString/Fn::ToJsonString`,
  ],
  ["Definition in JSON", template({ Definition: faulty() }), `${PROPERTIES}/Definition`],
  [
    "DefinitionString in JSON",
    template({ DefinitionString: json }),
    `${PROPERTIES}/DefinitionString`,
  ],
  [
    "what the CDK writes",
    template({
      DefinitionString: {
        "Fn::Join": [
          "",
          [
            head,
            { "Fn::GetAtt": ["Table", "Arn"] },
            tail.slice(0, tail.indexOf("NoSuch")),
            "NoSuch",
            tail.slice(tail.indexOf("NoSuch") + 6),
          ],
        ],
      },
    }),
    `${PROPERTIES}/DefinitionString`,
  ],
  ["a plan of Terraform", show("planned_values", json), `/planned_values/${MODULE}`],
  ["a state of Terraform", show("values", JSON.stringify(faulty())), `/values/${MODULE}`],
];

describe("definitions in templates", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "asl-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const run = (...args: string[]): Promise<Captured> => capture(() => asl(args));
  const lintFile = async (file: string): Promise<Placed[]> =>
    JSON.parse((await run("lint", file, "--format", "json")).stdout) as Placed[];

  for (const [title, text, at] of TEMPLATES) {
    it(`${title} is linted where it stands`, async () => {
      const found = await lintFile(put("template.yaml", text));
      const target = found.find(({ code }) => code === "unknown-target");
      const [, before = ""] = /^([^]*?)\\?"Next\\?": ?\\?"/.exec(text) ?? [];
      const lines = before.split("\n");
      assert.deepEqual(
        [target?.path, target?.line, target?.column],
        [`${at}/States/A/Next`, lines.length, (lines.at(-1) ?? "").length + 1],
      );
    });
  }

  const two = `Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: Send
        TimeoutSeconds: 60
        States:
          Send:
            Type: Task
            Resource: !Sub arn:\${AWS::Partition}:states:::sqs:sendMessage.waitForTaskToken
            TimeoutSeconds: 9
            Parameters: { QueueUrl: !Ref Queue, MessageBody.$: $$.Task.Token }
            Retry: [{ ErrorEquals: [States.ALL], MaxDelaySeconds: 9, JitterStrategy: FULL }]
            End: true
  Returns:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: returns.asl.json }
  Stored:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionS3Location: { Bucket: b, Key: k } }
  Given:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionString: !Ref Text }
  Empty:
    Type: AWS::StepFunctions::StateMachine
`;

  it("judges each machine as its type, by the names that functions give", () => {
    assert.deepEqual(
      lintText(two).map(({ code, path: at }) => `${code} ${at}`),
      [
        "not-a-definition /Resources/Empty",
        "heartbeat-missing /Resources/Orders/Properties/Definition/States/Send",
        "express-unsupported /Resources/Orders/Properties/Definition/States/Send/Resource",
      ],
    );
  });

  it("lints the file that a template names, and says what it did not lint", async () => {
    const beside = put("returns.asl.json", json);
    const { exit, stdout, stderr } = await run("lint", put("t.yaml", two), "--format", "json");
    const placed = (JSON.parse(stdout) as Placed[]).filter(
      ({ file, code }) => file === beside && code === "unknown-target",
    );
    assert.equal(exit, 1);
    assert.deepEqual(
      placed.map(({ code, path: at, line }) => [code, at, line]),
      [["unknown-target", "/States/A/Next", 11]],
    );
    assert.deepEqual(
      stderr.split("\n").map((line) => line.replace(`note: ${folder}/t.yaml: `, "")),
      [
        "Stored is not linted: the definition is in S3",
        "Given is not linted: the deployment puts the definition in as a whole",
        "",
      ],
    );
  });

  it("exits 2 when the file that a template names is missing", async () => {
    const { exit, stderr } = await run("lint", put("t.yaml", two));
    assert.equal(exit, 2);
    assert.match(stderr, /^error: cannot read .*returns\.asl\.json: there is no such file$/m);
  });

  it("derives permissions for the machine that is named, and asks for a name", async () => {
    put("returns.asl.json", JSON.stringify({ ...faulty("B é") }));
    const file = put("t.yaml", two);
    const policy = JSON.parse((await run("permissions", file, "--machine", "Orders")).stdout) as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    assert.deepEqual(
      policy.Statement.map(({ Action, Resource }) => [Action, Resource]),
      [[["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:000000000000:${QueueName}"]]],
    );
    const returns = await run("permissions", file, "--machine", "Returns");
    assert.deepEqual((JSON.parse(returns.stdout) as typeof policy).Statement, []);
    for (const [args, message] of [
      [[], /t\.yaml has 5 state machines: name one with --machine, of Orders, Returns, Stored/],
      [["--machine", "None"], /has no state machine 'None': name one with --machine, of Orders/],
      [["--machine", "Stored"], /Stored: the definition is in S3/],
      [["--machine", "Empty"], /Empty: the state machine 'Empty' has none of Definition, /],
    ] as const) {
      const { exit, stderr } = await run("permissions", file, ...args);
      assert.equal(exit, 2);
      assert.match(stderr, message);
    }
  });

  it("draws the one machine of a template", async () => {
    const file = put("t.yaml", cfn(`DefinitionString: !Sub |\n${indent(json, 2)}`));
    const { exit } = await run("diagram", file, "--out", path.join(folder, "t.mmd"));
    assert.equal(exit, 0);
  });

  it("says of a definition as a text that it is broken, and where", async () => {
    const text = cfn(`DefinitionString: |\n  {"StartAt": "A",\n   "States": {"A": oops}}`);
    const [found, ...others] = await lintFile(put("t.yaml", text));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.code, found?.path, found?.line],
      ["not-readable", `${PROPERTIES}/DefinitionString`, 7],
    );
  });

  it("finds the places in 1,000 definitions as texts with one walk through the template", () => {
    const DefinitionString = JSON.stringify(faulty());
    const names = Array.from({ length: 1000 }, (_, index) => `Machine${index}`);
    const machine = { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionString } };
    const Resources = Object.fromEntries(names.map((name) => [name, machine]));
    const text = JSON.stringify({ Resources }, null, 1);
    const paths = names.map((name) => `/Resources/${name}/Properties/DefinitionString/States`);
    const find = locator(text, paths);
    assert.deepEqual(
      paths.map((at) => find(at).line),
      names.map((_, index) => 6 + 6 * index),
    );
  });

  it("reads functions in long form in a definition that is no template, in JSON and YAML", () => {
    const yaml = `StartAt: A\nStates:\n  A:\n    Resource:\n      Fn::GetAtt: [F, Arn]\n    Role: { Ref: R }\n`;
    for (const text of [yaml, JSON.stringify(readText(yaml).value)]) {
      const States = { A: { Resource: "${F.Arn}", Role: "${R}" } };
      assert.deepEqual(readWhole(text).value, { StartAt: "A", States });
    }
  });

  it("reads a template whose values are anything", () => {
    const nothing = { Resources: { A: null, B: [], C: { Type: 1 }, "Fn::ForEach::X": ["a"] } };
    const odd = [null, 1, [], "x", {}, { Ref: 1 }, { "Fn::Sub": [] }, { "Fn::Join": 1 }];
    const codes = (value: object): string[] =>
      lintText(JSON.stringify(value)).map(({ code }) => code);
    assert.deepEqual(codes(nothing), ["not-a-definition"]);
    for (const value of odd) {
      const properties = { DefinitionString: value };
      assert.ok(codes(JSON.parse(template(properties)) as object).length <= 2);
      assert.ok(
        codes({ values: { root_module: { resources: [value], child_modules: [value] } } }).length <=
          1,
      );
    }
  });
});

describe("a report for people", () => {
  it("gives warnings of one rule on three states one line with a count", async () => {
    const task = { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:111122223333:function:f" };
    const States = {
      A: { ...task, Next: "B" },
      B: { ...task, Next: "C" },
      C: { ...task, Next: "D" },
      D: { ...task, Next: "E" },
      E: { ...task, End: true },
    };
    const folder = mkdtempSync(path.join(tmpdir(), "asl-"));
    const file = path.join(folder, "five.json");
    writeFileSync(file, JSON.stringify({ StartAt: "A", TimeoutSeconds: 60, States }, null, 1));
    const text = await capture(() => asl(["lint", file]));
    const all = await capture(() => asl(["lint", file, "--format", "json"]));
    rmSync(folder, { recursive: true });
    const lines = text.stdout.split("\n").filter((line) => line.includes("task-timeout"));
    assert.deepEqual(lines, [
      `${file}:5:3  warning  task-timeout  /States/A  reliability  5 times`,
    ]);
    assert.match(
      text.stdout,
      /^ {2}also \/States\/B \(line 10\), \/States\/C \(line 15\), \/States\/D \(line 20\), 1 more$/m,
    );
    const findings = JSON.parse(all.stdout) as Placed[];
    assert.equal(findings.filter(({ code }) => code === "task-timeout").length, 5);
  });
});
