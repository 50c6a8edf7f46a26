import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { lintText } from "../../../statemachine/lint";

/** What AWS says to definitions of others, rebuilt small: nothing where it takes them, else what is refused. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  "false-error-1": [],
  "false-error-3": [],
  "false-error-5": [],
  "false-error-6": [],
  "false-error-7": [],
  "false-error-8": [],
  "false-error-11": [],
  "false-warning-1": [],
  "false-warning-3": [],
  "missed-1": [
    "/States/A/Arguments/Payload jsonata-reference: 'Payload' reads $states.result, which a Task state does not have in Arguments",
  ],
  "missed-3": [
    "/States/A/Output jsonata-reference: 'Output' reads 'phone' at the top level, where nothing is",
  ],
  "missed-4": [
    "/States/A/Output jsonata-reference: 'Output' reads '$' at the top level, where nothing is",
  ],
  "missed-5": [
    "/States/A/Output jsonata-syntax: 'Output' does not compile: AWS runs JSONata 2.0.6, which has no operator ??",
  ],
  "missed-7": ["/States/A/ResultPath result-path: ResultPath '$$.x' is in the context"],
  "missed-8": ["/States/A/SecondsPath reference-path: SecondsPath '$.a[*]' can match many places"],
  "missed-10": [
    "/States/A/ItemProcessor/ProcessorConfig/ExecutionType execution-type: an Inline Map has no ExecutionType",
  ],
  "missed-11": [
    `/States/A/Timestamp wrong-value: 'Timestamp' must be a timestamp such as 2026-03-14T01:59:00Z, but is "2016-13-05T21:29:29Z"`,
  ],
  "missed-13": [
    "/States/P/Branches/0/States/I variable-scope: 'v' is a variable of a level around, too",
  ],
  "missed-15": [`/States/A/Assign wrong-value: 'Assign' must be an object, but is "{% {} %}"`],
  "missed-16": [
    `/States/A/ItemReader/ReaderConfig/InputType wrong-value: 'InputType' must be 'CSV' or 'JSON' or 'JSONL' or 'MANIFEST' or 'PARQUET', but is "XML"`,
    `/States/A/ItemReader/Resource wrong-value: 'Resource' must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2, but is "arn:aws:states:::s3:putObject"`,
  ],
  "missed-18": [
    `/States/A/ResultWriter/Resource wrong-value: 'Resource' must be arn:aws:states:::s3:putObject, but is "arn:aws:states:::s3:getObject"`,
    `/States/A/ResultWriter/WriterConfig/OutputType wrong-value: 'OutputType' must be 'JSON' or 'JSONL', but is "CSV"`,
    `/States/A/ResultWriter/WriterConfig/Transformation wrong-value: 'Transformation' must be 'NONE' or 'COMPACT' or 'FLATTEN', but is "FLATTENED"`,
  ],
  "missed-20": [
    "/States/A missing-parameter: lambda:invoke: 'FunctionName' is required, but missing",
  ],
  "missed-21": [
    "/States/A/Parameters missing-parameter: sqs:sendMessage: 'MessageBody' is required, but missing",
  ],
  "missed-23": [
    "/States/A/Parameters missing-parameter: http:invoke: 'Authentication' or 'InvocationConfig' is required, but missing",
    "/States/A/Parameters/ApiEndpoint http-task: 'http://x' does not begin with https://",
    "/States/A/Parameters/Method http-task: the method 'TRACE' is not GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD",
  ],
  "missed-24": ["/States/A/Resource unknown-sdk-call: 's3' has no action 'getObjekt'"],
  "missed-25": [
    "/States/A/Parameters/x.$ intrinsic-syntax: 'States.Format('{} {}', $.a)' is not a call: the text has 2 {}, but 1 values follow",
  ],
  "missed-28": [
    "/States/A/HeartbeatSeconds heartbeat-too-long: a heartbeat of 60 s never counts before the timeout of 60 s",
  ],
  "missed-29": [`/Version wrong-value: 'Version' must be '1.0', but is "2.0"`],
};

/** Warnings that say of a definition what is not so. */
const UNTRUE = new Set([
  "endless-loop",
  "unreachable-state",
  "unknown-sdk-call",
  "undefined-variable",
]);

function problemsIn(text: string): string[] {
  return lintText(text)
    .filter(({ code, severity }) => severity === "error" || UNTRUE.has(code))
    .map(({ code, path: at, message }) => `${at} ${code}: ${message}`);
}

describe("lint on definitions whose judgement by AWS is known", () => {
  for (const [name, expected] of Object.entries(CASES)) {
    it(`${name} has ${expected.length} errors`, () => {
      const file = path.join(__dirname, "fixtures", `${name}.asl.json`);
      const text = readFileSync(file, "utf8");
      const problems = problemsIn(text);
      assert.deepEqual(problems, expected);
    });
  }
});

const inState = (fields: string): string =>
  `{"StartAt":"A","States":{"A":{${fields}},"B":{"Type":"Pass","End":true}}}`;
const inMap = (fields: string, mode = "DISTRIBUTED"): string =>
  inState(
    `"Type":"Map","Next":"B",${fields},"ItemProcessor":{"ProcessorConfig":{"Mode":"${mode}","ExecutionType":"EXPRESS"},` +
      `"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}`,
  );
const LAMBDA = '"Type":"Task","Resource":"${Function}"';

/** What a deployment puts in, in the forms of CloudFormation, the Serverless Framework and Terraform. */
const DEFERRED: Readonly<Record<string, string>> = {
  "a Type": inState('"Type":"#{Type}","Next":"B"'),
  "a Default": inState(
    '"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"A"}],"Default":"${To}"',
  ),
  "Next of a catcher": inState(
    `${LAMBDA},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"\${To}"}],"End":true`,
  ),
  "a bare Catch": inState(`${LAMBDA},"Catch":\${jsonencode(var.catch)},"End":true`),
  "bare elements of Retry, Choices and Catch": inState(
    '"Type":"Choice","Choices":[${One}, #{Two}]',
  ),
  "a call of Terraform with texts": inState(
    '"Type":"Pass","Result":${jsonencode({ a = "b", c = local.x["d"] })},"Next":"B"',
  ),
  "a text of Terraform with a placeholder of its own": inState(
    '"Type":"Pass","Result":${jsonencode({for k, v in var.m : k => { id = "${v.id}-x" }})},"Next":"B"',
  ),
  "a dynamic reference": inState('"Type":"Wait","Seconds":"{{resolve:ssm:/wait}}","Next":"B"'),
  "a whole state": '{"StartAt":"A","States":{"A":${First},"B":{"Type":"Pass","End":true}}}',
  "all States": '{"StartAt":"A","States":${States}}',
  End: '{"StartAt":"A","States":{"A":{"Type":"Pass","End":${Last}}}}',
  "an ARN of the Serverless Framework": inState(
    '"Type":"Task","Resource":"arn:aws:lambda:#{AWS::Region}:#{AWS::AccountId}:function:f:1","Next":"B"',
  ),
};

describe("lint on what a deployment puts in", () => {
  for (const [what, text] of Object.entries(DEFERRED)) {
    it(`takes ${what} for a valid value`, () => {
      const problems = problemsIn(text);
      assert.deepEqual(problems, []);
    });
  }

  it("still says where a text with such values is broken", () => {
    const [problem] = problemsIn('{"StartAt":${A},"States":{"A":{"Type":"Pas","End":true}}}');
    assert.equal(problem, '/States/A/Type unknown-type: there is no type of state "Pas"');
  });
});

const call = (resource: string, parameters: string): string =>
  inState(`"Type":"Task","Resource":"arn:aws:states:::${resource}","Next":"B"${parameters}`);

const output = (expression: string, type = '"Type":"Pass"'): string =>
  inState(`${type},"QueryLanguage":"JSONata","Output":"{% ${expression} %}","Next":"B"`);
const template = (value: string): string =>
  inState(`"Type":"Pass","Parameters":{"x.$":"${value}"},"Next":"B"`);

const MESSAGE = ',"Parameters":{"QueueUrl":"q","MessageBody":"m"}';

/** One field of a state, and the codes of the errors in it. */
const VALUES: readonly (readonly [text: string, codes: readonly string[]])[] = [
  [inState('"Type":"Wait","Timestamp":"2024-02-29T23:59:59.5+05:30","Next":"B"'), []],
  [inState('"Type":"Wait","Timestamp":"2023-02-29T23:59:59Z","Next":"B"'), ["wrong-value"]],
  [inState('"Type":"Wait","Timestamp":"2023-02-28T24:00:00Z","Next":"B"'), ["wrong-value"]],
  [inState('"Type":"Wait","SecondsPath":"$.a[?(@.b)]","Next":"B"'), ["reference-path"]],
  [inState('"Type":"Wait","SecondsPath":"$.a[0].b","Next":"B"'), []],
  [inState('"Type":"Wait","TimestampPath":"$..at","Next":"B"'), ["reference-path"]],
  [inState('"Type":"Pass","ResultPath":"$$","Next":"B"'), ["result-path"]],
  [inState('"Type":"Pass","Assign":[1],"Next":"B"'), ["wrong-value"]],
  [inState('"Type":"Pass","Output":"{%$states.input%}","QueryLanguage":"JSONata","Next":"B"'), []],
  [output("$states.input.items[price > 3].{ 'name': name, 'n': $.price }"), []],
  [output("$map($states.input.a, function($v) { $v.b })"), []],
  [output("$states.input.a ~> $sum"), []],
  [output("$uppercase(phone)"), ["jsonata-reference"]],
  [output("{ 'a': [$$.b] }"), ["jsonata-reference"]],
  [output("$states.input.a ?: 1"), ["jsonata-syntax"]],
  [output("$contains($states.input.a, /b?:c??/) or 'a??b' = `x?:y`.z"), ["jsonata-reference"]],
  [output("$eval('1')"), ["jsonata-syntax"]],
  [output("$states.result"), ["jsonata-reference"]],
  [output("$states.errorOutput"), ["jsonata-reference"]],
  [output("$states.result", LAMBDA), []],
  [template("States.Format('a {} \\\\{\\\\}', $.a)"), []],
  [template(`States.Format('{}'${" ".repeat(300)}, $.a )`), []],
  [template("States.Format('{}', $.a[?(@.b == ')')][')'])"), []],
  [template("States.Hash($.a, 'SHA-3')"), ["intrinsic-syntax"]],
  [template("States.Hash($.a, 'SHA-512')"), []],
  [template("States.ArrayRange(1, 9, 0)"), ["intrinsic-syntax"]],
  ...[
    "arn:aws:sqs:us-east-1:111122223333:orders",
    "arn:aws:states:::sns",
    "arn:aws:states:::",
    "arn:aws:states:us-east-1:111122223333:activity",
  ].map((arn): [string, string[]] => [
    inState(`"Type":"Task","Resource":"${arn}","Next":"B"`),
    ["resource-syntax"],
  ]),
  ...[
    "arn:aws-iso:states:us-iso-east-1:111122223333:activity:größe",
    "arn:aws-eusc:lambda:eusc-de-east-1:111122223333:function:f",
    "arn:aws:${Service}:us-east-1:111122223333:orders",
  ].map((arn): [string, string[]] => [inState(`"Type":"Task","Resource":"${arn}","Next":"B"`), []]),
  [call("aws-sdk:s3:listBuckets", ',"Parameters":{}'), []],
  [call("aws-sdk:s3:getobject", ',"Parameters":{"Bucket":"b","Key":"k"}'), ["sdk-action-case"]],
  [call("aws-sdk:s4:getObject", ',"Parameters":{}'), ["unknown-sdk-call"]],
  [
    call("aws-sdk:sts:assumeRole", ',"Parameters":{"RoleArn":"r","RoleSessionName":"s"}'),
    ["unknown-sdk-call"],
  ],
  [
    call("aws-sdk:s3:getObject", ',"Parameters":{"bucket":"b","Key.$":"$.k"}'),
    ["sdk-parameter-case"],
  ],
  [
    call("aws-sdk:s3:getObject", ',"Parameters":{"Bucket":"b","Key":"k","Kee":1}'),
    ["unknown-parameter"],
  ],
  [
    call("aws-sdk:s3:getObject", ',"QueryLanguage":"JSONata","Arguments":"{% $states.input %}"'),
    [],
  ],
  [call("states:startExecution", ',"Parameters":{"Input":{"a":1}}'), ["missing-parameter"]],
  [
    call("states:startExecution.sync:2", ',"Parameters":{"StateMachineArn.$":"$.a","Input.$":"$"}'),
    [],
  ],
  [
    call(
      "events:putEvents",
      ',"Parameters":{"Entries":[{"Source":"a","DetailType":"b","Detail":{"c":1}}]}',
    ),
    [],
  ],
  [
    call(
      "http:invoke",
      ',"Parameters":{"ApiEndpoint.$":"$.a","Method":"GET","InvocationConfig":{"ConnectionArn":"c"}}',
    ),
    [],
  ],
  [
    call("eks:call", ',"Parameters":{"ClusterName":"c","Method":"GET","Path":"/"}'),
    ["missing-parameter", "missing-parameter"],
  ],
  [inMap('"ItemsPath":"$.a[1:3]"'), ["reference-path"]],
  [inMap('"ItemsPath":"$$.Execution.Input.list"'), []],
  [inMap('"Label":"a"', "INLINE"), ["execution-type"]],
  [inMap('"ItemBatcher":{"MaxInputBytesPerBatch":262145}'), []],
  [inMap('"ItemBatcher":{"MaxItemsPerBatch":0}'), []],
  [inMap('"ItemBatcher":{"MaxItemsPerBatch":-1}'), ["wrong-value"]],
  [inMap('"ToleratedFailureCountPath":"$$.Execution.Input.n"'), ["reference-path"]],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws-cn:states:::s3:listObjectsV2","Parameters":{"Bucket":"b"},"ReaderConfig":{"MaxItems":100000000}}',
    ),
    [],
  ],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b"},"ReaderConfig":{"MaxItems":100000001}}',
    ),
    ["wrong-value"],
  ],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":"k"},"ReaderConfig":{"InputType":"csv","CSVHeaderLocation":"LAST_ROW","CSVDelimiter":";"}}',
    ),
    ["wrong-value", "wrong-value", "wrong-value"],
  ],
  [inMap('"ResultWriter":{"WriterConfig":{"OutputType":"JSONL","Transformation":"COMPACT"}}'), []],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":"k"},"ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":[]}}',
    ),
    ["wrong-value"],
  ],
  [inMap('"ResultWriter":{}'), ["missing-field"]],
  [inMap('"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject"}'), ["missing-parameter"]],
  [
    inMap(
      '"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket.$":"$.b","Prefix":"p"}}',
    ),
    [],
  ],
  [inMap('"ItemBatcher":{"MaxItemsPerBatchPath":"$.n","BatchInput":{"a":1}}'), []],
  [inMap('"ItemBatcher":{"BatchInput":{"a":1}}'), ["missing-field"]],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b"},"ReaderConfig":{"InputType":"JSON","ItemsPointer":"/a"}}',
    ),
    ["missing-parameter"],
  ],
  [
    inMap(
      '"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":"k"},"ReaderConfig":{"InputType":"CSV","ManifestType":"ATHENA_DATA"}}',
    ),
    [],
  ],
  [call("sqs:sendMessage", `${MESSAGE},"Credentials":{"RoleArn.$":"$.role"}`), []],
  [call("sqs:sendMessage", `${MESSAGE},"Credentials":{"RoleArn":"\${Role}"}`), []],
  [call("sqs:sendMessage", `${MESSAGE},"Credentials":{"Role":"r"}`), ["missing-field"]],
  [call("sqs:sendMessage", `${MESSAGE},"Credentials":{}`), ["missing-field"]],
  [
    call(
      "http:invoke",
      ',"Parameters":{"ApiEndpoint":"https://a.example","Method":"PUT","Authentication":{},"Transform":{"RequestBodyEncoding":"URL_ENCODED"},"Body":1}',
    ),
    ["missing-parameter", "unknown-parameter"],
  ],
  [template("States.Format('it\\\\'s {}', $.a)"), []],
  [template("States.Format('a\\\\n{}', $.a)"), ["intrinsic-syntax"]],
  [template("States.StringToJson('\\\\\\\\q')"), []],
  [template("States.ArrayRange(1, 1000, 1)"), []],
  [template("States.ArrayRange(1, 1001, 1)"), ["intrinsic-syntax"]],
  [template("States.ArrayRange(10, 1, -1)"), []],
  [template("States.ArrayRange(1, $.n, 1)"), []],
  [template("States.ArrayPartition($.a, 0)"), ["intrinsic-syntax"]],
  [template("States.ArrayGetItem($.a, -1)"), ["intrinsic-syntax"]],
  [template("States.ArrayLength('abc')"), ["intrinsic-syntax"]],
  [template("States.ArrayContains(1, 1)"), ["intrinsic-syntax"]],
  [template("States.ArrayContains($.a, 'abc')"), []],
  [template("States.JsonMerge($.a, '{}', false)"), ["intrinsic-syntax"]],
  [template("States.ArrayLength(States.Array('abc'))"), []],
  [template("States.MathRandom(5, 5)"), ["intrinsic-syntax"]],
  [template("States.MathRandom(1, 5, 7)"), []],
  [template("States.JsonMerge($.a, $.b, true)"), ["intrinsic-syntax"]],
  [template("States.JsonMerge($.a, $.b, $.c)"), []],
  [template(`States.Base64Encode('${"a".repeat(10_001)}')`), ["intrinsic-syntax"]],
  [template(`States.Hash('${"a".repeat(10_000)}', 'MD5')`), []],
  [inState('"Type":"Pass","Assign":{"größe_1":1,"b.$":"$.b"},"Next":"B"'), []],
  [inState('"Type":"Pass","Assign":{"states":1},"Next":"B"'), ["variable-name"]],
  [inState(`"Type":"Pass","Assign":{"${"a".repeat(81)}":1},"Next":"B"`), ["variable-name"]],
];

describe("lint on the values that AWS checks at creation", () => {
  for (const [text, codes] of VALUES) {
    it(`finds ${codes.join(", ") || "no error"} in ${text.slice(27, 130)}`, () => {
      const found = lintText(text).filter(({ severity }) => severity === "error");
      assert.deepEqual(
        found.map(({ code }) => code),
        codes,
      );
    });
  }
});
