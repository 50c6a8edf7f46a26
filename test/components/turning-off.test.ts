import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { Audit, Bucket, LambdaFunction, Monitoring, StateMachine } from "../../components";
import { declared } from "../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:work";

type Args = Readonly<Record<string, unknown>>;

/** Each component with as little as it takes, and its arguments laid over. */
const COMPONENTS: Readonly<Record<string, (args: Args) => unknown>> = {
  StateMachine: (args) =>
    new StateMachine("it", {
      ...NAMES,
      definition: {
        StartAt: "Wait",
        TimeoutSeconds: 60,
        States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
      },
      ...args,
    }),
  LambdaFunction: (args) =>
    new LambdaFunction("it", {
      ...NAMES,
      runtime: "python3.12",
      handler: "main.handler",
      code: new pulumi.asset.AssetArchive({}),
      createLogGroupKey: false,
      ssmParams: { "/acme/token": "t" },
      environmentVariables: { STAGE: "qa" },
      ...args,
    }),
  Bucket: (args) =>
    new Bucket("it", {
      ...NAMES,
      bucketName: "data",
      noncurrentVersionExpirationDays: 0,
      abortIncompleteMultipartUploadDays: 0,
      ...args,
    }),
  Monitoring: (args) =>
    new Monitoring("it", {
      ...NAMES,
      stateMachine: {
        arn: "arn:aws:states:us-east-1:000000000000:stateMachine:s",
        type: "STANDARD",
      },
      ...args,
    }),
  Audit: (args) => new Audit("it", { ...NAMES, kmsKeyArn: KEY, ...args }),
};

const GONE = undefined;
const ABSENT = [GONE, KEY] as const;

/** What each argument is when the part is off, and what it is when it is on. */
const VALUES: Readonly<Record<string, readonly [off: unknown, on: unknown]>> = {
  tracing: [false, true],
  createLogGroup: [false, true],
  kmsKeyArn: ABSENT,
  includeExecutionData: [GONE, true],
  logGroupKmsKeyArn: ABSENT,
  alias: [false, "live"],
  tracingMode: ["PassThrough", "Active"],
  logFormat: ["Text", "JSON"],
  reservedConcurrentExecutions: [GONE, 5],
  deadLetterTargetArn: [GONE, "arn:aws:sqs:us-east-1:000000000000:lost"],
  vpcConfig: [GONE, { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] }],
  environmentVariables: [{}, { STAGE: "qa" }],
  layerArns: [GONE, ["arn:aws:lambda:us-east-1:000000000000:layer:tools:1"]],
  useKmsManagedKey: [false, true],
  versioningEnabled: [false, true],
  forceDestroy: [GONE, true],
  objectOwnership: [GONE, "ObjectWriter"],
  expirationDays: [GONE, 30],
  corsRules: [GONE, [{ allowedMethods: ["GET"], allowedOrigins: ["https://acme.example"] }]],
  objectLockRule: [GONE, { mode: "GOVERNANCE", days: 1 }],
  accessLogBucket: [GONE, "logs"],
  hardeningPolicy: ["none", "default"],
  dashboard: [false, true],
  functions: [GONE, [FUNCTION]],
};

interface Row {
  readonly component: string;
  readonly argument: string;
  readonly type: string;
  readonly sent: string;
}

const PAGE = readFileSync(path.join(__dirname, "../../docs/turning-off.md"), "utf8");
const ROWS: readonly Row[] = [
  ...PAGE.matchAll(/^\| `(\w+)` +\| `(\w+)` +\| `([\w/:]+)` +\| (.*?) +\|$/gm),
].map(([, component = "", argument = "", type = "", sent = ""]) => ({
  component,
  argument,
  type,
  sent,
}));

/** What a resource of the row's type says about the row's property; `gone` without such a resource. */
async function said({ component, argument, type, sent }: Row, value: unknown): Promise<unknown> {
  const stack = await declared(() => COMPONENTS[component]?.({ [argument]: value }));
  const [resource] = stack.all(type);
  if (resource === undefined) return "gone";
  const property = /^`([\w.]+)`/.exec(sent)?.[1];
  if (property === undefined) return "there";
  return property
    .split(".")
    .reduce<unknown>((of, key) => (of as Args | undefined)?.[key], resource.inputs);
}

function expected(sent: string): unknown {
  if (sent === "deleted") return "gone";
  const value = /= `(.*)`$/.exec(sent)?.[1];
  if (value === undefined) assert.match(sent, /^`[\w.]+` left out$/);
  return value === undefined ? undefined : (JSON.parse(value) as unknown);
}

describe("docs/turning-off.md", () => {
  it("has a row for every value that is tried, and a value for every row", () => {
    assert.equal(ROWS.length, PAGE.match(/^\| `/gm)?.length);
    assert.deepEqual(
      [...new Set(ROWS.map(({ argument }) => argument))].sort(),
      Object.keys(VALUES).sort(),
    );
  });

  for (const row of ROWS) {
    it(`${row.component}.${row.argument}, taken back, says what the page says of ${row.type}`, async () => {
      const [off, on] = VALUES[row.argument]!;
      assert.deepEqual(await said(row, off), expected(row.sent));
      const before = await said(row, on);
      assert.ok(!isDeepStrictEqual(before, expected(row.sent)), "on and off say the same");
    });
  }
});
