import assert from "node:assert/strict";
import { INLINE_POLICY_LIMIT, MANAGED_POLICY_LIMIT } from "../../statemachine/iam";
import { checkAuditArgs } from "../../components/audit/check";
import { checkKeyArgs } from "../../components/kms/check";
import { checkMonitoringArgs } from "../../components/monitoring/check";
import { checkBucketArgs } from "../../components/s3/check";
import {
  formProblem,
  FORMS,
  type FormKind,
  NAME_LIMITS,
  nameProblem,
  type NameKind,
  SIZE_LIMITS,
  sizeProblem,
  type SizeKind,
} from "../../components/shared/limits/limits";
import { checkStateMachineArgs } from "../../components/stepfunction/check";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const MACHINE = {
  arn: "arn:aws:states:us-east-1:000000000000:stateMachine:orders",
  type: "STANDARD",
};
const definition = {
  StartAt: "Wait",
  TimeoutSeconds: 60,
  States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
} as const;

/** Good arguments of each component, under what is wrong. */
const CHECKS = {
  Key: (args: object) => checkKeyArgs({ ...NAMES, ...args }),
  Bucket: (args: object) => checkBucketArgs({ ...NAMES, bucketName: "data", ...args }),
  StateMachine: (args: object) => checkStateMachineArgs({ ...NAMES, definition, ...args }),
  Monitoring: (args: object) => checkMonitoringArgs({ ...NAMES, stateMachine: MACHINE, ...args }),
  Audit: (args: object) => checkAuditArgs({ ...NAMES, kmsKeyArn: KEY, ...args }),
};

/** As many of something as there must be. */
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const recordOf = <T>(count: number, value: T): Record<string, T> =>
  Object.fromEntries(times(count, (at) => [`k${at}`, value]));
/** A policy document of about so many bytes. */
const documentOf = (bytes: number): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "x".repeat(bytes) }] });

const CASES: [keyof typeof CHECKS, object, string, RegExp][] = [
  [
    "Key",
    { description: "d".repeat(8193) },
    "description",
    /^has 8193 .* AWS allows 8192 in a key's/,
  ],
  ["Key", { callerAccountIds: ["12"] }, "callerAccountIds[0]", /^is "12": must be such as 1111/],
  [
    "Key",
    { additionalPolicies: [documentOf(20_000), documentOf(20_000)] },
    "additionalPolicies",
    /^has 4\d{4} bytes: AWS allows 32768 in a key policy; say /,
  ],
  [
    "Bucket",
    { additionalBucketPolicies: [documentOf(20_480)] },
    "additionalBucketPolicies",
    /^has 20\d{3} bytes: AWS allows 20480 in a bucket policy; say /,
  ],
  ["Bucket", { kmsKeyArn: "1" }, "kmsKeyArn", /^is "1": must be such as arn:aws:kms:/],
  [
    "Bucket",
    { folderNames: ["a"], tags: recordOf(9, "") },
    "tags",
    /^has 11 tags: AWS allows 10 on an S3 object/,
  ],
  ["Bucket", { folderNames: ["f".repeat(1020)] }, "folderNames", /^has 1026 bytes: .* 1024 in/],
  [
    "Bucket",
    { lifecycleRules: times(1000, (at) => ({ id: `r${at}`, expirationDays: 1 })) },
    "lifecycleRules",
    /^has 1001 lifecycle rules: AWS allows 1000 on a bucket$/,
  ],
  [
    "Bucket",
    { lifecycleRules: [{ id: "r".repeat(256), expirationDays: 1 }] },
    "lifecycleRules[0].id",
    /^has 256 characters: AWS allows 255 in a lifecycle rule's id$/,
  ],
  [
    "Bucket",
    { corsRules: times(101, () => ({ allowedMethods: ["GET"], allowedOrigins: ["*"] })) },
    "corsRules",
    /^has 101 CORS rules: AWS allows 100 on a bucket$/,
  ],
  [
    "Bucket",
    { consumerPolicyActions: { ["c".repeat(100)]: ["s3:GetObject"] } },
    `consumerPolicyActions.${"c".repeat(100)}`,
    /^IAM policy name .* AWS allows 1 to 128$/,
  ],
  ["StateMachine", { alias: "12" }, "alias", /^Step Functions alias "12" must not be a number/],
  ["StateMachine", { roleArn: "orders" }, "roleArn", /^is "orders": must be such as arn:aws:iam:/],
  [
    "StateMachine",
    { trustedEntities: times(80, (at) => `service-${at}.amazonaws.com`) },
    "trustedEntities",
    /^has \d{4} characters: AWS allows 2048 in a role's trust policy; trust /,
  ],
  [
    "StateMachine",
    { additionalRolePolicyArns: recordOf(10, "arn:aws:iam::aws:policy/X") },
    "additionalRolePolicyArns",
    /the role has 11 already, and IAM attaches 10: merge some of them, or raise the quota/,
  ],
  [
    "StateMachine",
    { tags: { ENVIRONMENT: "" } },
    "tags",
    /differs from Environment in letter case/,
  ],
  ["Monitoring", { name: "n".repeat(50) }, "name", /^EventBridge rule.* 65 characters/],
  [
    "Monitoring",
    { stateMachine: { ...MACHINE, type: "EXPRESS" }, name: "n".repeat(53) },
    "name",
    /^SQS queue name .* has 81 characters/,
  ],
  [
    "Monitoring",
    {
      functions: { ["f".repeat(240)]: { functionName: "f", timeoutSeconds: 1 } },
      durationAlarms: false,
    },
    "functions",
    /^CloudWatch alarm name .* AWS allows 1 to 255$/,
  ],
  [
    "Monitoring",
    { functions: recordOf(40, { functionName: "f", timeoutSeconds: 1 }) },
    "functions",
    /^has 132 alarms: AWS allows 100 in a composite alarm$/,
  ],
  [
    "Monitoring",
    {
      functions: Object.fromEntries(
        times(30, (at) => [`${"f".repeat(90)}${at}`, { functionName: "f", timeoutSeconds: 1 }]),
      ),
    },
    "functions",
    /^has 1\d{4} characters: AWS allows 10240 in a composite alarm's rule$/,
  ],
  [
    "Monitoring",
    { deadLetterQueues: { alerts: "other" } },
    "functions",
    /^two alarms are named acme-qa-orders-alerts-depth: rename/,
  ],
  [
    "Monitoring",
    { stateMachine: { ...MACHINE, arn: "orders" } },
    "stateMachine.arn",
    /^is "orders"/,
  ],
  ["Audit", { trailArn: "trail" }, "trailArn", /^is "trail": must be such as arn:aws:cloudtrail:/],
  ["Audit", { buckets: ["orders"] }, "buckets[0]", /^is "orders": must be such as arn:aws:s3:::/],
  [
    "Audit",
    {
      buckets: times(248, (at) => `arn:aws:s3:::b${at}`),
      functions: times(248, (at) => `arn:aws:lambda:us-east-1:000000000000:function:f${at}`),
    },
    "functions",
    /^has 501 values: AWS allows 500 in all of a trail's event selectors$/,
  ],
  [
    "Audit",
    { buckets: times(498, (at) => `arn:aws:s3:::b${at}`) },
    "buckets",
    /^has 501 values: AWS allows 500 in all of a trail's event selectors$/,
  ],
  ["Audit", { name: "a--b" }, "name", /^CloudTrail trail name .* no two of \. _ - in a row$/],
  ["Audit", { name: "n".repeat(40) }, "name", /^S3 bucket name .* AWS allows 3 to 63$/],
];

interface Refusal {
  readonly errors: readonly { readonly propertyPath: string; readonly reason: string }[];
}

describe("what AWS refuses", () => {
  for (const [component, args, path, reason] of CASES) {
    it(`is refused first: ${component} ${path}, ${reason.source}`, () => {
      assert.throws(
        () => CHECKS[component](args),
        ({ errors }: Refusal) => {
          const found = errors.filter(
            (error) => error.propertyPath === path && reason.test(error.reason),
          );
          assert.equal(found.length > 0, true, JSON.stringify(errors, null, 2).slice(0, 2000));
          return true;
        },
      );
    });
  }

  for (const component of Object.keys(CHECKS) as (keyof typeof CHECKS)[]) {
    it(`does not refuse good arguments of ${component}`, () => {
      assert.doesNotThrow(() => CHECKS[component]({}));
    });
  }
});

describe("the table of limits", () => {
  for (const [kind, { min, max }] of Object.entries(NAME_LIMITS)) {
    it(`takes a ${kind} name of ${max} characters and no longer`, () => {
      const named = (length: number): string => {
        const start = kind === "kmsAlias" ? "alias/" : "";
        return start + "x".repeat(length - start.length);
      };
      assert.equal(nameProblem(kind as NameKind, named(max)), undefined);
      assert.equal(nameProblem(kind as NameKind, named(min)), undefined);
      assert.match(
        nameProblem(kind as NameKind, named(max + 1)) ?? "",
        new RegExp(`has ${max + 1} characters: AWS allows ${min} to ${max}$`),
      );
      assert.match(nameProblem(kind as NameKind, named(min) + "\u0007") ?? "", /may hold only/);
    });
  }

  for (const [kind, { max, unit, where, fix }] of Object.entries(SIZE_LIMITS)) {
    it(`takes ${max} ${unit} ${where} and no more`, () => {
      assert.equal(sizeProblem(kind as SizeKind, max), undefined);
      assert.equal(
        sizeProblem(kind as SizeKind, max + 1),
        `has ${max + 1} ${unit}: AWS allows ${max} ${where}${fix ? `; ${fix}` : ""}`,
      );
    });
  }

  for (const [kind, { example }] of Object.entries(FORMS)) {
    it(`takes the example of a ${kind}, and no text of another form`, () => {
      assert.equal(formProblem(kind as FormKind, example), undefined);
      for (const other of ["", "x", `${example}\n`, ` ${example}`, 12]) {
        assert.notEqual(formProblem(kind as FormKind, other), undefined);
      }
    });
  }

  it("has AWS's page for every row, and the toolkit's own limits", () => {
    for (const { source } of [...Object.values(NAME_LIMITS), ...Object.values(SIZE_LIMITS)]) {
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    }
    assert.equal(SIZE_LIMITS.inlinePolicy.max, INLINE_POLICY_LIMIT);
    assert.equal(SIZE_LIMITS.managedPolicy.max, MANAGED_POLICY_LIMIT);
  });
});
