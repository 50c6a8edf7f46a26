import assert from "node:assert/strict";
import { runProgram, type StackDocument } from "../../engine/program";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";

/** The example's program with these settings, all but the names as secrets. */
async function withSecrets(settings: Readonly<Record<string, unknown>>): Promise<StackDocument> {
  const config = { ...NAMES, ...settings };
  return runProgram({ stack: "dev", config, secretConfig: Object.keys(settings) });
}

function input(stack: StackDocument, type: string, name: string, property: string): unknown {
  const found = stack.resources.find((each) => each.type.endsWith(type) && each.name === name);
  return found?.inputs[property];
}

describe("a secret setting", () => {
  it("stays secret in what it reaches", async () => {
    const stack = await withSecrets({
      function: { timeout: 21, memorySize: 512, logLevel: "WARN", logRetentionInDays: 30 },
      stateMachine: { includeExecutionData: true },
      payloads: { expirationDays: 5 },
      "monitoring.emails": ["oncall@example.com"],
      "tags.CostCenter": "4711",
    });
    assert.equal(input(stack, "lambda/function:Function", "function", "timeout"), "[secret]");
    assert.equal(input(stack, "lambda/function:Function", "function", "memorySize"), "[secret]");
    assert.equal(
      input(stack, "metricAlarm:MetricAlarm", "monitoring-function-slow", "threshold"),
      "[secret]",
    );
    assert.equal(input(stack, "TopicSubscription", "monitoring-email-0", "endpoint"), "[secret]");
    const text = JSON.stringify(stack);
    for (const secret of ["oncall@example.com", "4711"]) assert.ok(!text.includes(secret), secret);
    const lifecycle = input(stack, "BucketLifecycleConfiguration", "payloads-lifecycle", "rules");
    assert.ok(!JSON.stringify(lifecycle).includes("5"), JSON.stringify(lifecycle));
  });

  it("with a key of its own leaves the other parts of its object plain", async () => {
    const stack = await runProgram({
      stack: "dev",
      config: { ...NAMES, key: { mode: "existing" }, "key.arn": KEY, function: { timeout: 21 } },
      secretConfig: ["key.arn"],
    });
    assert.ok(!JSON.stringify(stack).includes(KEY));
    assert.equal(input(stack, "lambda/function:Function", "function", "timeout"), 21);
  });

  it("is refused in one sentence where it must be plain", async () => {
    await assert.rejects(
      withSecrets({ prefix: "acme" }),
      /a setting of this stack is missing or wrong:\n {2}- stepfunctions:prefix: is secret: it must be plain, because it names resources or decides which there are\. Fix: pulumi config set --plaintext 'stepfunctions:prefix' <value>$/,
    );
    await assert.rejects(
      withSecrets({ key: { mode: "existing", arn: KEY } }),
      /- stepfunctions:key\.mode: is secret, as all of stepfunctions:key is to Pulumi: it must be plain, .* Fix: give the secret part a key of its own, without --path: pulumi config set --secret 'stepfunctions:key\.<part>' <value>$/,
    );
  });

  it("is not told by the error that it is wrong", async () => {
    await assert.rejects(withSecrets({ "function.timeout": 99 }), (error: Error) => {
      assert.match(error.message, /stepfunctions:function\.timeout: the secret is not allowed: /);
      assert.ok(!error.message.includes("99"));
      return true;
    });
  });
});
