import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { aslOfProgram } from "../../engine/commands/asl";
import { asl } from "../../statemachine/cli/asl";
import { AwsError, fakeAws, throttled, type FakeAws, type Operations } from "../ops/fake-aws";
import { capture, type Captured } from "../support/capture";

const ROOT = path.join(__dirname, "..", "..");
const BUSY = { error: "Lambda.ServiceException", cause: "try again" };
const MOCKS = {
  Rate: { result: { Item: { rate: { N: "4.2" } } } },
  Price: [BUSY, { result: { Payload: { price: 10.5 } } }],
};

interface Question {
  readonly stateName: string;
  readonly input: string;
  readonly variables: string;
  readonly context: string;
  readonly mock?: object;
  readonly stateConfiguration?: object;
}

/** AWS's answers by state; of the second try of Price it says something else than the helper. */
const ANSWERS: Readonly<Record<string, object>> = {
  "Complete?": {
    status: "SUCCEEDED",
    nextState: "Rate",
    output: '{"country":"NP","kilograms":2.5}',
  },
  Rate: { status: "SUCCEEDED", nextState: "Known?", output: '{"Item":{"rate":{"N":"4.2"}}}' },
  "Known?": { status: "SUCCEEDED", nextState: "Price", output: '{"Item":{"rate":{"N":"4.2"}}}' },
  Price: { status: "RETRIABLE", ...BUSY },
  "Price again": { status: "SUCCEEDED", output: '{"price":"10.5"}' },
};

describe("asl test", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "asl-test-"));
  const file = (name: string): string => path.join(folder, name);
  const record = file("workflow.asl.aws.json");
  const questions: Question[] = [];
  let aws: FakeAws;
  const args = [
    "test",
    file("workflow.asl.json"),
    "--input",
    file("parcel.json"),
    "--mock",
    file("mocks.json"),
  ];
  const cloud = async (operations: Operations, ...more: string[]): Promise<Captured> => {
    aws = await fakeAws(operations);
    const found = await capture(() =>
      aslOfProgram([...args, "--cloud", "--endpoint", aws.endpoint, ...more]),
    );
    aws.close();
    return { ...found, stdout: found.stdout.replaceAll(aws.endpoint, "eu-west-1") };
  };
  const TestState = (question: Question): object => {
    questions.push(question);
    const again = question.stateConfiguration === undefined ? "" : " again";
    return ANSWERS[`${question.stateName}${again}`] ?? {};
  };

  before(() => {
    copyFileSync(
      path.join(ROOT, "examples/express-api/workflow.asl.json"),
      file("workflow.asl.json"),
    );
    writeFileSync(file("parcel.json"), '{"country": "NP", "kilograms": 2.5}');
    writeFileSync(file("mocks.json"), JSON.stringify(MOCKS));
  });
  beforeEach(() => questions.splice(0));
  after(() => rmSync(folder, { recursive: true }));

  it("runs a definition with mocks, and says that AWS was not asked", async () => {
    const found = await capture(() => aslOfProgram(args));

    assert.deepEqual(found, {
      exit: 0,
      stdout: [
        "Complete?  SUCCEEDED → Rate  AWS was not asked",
        "Rate  SUCCEEDED → Known?  AWS was not asked",
        "Known?  SUCCEEDED → Price  AWS was not asked",
        "Price  RETRIABLE  AWS was not asked",
        "Price again, 1  SUCCEEDED  AWS was not asked",
        'SUCCEEDED {"price":10.5}\n',
      ].join("\n"),
      stderr: "",
    });
  });

  it("asks AWS about each try, as the page shows, and holds later runs against what it said", async () => {
    const asked = await cloud({ TestState });
    const later = await capture(() => aslOfProgram(args));
    const kept = JSON.parse(readFileSync(record, "utf8")) as object;
    rmSync(record);
    const page = readFileSync(path.join(ROOT, "docs/testing-workflows.md"), "utf8");
    const [, shown = ""] = /<!-- asl test -->\n```console\n\$ .*\n([^]*?)```/.exec(page) ?? [];
    const today = new Date().toISOString().slice(0, 10);

    assert.deepEqual([asked.exit, asked.stderr], [1, `written ${record}\n`]);
    assert.equal(asked.stdout.replaceAll(today, "2026-11-26"), shown);
    assert.deepEqual(
      [later.exit, later.stdout.replaceAll(aws.endpoint, "eu-west-1")],
      [1, asked.stdout],
    );
    assert.equal(Object.keys(kept).length, 5);
  });

  it("sends the input, variables and context of each state, and what its work gave as the mock", async () => {
    await cloud({ TestState });
    rmSync(record);
    const [complete, rate, , price, again] = questions;

    assert.equal("mock" in (complete ?? {}), false);
    assert.deepEqual(JSON.parse(rate?.variables ?? ""), {
      parcel: { country: "NP", kilograms: 2.5 },
    });
    assert.deepEqual(rate?.mock, {
      result: '{"Item":{"rate":{"N":"4.2"}}}',
      fieldValidationMode: "PRESENT",
    });
    assert.deepEqual(price?.mock, { errorOutput: BUSY, fieldValidationMode: "PRESENT" });
    assert.deepEqual(again?.stateConfiguration, { retrierRetryCount: 1 });
    assert.equal(
      (JSON.parse(again?.context ?? "") as { State: { Name: string } }).State.Name,
      "Price",
    );
  });

  it("waits while AWS throttles", async () => {
    const plain = await cloud({ TestState });
    rmSync(record);
    const found = await cloud(throttled(3, { TestState }));
    rmSync(record);

    assert.deepEqual(found, plain);
    assert.equal(aws.calls.length, 7);
  }).timeout(60_000);

  it("runs one state alone", async () => {
    writeFileSync(file("item.json"), '{"Item": {"rate": {"N": "1"}}}');
    const found = await capture(() =>
      aslOfProgram([
        "test",
        file("workflow.asl.json"),
        "--state",
        "Known?",
        "--input",
        file("item.json"),
      ]),
    );
    const unknown = await capture(() => aslOfProgram([...args, "--state", "Nowhere"]));

    assert.equal(
      found.stdout,
      'Known?  SUCCEEDED → Price  AWS was not asked\nSUCCEEDED {"Item":{"rate":{"N":"1"}}}\n',
    );
    assert.equal(unknown.exit, 2);
    assert.match(
      unknown.stderr,
      /--state Nowhere is not a state of the definition; there are Complete\?, /,
    );
  });

  it("keeps what AWS said before it refuses a question", async () => {
    const refusing = (question: Question): object => {
      if (question.stateName === "Known?")
        throw new AwsError("ValidationException", "not this one");
      return TestState(question);
    };
    const found = await cloud({ TestState: refusing });
    const kept = JSON.parse(readFileSync(record, "utf8")) as object;
    rmSync(record);

    assert.equal(found.exit, 1);
    assert.match(found.stderr, /error: AWS says ValidationException: not this one\n$/);
    assert.equal(Object.keys(kept).length, 2);
  });

  it("says in one sentence that there are no credentials, or no client", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: "true", HOME: "/nowhere" });
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"])
      delete process.env[name];
    const none = await capture(() => aslOfProgram([...args, "--cloud"]));
    process.env = before;
    const alone = await capture(() => asl([...args, "--cloud"]));

    assert.deepEqual(
      [none.exit, none.stderr],
      [
        2,
        "error: no AWS credentials: set AWS_PROFILE or sign in as for the AWS CLI, or give --endpoint\n",
      ],
    );
    assert.deepEqual(
      [alone.exit, alone.stderr],
      [
        2,
        "error: --cloud needs a client of AWS, which this package does not have: run `npm run -s asl -- test` of its project\n",
      ],
    );
    assert.equal(existsSync(record), false);
  });

  it("refuses a task without a mock, and a record that is not one", async () => {
    const unanswered = await capture(() => aslOfProgram(args.slice(0, 4)));
    const errors: string[] = [];
    for (const wrong of ["[]", '{"0": {"answer": {}, "asked": 1, "region": "r"}}']) {
      writeFileSync(record, wrong);
      errors.push((await capture(() => aslOfProgram(args))).stderr);
    }
    rmSync(record);

    assert.equal(unanswered.exit, 2);
    assert.match(unanswered.stderr, /task "Rate" was reached but has no handler/);
    const refusal = `error: ${record} is not a record of what AWS was asked: give another by --record\n`;
    assert.deepEqual(errors, [refusal, refusal]);
  });
});
