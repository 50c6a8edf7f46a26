import assert from "node:assert/strict";
import { lint } from "../../../statemachine/lint";

/** A state A in front of a Pass B, and what the linter finds in A: paths from it, with the rules. */
type Case = readonly [what: string, a: object, ...found: string[]];

const RETRY_AT_ONCE = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 0, MaxAttempts: 1 }];
const ACTIVITY = "arn:aws:states:eu-west-1:111122223333:activity:pack";
const ROLE = { RoleArn: "arn:aws:iam::111122223333:role/pack" };

function task(resource: string, fields: object = {}): object {
  return { Type: "Task", Resource: resource, Next: "B", ...fields };
}

function choice(test: object): object {
  return { Type: "Choice", Choices: [{ ...test, Next: "B" }], Default: "B" };
}

function reader(ReaderConfig: object): object {
  return {
    Type: "Map",
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      Parameters: { Bucket: "b", Key: "k" },
      ReaderConfig,
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Each",
      States: { Each: { Type: "Succeed" } },
    },
    Next: "B",
  };
}

const fail = (fields: object): object => ({ Type: "Fail", ...fields });

/** What AWS refuses is an error; where a path or an address is only text, the linter warns. */
const CASES: readonly Case[] = [
  ["a retry at once", task(ACTIVITY, { Retry: RETRY_AT_ONCE })],
  [
    "a retry that computes its numbers",
    task(ACTIVITY, {
      QueryLanguage: "JSONata",
      TimeoutSeconds: "{% 60 * 60 %}",
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: "{% 1 + 1 %}", BackoffRate: "{% 2 %}" }],
    }),
    "/Retry/0/BackoffRate wrong-value",
    "/Retry/0/MaxAttempts wrong-value",
  ],
  [
    "a Variable of many places",
    choice({ Variable: "$.a[*]", IsPresent: true }),
    "/Choices/0/Variable reference-path",
  ],
  [
    "a function in a Variable",
    choice({ Variable: "$.a.length()", NumericEquals: 0 }),
    "/Choices/0/Variable reference-path",
  ],
  [
    "a filter to compare with",
    choice({ Variable: "$.a", StringEqualsPath: "$.b[?(@.c)]" }),
    "/Choices/0/StringEqualsPath reference-path",
  ],
  ["one place", choice({ Variable: "$['a'].b[-1]", StringEqualsPath: "$$.Execution.Id" })],
  ["a variable", choice({ Not: { Variable: "$$.State.Name", StringEquals: "$" } })],
  [
    "a path that is compared as text",
    choice({ Variable: "$.a", StringEquals: "$.b" }),
    "/Choices/0/StringEquals path-without-dollar",
  ],
  [
    "a path as an Error and a call as a Cause",
    fail({ Error: "$.error", Cause: "States.JsonToString($.cause)" }),
    "/Cause path-without-dollar",
    "/Error path-without-dollar",
  ],
  ["paths of a Fail", fail({ ErrorPath: "$.error", CausePath: "States.JsonToString($.cause)" })],
  [
    "a sum in a path",
    { Type: "Pass", Parameters: { "next.$": "$.count + 1" }, Next: "B" },
    "/Parameters/next.$ path-syntax",
  ],
  ["a blank after a path", { Type: "Pass", Parameters: { "name.$": "$.name " }, Next: "B" }],
  ["a topic", task("arn:aws:sns:eu-west-1:111122223333:orders"), "/Resource resource-syntax"],
  ["a service alone", task("arn:aws:states:::lambda"), "/Resource resource-syntax"],
  ["an activity without a name", task(ACTIVITY.slice(0, -4)), "/Resource resource-syntax"],
  ["an address", task("https://example.com/pack"), "/Resource resource-stand-in"],
  ["a role for an activity", task(ACTIVITY, { Credentials: ROLE }), "/Credentials unknown-field"],
  [
    "a call without parameters",
    task("arn:aws:states:::aws-sdk:s3:listBuckets"),
    " missing-parameter",
  ],
  [
    "an unknown call without parameters",
    task("arn:aws:states:::lambda:run"),
    "/Resource unknown-integration",
  ],
  [
    "a call with a list",
    task("arn:aws:states:::lambda:invoke", { Parameters: ["pack"] }),
    "/Parameters parameter-type",
  ],
  ...["glue:startJobRun", "batch:submitJob", "codebuild:startBuild", "sagemaker:createModel"].map(
    (name): Case => [
      `a token for ${name}`,
      task(`arn:aws:states:::${name}.waitForTaskToken`, { Parameters: "${Parameters}" }),
      "/Resource unsupported-pattern",
    ],
  ),
  [
    "a harness of AgentCore",
    task("arn:aws:states:::bedrockagentcore:invokeHarness", {
      Parameters: {
        HarnessArn: "${HarnessArn}",
        "RuntimeSessionId.$": "$$.Execution.Name",
        Messages: [{ Role: "user", Content: [{ "Text.$": "$.prompt" }] }],
      },
    }),
  ],
  [
    "columns of JSON",
    reader({ InputType: "JSON", CSVHeaderLocation: "FIRST_ROW" }),
    "/ItemReader/ReaderConfig/CSVHeaderLocation reader-config",
  ],
  [
    "a field in other letter case",
    reader({ InputType: "JSON", maxItems: 5 }),
    "/ItemReader/ReaderConfig/maxItems unknown-field",
  ],
  [
    "a variable with the suffix of the other language",
    { Type: "Pass", QueryLanguage: "JSONata", Assign: { "a.$": 1 }, Next: "B" },
    "/Assign/a.$ variable-name",
  ],
];

/** Rules that say what is good practice, of which the states here have little. */
const ABOUT = new Set(CASES.flatMap(([, , ...found]) => found.map((each) => each.split(" ")[1])));

describe("lint on what AWS answered when definitions were validated", () => {
  for (const [what, a, ...expected] of CASES) {
    it(`finds ${expected.join(", ") || "nothing"} in ${what}`, () => {
      const States = { A: a, B: { Type: "Pass", End: true } };

      const findings = lint({ StartAt: "A", TimeoutSeconds: 0, States });

      const said = findings
        .filter(({ code, severity }) => severity === "error" || ABOUT.has(code))
        .map(({ path, code }) => `${path.replace("/States/A", "")} ${code}`);
      // A Fail leads nowhere.
      assert.deepEqual(
        said.filter((each) => each !== "/States/B unreachable-state"),
        expected,
      );
    });
  }
});
