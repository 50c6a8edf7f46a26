import assert from "node:assert/strict";
import { lint, lintText } from "../../../statemachine/lint";
import { placeholder } from "../../../statemachine/definition/placeholder";

const RETRY = [
  { ErrorEquals: ["States.ALL"], MaxAttempts: 2, IntervalSeconds: 1, MaxDelaySeconds: 9 },
];
const SEND = {
  Type: "Task",
  Resource: "arn:aws:states:::sns:publish",
  Parameters: { TopicArn: "${Topic}", Message: "done" },
  TimeoutSeconds: 10,
  Retry: RETRY,
  End: true,
};
const machine = (states: object, fields: object = {}): object => ({
  StartAt: Object.keys(states)[0],
  TimeoutSeconds: 60,
  States: states,
  ...fields,
});
const codes = (definition: unknown, options = {}): string[] =>
  lint(definition, options).map(({ code }) => code);

describe("lint", () => {
  it("finds nothing in a good definition", () => {
    assert.deepEqual(lint(machine({ Send: SEND })), []);
  });

  it("asks for no cap of the delay where nothing is tried again", () => {
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 0, IntervalSeconds: 1000 }];
    assert.deepEqual(lint(machine({ Send: { ...SEND, Retry } })), []);
  });

  it("points at the field with a JSON pointer", () => {
    const definition = machine({ "a/b~c": { ...SEND, TimeoutSeconds: -1 } });
    const [finding] = lint(definition);
    assert.equal(finding?.path, "/States/a~1b~0c/TimeoutSeconds");
    assert.equal(finding?.code, "wrong-value");
    assert.equal(finding?.severity, "error");
  });

  it("does not change what it judges", () => {
    const definition = machine({ Send: { ...SEND, Catch: [{}], Extra: { deep: [1, {}] } } });
    const before = JSON.stringify(definition);
    lint(deepFreeze(definition));
    assert.equal(JSON.stringify(definition), before);
  });

  it("gives the same findings whatever the order of keys", () => {
    const states = { A: { Type: "Pass", Next: "B" }, B: { Type: "Task" }, C: { Type: "Wait" } };
    const reversed = Object.fromEntries(Object.entries(states).reverse());
    assert.deepEqual(lint({ States: reversed, StartAt: "A" }), lint(machineOf(states)));
    function machineOf(some: object): object {
      return { StartAt: "A", States: some };
    }
  });

  it("takes placeholders and substitutions for values of the right kind", () => {
    const unknown = placeholder(0);
    const definition = machine({
      Wait: { Type: "Wait", Seconds: "${Seconds}", Next: "Send" },
      Send: {
        ...SEND,
        Resource: unknown,
        TimeoutSeconds: unknown,
        Parameters: { FunctionName: `${unknown}:live`, "Payload.$": "${Path}" },
        Retry: [{ ErrorEquals: [unknown], MaxAttempts: "${Attempts}", BackoffRate: unknown }],
      },
    });
    assert.deepEqual(
      lint(definition).filter(({ severity }) => severity === "error"),
      [],
    );
    assert.deepEqual(lint({ "Fn::Join": ["", ["{", "}"]] }), []);
  });

  it("obeys settings by code, and refuses codes that do not exist", () => {
    const definition = machine({ Send: { ...SEND, TimeoutSeconds: undefined } });
    assert.deepEqual(codes(definition), ["task-timeout"]);
    assert.deepEqual(codes(definition, { rules: { "task-timeout": "off" } }), []);
    const [error] = lint(definition, { rules: { "task-timeout": "error" } });
    assert.equal(error?.severity, "error");
    assert.throws(() => lint(definition, { rules: { "task-timeouts": "off" } }), {
      message:
        "there is no lint rule 'task-timeouts'; did you mean 'task-timeout'? All are listed in docs/lint.md",
    });
  });

  it("accepts a finding in the state's Comment, there only", () => {
    const untimed = { ...SEND, TimeoutSeconds: undefined };
    const Comment = "Tells the shop; lint-accept task-timeout: the topic always answers; and more";
    const definition = machine({
      One: { ...untimed, End: undefined, Next: "Two", Comment },
      Two: untimed,
    });
    assert.deepEqual(
      lint(definition).map(({ path }) => path),
      ["/States/Two"],
    );
  });

  it("accepts a finding about the machine in the machine's Comment", () => {
    const Comment = "lint-accept machine-timeout: runs take as long as they take";
    assert.deepEqual(lint(machine({ Send: SEND }, { Comment, TimeoutSeconds: undefined })), []);
  });

  it("leaves an acceptance alone when its rule is off, or lacks what it needs to know", () => {
    const Comment =
      "lint-accept task-timeout: none; lint-accept uncovered-state: granted elsewhere";
    const definition = machine({ Send: { ...SEND, TimeoutSeconds: undefined, Comment } });
    assert.deepEqual(codes(definition, { rules: { "task-timeout": "off" } }), []);
    assert.deepEqual(codes(definition), []);
  });

  it("reports an acceptance of nothing, and of a rule that does not exist", () => {
    const Comment = "lint-accept task-timeout: no\nlint-accept task-timeouts: no";
    const definition = machine({ Send: { ...SEND, Comment } });
    assert.deepEqual(codes(definition), ["acceptance-unused", "acceptance-unused"]);
  });

  it("compares the role's policies with what the states do", () => {
    const grants = [
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "arn:aws:sqs:eu-west-1:111122223333:q",
      },
    ];
    assert.deepEqual(codes(machine({ Send: SEND }), { grants }), [
      "unused-grant",
      "uncovered-state",
    ]);
  });

  it("tells once of a field that a list of objects does not read", () => {
    const reader = {
      Resource: "arn:aws:states:::s3:listObjectsV2",
      ReaderConfig: {
        InputType: "MANIFEST",
        Transformation: "LOAD_AND_FLATTEN",
        CSVDelimiter: "TAB",
      },
      Parameters: { Bucket: "orders" },
    };
    const each = { Type: "Map", ItemReader: reader, ItemProcessor: {}, End: true };
    assert.deepEqual(
      lint(machine({ Each: each }))
        .filter(({ code }) => code === "reader-option")
        .map(({ path }) => path),
      ["/States/Each/ItemReader/ReaderConfig/CSVDelimiter"],
    );
  });
});

describe("lintText", () => {
  it("reads YAML", () => {
    const text =
      "StartAt: Send\nTimeoutSeconds: 60\nStates:\n  Send:\n    Type: Pass\n    Result: 1\n    End: true\n";
    assert.deepEqual(lintText(text), []);
  });

  it("reads the merge keys of YAML, as CloudFormation does", () => {
    const base = "Common: &common {Type: Pass, Result: 1}\n";
    const states = "StartAt: A\nTimeoutSeconds: 9\nStates:\n  A: {<<: *common, End: true}\n";
    assert.deepEqual(
      lintText(base + states).map(({ code, path }) => `${code} ${path}`),
      ["unknown-field /Common"],
    );
  });

  it("refuses several documents in one text", () => {
    const one = "StartAt: A\nStates: {A: {Type: Succeed}}\n";
    const [finding, ...others] = lintText(`${one}---\n${one}`);
    assert.equal(finding?.code, "not-readable");
    assert.match(finding?.message ?? "", /multiple documents/);
    assert.deepEqual(others, []);
  });

  it("says of a template that it is one, and nothing else", () => {
    const text =
      "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: {}\n";
    assert.deepEqual(
      lintText(text).map(({ code }) => code),
      ["not-a-definition"],
    );
  });

  it("takes the short functions of CloudFormation for substitutions", () => {
    const task =
      "Type: Task\n    TimeoutSeconds: !Ref Seconds\n    Resource: !GetAtt [Function, Arn]";
    const text = `StartAt: Send\nTimeoutSeconds: 60\nStates:\n  Send:\n    ${task}\n    End: true\n`;
    assert.deepEqual(
      lintText(text).map(({ code }) => code),
      ["error-unhandled"],
    );
  });

  it("reads a substitution where JSON wants a number", () => {
    const text = '{"StartAt":"A","TimeoutSeconds":${Timeout},"States":{"A":{"Type":"Succeed"}}}';
    assert.deepEqual(lintText(text), []);
  });

  it("says where a text is broken", () => {
    const [finding, ...others] = lintText('{"StartAt": "A", ');
    assert.equal(finding?.code, "not-readable");
    assert.match(finding?.message ?? "", /position 17/);
    assert.deepEqual(others, []);
  });

  it("points at a key that is written twice, escaped or not, in JSON and YAML", () => {
    const json =
      '{"StartAt":"A","States":{"A":{"Type":"Pass","\\u0054ype":"Succeed"}},"TimeoutSeconds":1}';
    const yaml =
      "StartAt: A\nTimeoutSeconds: 1\nStates:\n  A:\n    Type: Pass\n    Type: Succeed\n";
    for (const text of [json, yaml]) {
      assert.deepEqual(
        lintText(text).map(({ code, path }) => [code, path]),
        [["duplicate-key", "/States/A/Type"]],
      );
    }
  });
});

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inside of Object.values(value)) {
    if (typeof inside === "object" && inside !== null) deepFreeze(inside as object);
  }
  return Object.freeze(value);
}
