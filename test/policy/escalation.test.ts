import assert from "node:assert/strict";
import t from "../../policy/rules/shared/resource-types.json";
import { judge } from "../support/pack";
import { ACCOUNT, allow, type GoodResource, judged, policy, type Statement } from "./support/stack";
import { paths } from "./support/prowler-paths.json";

const ESCALATION = "iam-policy-privilege-escalation";
const OF_ROLE = "iam-role-privilege-escalation";
const ADVICE = "iam-policy-privilege-escalation-advice";

/** An exact resource of the service of an action. */
const exact = (action: string): string => {
  const [service = ""] = action.split(":");
  return service === "iam"
    ? `arn:aws:iam::${ACCOUNT}:role/admin`
    : `arn:aws:${service}:eu-west-1:${ACCOUNT}:thing/one`;
};

const passing = (service: string | string[], operator = "StringEquals"): Statement =>
  allow("iam:PassRole", exact("iam:"), {
    Condition: { [operator]: { "iam:PassedToService": service } },
  });

describe("privilege escalation", function () {
  this.timeout(60_000);
  const found = async (
    resources: Readonly<Record<string, GoodResource>>,
  ): Promise<Readonly<Record<string, readonly string[]>>> => {
    const report = await judge(judged(resources));
    const named = report.violations.map(({ urn, rule }) => ({ name: urn.split("::")[3], rule }));
    return Object.fromEntries(
      Object.keys(resources).map((name) => [
        name,
        named.filter((each) => each.name === name).map(({ rule }) => rule),
      ]),
    );
  };

  const ofPolicy = async (...statements: Statement[]): Promise<string[]> => {
    const { it: rules = [] } = await found({
      it: { type: t.POLICY, inputs: { policy: policy(...statements) } },
    });
    return rules.filter((rule) => rule.includes("escalation"));
  };

  it("is found in each of prowler's combinations, on exact resources", async () => {
    const policies = paths.map((actions, index): [string, GoodResource] => [
      `p${index}`,
      {
        type: t.POLICY,
        inputs: { policy: policy(...actions.map((action) => allow(action, exact(action)))) },
      },
    ]);
    const rules = await found(Object.fromEntries(policies));
    const known = [ESCALATION, ADVICE, "iam-policy-admin"];
    const missed = paths.filter(
      (_, index) => !rules[`p${index}`]?.some((rule) => known.includes(rule)),
    );
    assert.equal(paths.length, 101);
    assert.deepEqual(missed, []);
  });

  it("is found over all policies of a role, whichever way it has them", async () => {
    const create = policy(allow("lambda:CreateFunction", exact("lambda:")));
    const pass = policy(passing("lambda.amazonaws.com"));
    const role = (more: object = {}): GoodResource => ({
      type: t.ROLE,
      inputs: { name: "deployer", ...more },
      computed: { id: "deployer", arn: exact("iam:") },
    });
    const managed: GoodResource = {
      type: t.POLICY,
      inputs: { policy: create },
      computed: { arn: `arn:aws:iam::${ACCOUNT}:policy/create` },
    };
    const attachments: Record<string, GoodResource>[] = [
      { own: { type: t.ROLE_POLICY, inputs: { role: "deployer", policy: create } } },
      {
        managed,
        own: {
          type: t.ROLE_ATTACHMENT,
          inputs: { role: "deployer", policyArn: `arn:aws:iam::${ACCOUNT}:policy/create` },
        },
      },
    ];
    for (const attached of attachments) {
      const inline = role({ inlinePolicies: [{ name: "pass", policy: pass }] });
      const rules = await found({ role: inline, ...attached });
      assert.ok(rules.role?.includes(OF_ROLE), JSON.stringify(rules));
    }
    const alone = await found({ role: role({ inlinePolicies: [{ name: "pass", policy: pass }] }) });
    assert.ok(!alone.role?.includes(OF_ROLE));
  });

  it("takes PassRole for what its condition says", async () => {
    const create = allow("lambda:CreateFunction", exact("lambda:"));
    assert.deepEqual(await ofPolicy(passing("lambda.amazonaws.com"), create), [ESCALATION]);
    assert.deepEqual(await ofPolicy(passing("lambda.*", "StringLike"), create), [ESCALATION]);
    assert.deepEqual(
      await ofPolicy(passing("states.amazonaws.com", "StringEqualsIfExists"), create),
      [ESCALATION],
    );
    assert.deepEqual(await ofPolicy(passing("ec2.amazonaws.com", "StringNotEquals"), create), [
      ESCALATION,
    ]);
    assert.deepEqual(await ofPolicy(passing("states.amazonaws.com"), create), []);
    const run = allow("ec2:RunInstances", exact("ec2:"));
    assert.deepEqual(await ofPolicy(passing("ec2.amazonaws.com.cn"), run), [ESCALATION]);
    assert.deepEqual(
      await ofPolicy(passing("lambda.amazonaws.com", "StringNotEquals"), create),
      [],
    );
  });

  it("honours a Deny, on exact resources too", async () => {
    const put = allow("iam:PutRolePolicy", exact("iam:"));
    const deny = { ...put, Effect: "Deny" } as const;
    assert.deepEqual(await ofPolicy(put), [ESCALATION]);
    assert.deepEqual(await ofPolicy(put, deny), []);
    assert.deepEqual(await ofPolicy(put, { ...deny, Resource: `${exact("iam:")}s` }), [ESCALATION]);
    assert.deepEqual(
      await ofPolicy(put, { ...deny, Resource: undefined, NotResource: "arn:aws:s3:::*" }),
      [],
    );
  });

  it("takes a condition that always holds for none, and a policy that is AdministratorAccess for no limit", async () => {
    const attach = (operator: string, arn: string): Statement =>
      allow("iam:AttachRolePolicy", "*", { Condition: { [operator]: { "iam:PolicyARN": arn } } });
    const own = `arn:aws:iam::${ACCOUNT}:policy/small`;
    assert.deepEqual(await ofPolicy(attach("ArnEquals", own)), []);
    assert.deepEqual(await ofPolicy(attach("ArnEqualsIfExists", own)), [ESCALATION]);
    assert.deepEqual(await ofPolicy(attach("ForAllValues:ArnEquals", own)), [ESCALATION]);
    assert.deepEqual(await ofPolicy(attach("ArnLike", "arn:aws:iam::aws:policy/*")), [ESCALATION]);
    const inChina = "arn:aws-cn:iam::aws:policy/AdministratorAccess";
    assert.deepEqual(await ofPolicy(attach("ArnEquals", inChina)), [ESCALATION]);
  });

  it("lets users look after their own keys, as AWS's policy for that does", async () => {
    const own = `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`;
    assert.deepEqual(await ofPolicy(allow("iam:CreateAccessKey", own)), []);
    assert.deepEqual(await ofPolicy(allow("iam:CreateAccessKey", exact("iam:"))), [ESCALATION]);
  });

  it("lets a workflow start what its states start", async () => {
    const machine = (resource: string): Record<string, GoodResource> => ({
      machine: {
        type: t.MACHINE,
        inputs: {
          roleArn: exact("iam:"),
          definition: JSON.stringify({
            StartAt: "Build",
            States: { Build: { Type: "Task", Resource: resource, Arguments: {}, End: true } },
          }),
        },
      },
      role: {
        type: t.ROLE,
        inputs: {
          inlinePolicies: [
            { name: "own", policy: policy(allow("codebuild:StartBuild", exact("codebuild:"))) },
          ],
        },
        computed: { arn: exact("iam:") },
      },
    });
    const builds = await found(machine("arn:aws:states:::codebuild:startBuild"));
    const publishes = await found(machine("arn:aws:states:::sns:publish"));
    assert.ok(!builds.role?.includes(ADVICE));
    assert.ok(publishes.role?.includes(ADVICE));
  });
});
