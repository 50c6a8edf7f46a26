import assert from "node:assert/strict";
import t from "../../policy/rules/shared/resource-types.json";
import { judge } from "../support/pack";
import {
  ACCOUNT,
  allow,
  type GoodResource,
  judged,
  policy,
  type Statement,
  UNKNOWN,
} from "./support/stack";

type Resources = Readonly<Record<string, GoodResource>>;

const ADMIN = "iam-policy-admin";
const MISSING = "sfn-role-missing-grant";

const EVERYTHING = policy(allow("*", "*"));
const deny = (action: string, more: Partial<Statement> = {}): Statement => ({
  ...allow(action, "*"),
  Effect: "Deny",
  ...more,
});
const NO_IAM = policy(deny("iam:*"));

const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

const role = (name: string, more: object = {}): GoodResource => ({
  type: t.ROLE,
  inputs: { name, ...more },
  computed: { id: name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
});

const managed = (name: string, document: unknown): GoodResource => ({
  type: t.POLICY,
  inputs: { policy: document },
  computed: { arn: policyArn(name) },
});

const inline = (of: unknown, document: unknown): GoodResource => ({
  type: t.ROLE_POLICY,
  inputs: { role: of, policy: document },
});

const attached = (type: string, policyName: string, named: object): GoodResource => ({
  type,
  inputs: { ...named, policyArn: policyArn(policyName) },
});

/** A role that may do everything but what its boundary leaves out. */
const bound = (...statements: Statement[]): Resources => ({
  it: role("a", { permissionsBoundary: policyArn("bound") }),
  bound: managed("bound", policy(...statements)),
  all: inline("a", EVERYTHING),
});

/** Stacks with what is said of the administration rule: the resources that it finds, or "not evaluated". */
const CASES: readonly (readonly [string, Resources, readonly string[]])[] = [
  [
    "a Deny of another inline policy of the role",
    { a: role("a", { inlinePolicies: [{ policy: EVERYTHING }] }), b: inline("a", NO_IAM) },
    [],
  ],
  [
    "a Deny of another inline policy in the role itself",
    { a: role("a", { inlinePolicies: [{ policy: EVERYTHING }, { policy: NO_IAM }] }) },
    [],
  ],
  [
    "a Deny of a role that is not of the stack",
    { a: inline("theirs", EVERYTHING), b: inline("theirs", NO_IAM) },
    [],
  ],
  [
    "a Deny of another role",
    { r: role("a"), s: role("b"), a: inline("a", EVERYTHING), b: inline("b", NO_IAM) },
    ["a"],
  ],
  [
    "a Deny of a managed policy of the role",
    {
      a: role("a", {
        inlinePolicies: [{ policy: EVERYTHING }],
        managedPolicyArns: [policyArn("d")],
      }),
      d: managed("d", NO_IAM),
    },
    [],
  ],
  [
    "a Deny of each role that a managed policy is attached to",
    {
      r: role("a", { inlinePolicies: [{ policy: NO_IAM }] }),
      s: role("b", { inlinePolicies: [{ policy: NO_IAM }] }),
      all: managed("all", EVERYTHING),
      x: attached(t.ROLE_ATTACHMENT, "all", { role: "a" }),
      y: attached(t.ROLE_ATTACHMENT, "all", { role: "b" }),
    },
    [],
  ],
  [
    "a Deny of one of the roles that a managed policy is attached to",
    {
      r: role("a", { inlinePolicies: [{ policy: NO_IAM }] }),
      s: role("b"),
      all: managed("all", EVERYTHING),
      x: attached(t.ATTACHMENT, "all", { roles: ["a", "b"] }),
    },
    ["all"],
  ],
  [
    "a Deny of the role but not of the user whom the policy is attached to",
    {
      r: role("a", { inlinePolicies: [{ policy: NO_IAM }] }),
      all: managed("all", EVERYTHING),
      x: attached(t.ATTACHMENT, "all", { roles: ["a"], users: ["u"] }),
    },
    ["all"],
  ],
  [
    "a Deny of a group",
    {
      all: { type: t.GROUP_POLICY, inputs: { group: "g", policy: EVERYTHING } },
      none: { type: t.GROUP_POLICY, inputs: { group: "g", policy: NO_IAM } },
    },
    [],
  ],
  [
    "a Deny under a condition",
    {
      a: inline("a", EVERYTHING),
      b: inline(
        "a",
        policy(deny("iam:*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })),
      ),
    },
    ["a"],
  ],
  [
    "a Deny of all but something of IAM",
    {
      a: inline("a", EVERYTHING),
      b: inline("a", policy({ Effect: "Deny", NotAction: ["iam:PutRolePolicy"], Resource: "*" })),
    },
    ["a"],
  ],
  [
    "a Deny of all but another service",
    {
      a: inline("a", EVERYTHING),
      b: inline("a", policy({ Effect: "Deny", NotAction: ["s3:*"], Resource: "*" })),
    },
    [],
  ],
  [
    "a boundary of all but one resource",
    bound({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::secret/*" }),
    ["all"],
  ],
  [
    "a boundary of all but something of IAM",
    bound({ Effect: "Allow", NotAction: ["iam:CreateUser"], Resource: "*" }),
    ["all"],
  ],
  [
    "a boundary of all but IAM",
    bound({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }),
    [],
  ],
  ["a boundary without IAM", bound(allow("s3:*", "*"), allow("logs:*", "*")), []],
  ["a boundary that denies IAM", bound(allow("*", "*"), deny("iam:*")), []],
  ["a boundary with IAM", bound(allow(["s3:*", "iam:*"], "*")), ["all"]],
  [
    "a boundary that is not of the stack",
    {
      a: role("a", { permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" }),
      all: inline("a", EVERYTHING),
    },
    ["all"],
  ],
  [
    "a policy that is a boundary and nothing else",
    { a: role("a", { permissionsBoundary: policyArn("b") }), b: managed("b", EVERYTHING) },
    [],
  ],
  [
    "another policy that is not known yet",
    { r: role("a"), a: inline("a", EVERYTHING), b: inline("a", UNKNOWN) },
    ["a", "not evaluated"],
  ],
  [
    "a Deny on a resource that is not known yet",
    {
      r: role("a"),
      a: inline("a", EVERYTHING),
      b: inline("a", { Version: "2012-10-17", Statement: [deny("iam:*", { Resource: UNKNOWN })] }),
    },
    ["not evaluated"],
  ],
];

describe("policy documents of an identity", function () {
  this.timeout(60_000);
  const found = async (rule: string, resources: Resources): Promise<readonly string[]> => {
    const report = await judge(judged(resources));
    const unknown = report.notEvaluated.some((each) => each.rule === rule);
    return [
      ...report.violations
        .filter((each) => each.rule === rule)
        .map(({ urn }) => urn.split("::").at(-1) ?? ""),
      ...(unknown ? ["not evaluated"] : []),
    ];
  };

  for (const [what, resources, expected] of CASES) {
    it(`are judged with ${what}`, async () => {
      assert.deepEqual(await found(ADMIN, resources), expected);
    });
  }

  it("find each rule's Deny in another policy of the role", async () => {
    const statements: readonly (readonly [string, Statement, string])[] = [
      ["iam-policy-action-wildcard", allow("*", "arn:aws:s3:::a"), "*"],
      ["iam-policy-service-wildcard", allow("s3:*", "arn:aws:s3:::a"), "s3:*"],
      ["iam-policy-permissions-management", allow("s3:PutBucketPolicy", "*"), "s3:*"],
      ["iam-policy-credentials-exposure", allow("iam:CreateAccessKey", "*"), "iam:*"],
      ["iam-policy-data-exfiltration", allow("s3:GetObject", "*"), "s3:Get*"],
      ["iam-policy-resource-wildcard", allow("sqs:SendMessage", "*"), "sqs:*"],
      ["iam-policy-pass-role", allow("iam:PassRole", "*"), "iam:PassRole"],
      ["iam-policy-kms-decrypt", allow("kms:Decrypt", "*"), "kms:*"],
      ["iam-policy-assume-any-role", allow("sts:AssumeRole", "*"), "sts:*"],
      ["iam-policy-privilege-escalation", allow("iam:PutRolePolicy", "*"), "iam:Put*"],
      ["iam-policy-wildcards", allow("sqs:Send*", "arn:aws:sqs:eu-west-1:1:q"), "sqs:*"],
    ];
    for (const [rule, statement, denied] of statements) {
      const alone = { a: inline("a", policy(statement)) };
      const both = { ...alone, b: inline("a", policy(deny(denied))) };
      assert.deepEqual(await found(rule, alone), ["a"], rule);
      assert.deepEqual(await found(rule, both), [], rule);
    }
  });

  it("leave a machine without what the boundary of its role leaves out", async () => {
    const machine = (...bounds: Statement[]): Resources => ({
      machine: {
        type: t.MACHINE,
        inputs: {
          roleArn: `arn:aws:iam::${ACCOUNT}:role/a`,
          definition: JSON.stringify({
            StartAt: "Tell",
            States: {
              Tell: {
                Type: "Task",
                Resource: "arn:aws:states:::sns:publish",
                Parameters: { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:t`, Message: "m" },
                End: true,
              },
            },
          }),
        },
      },
      ...bound(...bounds),
    });
    assert.deepEqual(await found(MISSING, machine(allow("sns:*", "*"))), []);
    assert.deepEqual(await found(MISSING, machine(allow("sqs:*", "*"))), ["machine"]);
  });
});
