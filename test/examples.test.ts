import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { EXAMPLES, exampleDefinition, exampleDocument } from "../docs/examples";
import { lint } from "../statemachine";
import { judge } from "./support/pack";

/** Lines that the order pipeline of CDK takes, formatted. */
const MOST_LINES = 105;

/** The access logs of buckets that go to a bucket whose policy does not let S3 write them. */
function lostLogs(resources: Awaited<ReturnType<typeof exampleDocument>>["resources"]): string[] {
  const policies = resources.filter(({ type }) => type === "aws:s3/bucketPolicy:BucketPolicy");
  return resources
    .filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging")
    .filter(
      ({ inputs: { targetBucket } }) =>
        !policies.some(
          ({ inputs: { bucket, policy } }) =>
            bucket === targetBucket && JSON.stringify(policy).includes("logging.s3.amazonaws.com"),
        ),
    )
    .map(({ urn }) => urn);
}

describe("The examples", function () {
  this.timeout(60_000);

  for (const folder of EXAMPLES) {
    it(`${folder} is short, and neither linter nor policy pack finds anything`, async () => {
      const program = readFileSync(path.join(__dirname, "..", folder, "index.ts"), "utf8");

      const document = await exampleDocument(folder);
      const report = await judge(document);
      const findings = lint(await exampleDefinition(folder));

      assert.deepEqual(findings, []);
      assert.deepEqual(lostLogs(document.resources), []);
      assert.deepEqual(report, { violations: [], notEvaluated: [], exemptions: [] });
      const lines = program.trimEnd().split("\n").length;
      assert.ok(lines <= MOST_LINES, `${lines} lines`);
    });
  }

  it("the order pipeline has three functions, one in Python, Map, Choice, DynamoDB, SNS and a token", async () => {
    const { resources } = await exampleDocument("examples/order-saga");
    const text = JSON.stringify(await exampleDefinition("examples/order-saga"));

    const runtimes = resources
      .filter(({ type }) => type === "aws:lambda/function:Function")
      .map(({ inputs }) => String(inputs["runtime"]).replace(/\d.*/, ""));
    assert.deepEqual(runtimes.sort(), ["nodejs", "nodejs", "python"]);
    for (const part of [
      '"Type":"Map"',
      '"Type":"Choice"',
      ":dynamodb:putItem",
      ":sns:publish",
      ".waitForTaskToken",
    ]) {
      assert.ok(text.includes(part), part);
    }
  });
});
