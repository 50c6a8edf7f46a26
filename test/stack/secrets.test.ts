import assert from "node:assert/strict";
import type { z } from "zod";
import { runProgram, type StackDocument } from "../../engine/program";
import { settingsSchema } from "../../stack/settings-schema";

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

const TRAIL = "arn:aws:cloudtrail:us-east-1:000000000000:trail/";

/** Two values of every setting that can be a secret, by what else is set so that it matters. */
const SECRETS: readonly {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, readonly [unknown, unknown]>>;
}[] = [
  {
    plain: { "audit.mode": "own" },
    values: {
      "tags.*": ["4711", "4712"],
      "key.deletionWindowInDays": [7, 8],
      "payloads.expirationDays": [5, 6],
      "payloads.forceDestroy": [true, false],
      "function.timeout": [21, 22],
      "function.memorySize": [512, 1024],
      "function.reservedConcurrentExecutions": [5, 6],
      "function.logRetentionInDays": [30, 60],
      "function.tags.*": ["4713", "4714"],
      "function.logLevel": ["WARN", "ERROR"],
      "stateMachine.logLevel": ["ERROR", "FATAL"],
      "stateMachine.includeExecutionData": [true, false],
      "stateMachine.logRetentionInDays": [30, 60],
      "monitoring.emails.*": [["a@example.com"], ["b@example.com"]],
      "audit.retentionInDays": [30, 60],
    },
  },
  {
    plain: { "audit.mode": "existing", "key.mode": "existing" },
    values: {
      "key.arn": [KEY, "arn:aws:kms:us-east-1:000000000000:key/2"],
      "audit.trailArn": [`${TRAIL}a`, `${TRAIL}b`],
    },
  },
];

/** The paths of the settings that the schema marks, `*` for any key and any place in a list. */
function markedSecret(schema: z.core.JSONSchema.JSONSchema | boolean, path = ""): string[] {
  if (typeof schema === "boolean") return [];
  if (schema["secret"] === true) return [path];
  const parts = Object.entries(schema.properties ?? {});
  const each = [schema.items, schema.additionalProperties].filter((part) => part !== undefined);
  return [...parts, ...each.map((part) => ["*", part] as const)].flatMap(([name, part]) =>
    markedSecret(part as z.core.JSONSchema.JSONSchema, path === "" ? name : `${path}.${name}`),
  );
}

describe("every setting that can be a secret", function () {
  this.timeout(60_000);

  it("is tried", () => {
    const schema = settingsSchema();
    const tried = SECRETS.flatMap(({ values }) => Object.keys(values));
    assert.deepEqual(markedSecret(schema).sort(), tried.sort());
  });

  for (const { plain, values } of SECRETS) {
    const keyOf = (setting: string): string =>
      setting.replace("emails.*", "emails").replace("*", "Cost");
    const keys = Object.keys(values).map(keyOf);
    let first: Promise<StackDocument> | undefined;
    const run = (
      choice: (setting: string) => 0 | 1,
      secretConfig: string[] = [],
    ): Promise<StackDocument> => {
      const given = Object.entries(values).map(([setting, pair]) => [
        keyOf(setting),
        pair[choice(setting)],
      ]);
      const config = { ...NAMES, ...plain, ...Object.fromEntries(given) };
      return runProgram({ stack: "dev", config, secretConfig });
    };

    it(`leaves no trace of its value where it is one: ${keys.join(", ")}`, async () => {
      assert.deepEqual(await run(() => 0, keys), await run(() => 1, keys));
    });

    for (const setting of Object.keys(values)) {
      it(`leaves one where it is plain: ${setting}`, async () => {
        first ??= run(() => 0);
        assert.notDeepEqual(await run((each) => (each === setting ? 1 : 0)), await first);
      });
    }
  }
});

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
