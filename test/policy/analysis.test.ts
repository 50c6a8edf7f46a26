import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Analyzer } from "../../engine/policy/analyzer";
import { analyzeStack, checkPolicies, type PolicyReport } from "../../engine/policy/check";
import { type PolicyPackConfig, reconcile } from "../../engine/policy/config";
import { fromExport } from "../../engine/policy/input";
import { junit } from "../../engine/policy/report/junit";
import { sarif } from "../../engine/policy/report/sarif";
import { table } from "../../engine/policy/report/table";
import t from "../../policy/rules/shared/resource-types.json";
import { InProcessPack } from "../support/in-process-pack";
import {
  allow,
  ARNS,
  type GoodResource,
  goodStack,
  judged,
  policy,
  set,
  UNKNOWN,
  urnOf,
} from "./support/stack";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { UsageError } from "../../statemachine/cli";

type Resources = Record<string, GoodResource>;

const rolePolicy = (...statements: Parameters<typeof policy>): Resources => ({
  grant: { type: t.ROLE_POLICY, inputs: { role: "outside", policy: policy(...statements) } },
});

const rules = ({ violations }: PolicyReport): string[] => [
  ...new Set(violations.map(({ rule }) => rule)),
];

// The pack runs in a process of its own, as the engine runs it.
describe("policy analysis", function () {
  this.timeout(60_000);
  let pack: Analyzer;
  before(async () => {
    pack = await Analyzer.start({ folder: "policy", project: "orders", stack: "prod" });
  });
  after(() => pack.close());

  const check = async (
    resources: Resources,
    packConfig?: PolicyPackConfig,
  ): Promise<PolicyReport> => (await analyzeStack(pack, judged(resources), packConfig)).report;

  it("finds a public ACL on an object as on a bucket", async () => {
    for (const name of [
      "bucketObject:BucketObject",
      "bucketObjectv2:BucketObjectv2",
      "objectCopy:ObjectCopy",
    ]) {
      const type = `aws:s3/${name}`;
      const object = { type, inputs: { bucket: "outside", key: "page", acl: "public-read" } };
      assert.deepEqual(rules(await check({ object })), ["s3-bucket-public-acl"]);
    }
  });

  it("tells of a secret once, by the pointer to it, whatever its state is called", async () => {
    const key = ["AKIAABCDEFGH", "IJKLMNOP"].join("");
    const states = { "a/b": { Type: "Pass", Result: { aws_secret_access_key: key }, End: true } };
    const definition = JSON.stringify({ StartAt: "a/b", States: states });
    const machine = { type: t.MACHINE, inputs: { definition, roleArn: ARNS.machineRole } };

    const { violations } = await check({ machine });

    const found = violations.filter(({ rule }) => rule === "sfn-definition-secrets");
    assert.deepEqual(
      found.map(({ message }) => message.split(":")[0]),
      ["definition/States/a~1b/Result/aws_secret_access_key looks like an AWS access key."],
    );
  });

  it("waits for a statement that is not known yet, and finds no fault with it", async () => {
    for (const Statement of [UNKNOWN, [allow("sqs:SendMessage", "*"), UNKNOWN]]) {
      const document = { Version: "2012-10-17", Statement };
      const queue = { type: t.QUEUE_POLICY, inputs: { queueUrl: "outside", policy: document } };

      const { violations, notEvaluated } = await check({ queue });

      assert.deepEqual(violations, []);
      const waiting = notEvaluated.filter(({ rule }) => rule === "iam-policy-document");
      assert.deepEqual(
        waiting.map(({ property }) => property),
        ["policy.Statement"],
      );
    }
  });

  describe("of IAM statements", () => {
    const delivery = [
      "logs:CreateLogDelivery",
      "logs:DescribeLogGroups",
      "xray:PutTraceSegments",
      "xray:GetSamplingRules",
    ];

    it("passes log delivery and X-Ray on every resource, and nothing else", async () => {
      assert.deepEqual(rules(await check(rolePolicy(allow(delivery, "*")))), []);
      const report = await check(
        rolePolicy(allow([...delivery, "ec2:DescribeNetworkInterfaces"], "*")),
      );
      assert.deepEqual(rules(report), ["iam-policy-wildcards"]);
      assert.match(report.violations[0]?.message ?? "", /ec2:DescribeNetworkInterfaces/);
    });

    it("expands wildcards by AWS's list, and finds each kind of action by its own rule", async () => {
      const report = await check(
        rolePolicy(
          allow(["iam:Put*Policy", "s3:PutBucketP*", "sqs:Send*", "ssm:GetParameter*"], "*"),
        ),
      );
      const found = Object.fromEntries(
        report.violations.map(({ rule, message }) => [rule, message]),
      );
      assert.match(found["iam-policy-privilege-escalation"] ?? "", /iam:PutRolePolicy/);
      assert.match(found["iam-policy-permissions-management"] ?? "", /s3:PutBucketPolicy/);
      assert.match(found["iam-policy-data-exfiltration"] ?? "", /ssm:GetParameters/);
      assert.match(found["iam-policy-resource-wildcard"] ?? "", /sqs:SendMessage/);
    });

    const trusting = async (principal: object, more: object = {}): Promise<string[]> => {
      const trust = { Effect: "Allow", Principal: principal, ...more } as const;
      const role = {
        type: t.ROLE,
        inputs: { assumeRolePolicy: policy({ Action: "sts:AssumeRole", ...trust }) },
      };
      return rules(await check({ role }));
    };

    it("takes a role that every service may assume for public", async () => {
      assert.ok((await trusting({ Service: "*" })).includes("iam-role-trust-public"));
    });

    it("asks a condition of a role that an identity provider's users assume", async () => {
      const github = {
        Federated: `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com`,
      };
      const web = { Action: "sts:AssumeRoleWithWebIdentity" };
      const Condition = {
        StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/orders:ref:main" },
      };
      assert.ok((await trusting(github, web)).includes("iam-role-trust-public"));
      assert.deepEqual(await trusting(github, { ...web, Condition }), []);
    });

    it("finds an administrator among the exclusive attachments of a role", async () => {
      const attachments = {
        type: t.ROLE_ATTACHMENTS,
        inputs: {
          roleName: "outside",
          policyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        },
      };
      assert.deepEqual(rules(await check({ attachments })), ["iam-attachment-administrator"]);
    });

    it("takes back what an unconditional Deny denies", async () => {
      const send = allow("sqs:SendMessage", "*");
      const deny = { Effect: "Deny", Action: "sqs:*", Resource: "*" } as const;
      assert.deepEqual(rules(await check(rolePolicy(send, deny))), []);
      const sometimes = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
      assert.deepEqual(rules(await check(rolePolicy(send, sometimes))), [
        "iam-policy-resource-wildcard",
      ]);
    });

    it("takes a condition on the resource for a limit, and another one not", async () => {
      const tagged = { StringEquals: { "aws:ResourceTag/Team": "orders" } };
      assert.deepEqual(
        rules(await check(rolePolicy(allow("sqs:SendMessage", "*", { Condition: tagged })))),
        [],
      );
      const secure = { Bool: { "aws:SecureTransport": "true" } };
      assert.deepEqual(
        rules(await check(rolePolicy(allow("sqs:SendMessage", "*", { Condition: secure })))),
        ["iam-policy-resource-wildcard"],
      );
    });

    it("judges a document given as an object, also where parts of it are unknown", async () => {
      const document = {
        Version: "2012-10-17",
        Statement: [
          allow("sqs:*", UNKNOWN),
          allow("*", "*"),
          { Effect: "Allow", Action: UNKNOWN, Resource: "*" },
        ],
      };
      const report = await check({
        grant: { type: t.ROLE_POLICY, inputs: { role: "x", policy: document } },
      });
      assert.deepEqual(rules(report).sort(), ["iam-policy-admin", "iam-policy-service-wildcard"]);
      const unknown = report.notEvaluated.map(({ property }) => property);
      assert.ok(unknown.includes("policy.Statement.2.Action"), unknown.join());
    });
  });

  describe("of unknown values", () => {
    it("judges the known properties of a resource with unknown ones", async () => {
      const block = {
        type: t.PUBLIC_ACCESS_BLOCK,
        inputs: { bucket: "b", blockPublicAcls: UNKNOWN, blockPublicPolicy: false },
      };
      const report = await check({ block });
      const found = report.violations.map(({ message }) => message);
      assert.deepEqual(found, [
        "blockPublicPolicy is not true.",
        "ignorePublicAcls is not true.",
        "restrictPublicBuckets is not true.",
      ]);
      assert.deepEqual(report.notEvaluated, [
        {
          rule: "s3-public-access-block-complete",
          urn: urnOf(t.PUBLIC_ACCESS_BLOCK, "block"),
          property: "blockPublicAcls",
        },
      ]);
    });

    it("links by what a property was made from, when its value is unknown", async () => {
      const stack = goodStack();
      set(stack["orders-block"], "bucket", UNKNOWN);
      const made = await analyzeStack(
        pack,
        judged(stack, { "orders-block": { bucket: ["orders"] } }),
      );
      assert.deepEqual(made.report, { violations: [], notEvaluated: [], exemptions: [] });
    });

    it("counts resources of AWS that no rule is about", async () => {
      const topicRule = "aws:iot/topicRule:TopicRule";
      const stack: Resources = {
        ...goodStack(),
        a: { type: topicRule, inputs: {} },
        b: { type: topicRule, inputs: {} },
        c: { type: "random:index/randomString:RandomString", inputs: {} },
        d: { type: "aws:lambda/alias:Alias", inputs: {} },
      };
      const { report, withoutRule } = await analyzeStack(pack, judged(stack));
      assert.deepEqual([...withoutRule], [[topicRule, 2]]);
      assert.deepEqual(report.notEvaluated, []);
    });

    it("takes what the program wrote for what the provider leaves unknown", async () => {
      const stack = goodStack();
      delete stack["orders-versioning"];
      // The provider computes the inline property of a bucket that has none.
      const bucket = stack.orders as { computed: Record<string, unknown> };
      bucket.computed.versioning = UNKNOWN;
      const { violations } = await check(stack);
      assert.deepEqual(
        violations.map(({ rule }) => rule),
        ["s3-bucket-versioning"],
      );
    });
  });

  it("judges the deprecated inline settings of a bucket, in both spellings", async () => {
    const inline = {
      versioning: { enabled: true },
      serverSideEncryptionConfiguration: {
        rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      },
    };
    const plural = {
      versionings: [{ enabled: true }],
      serverSideEncryptionConfigurations: [
        {
          rules: [
            {
              applyServerSideEncryptionByDefaults: [],
              applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
            },
          ],
        },
      ],
    };
    for (const [type, inputs] of [
      [t.BUCKETS[0]!, inline],
      [t.BUCKETS[1]!, plural],
    ] as const) {
      const found = rules(
        await check({ old: { type, inputs: { ...inputs, bucket: "old", acl: "public-read" } } }),
      );
      assert.ok(
        found.includes("s3-bucket-kms") && found.includes("s3-bucket-public-acl"),
        found.join(),
      );
      assert.ok(
        !found.includes("s3-bucket-versioning") && !found.includes("s3-bucket-encryption"),
        found.join(),
      );
    }
  });

  describe("with exemptions", () => {
    const bad = (): Resources => {
      const stack = goodStack();
      set(stack.key, "enableKeyRotation", false);
      return stack;
    };
    const exempt = (more: object): PolicyPackConfig => ({
      "policy-exemptions": {
        exemptions: [
          {
            rule: "kms-key-rotation",
            reason: "imported material",
            expires: "2999-12-31",
            ...more,
          },
        ],
      },
    });

    it("tells an exempted finding with its reason, by name pattern or URN", async () => {
      for (const target of [{ name: "k*" }, { urn: urnOf(t.KEY, "key") }]) {
        const report = await check(bad(), exempt(target));
        assert.deepEqual(report.violations, []);
        assert.deepEqual(report.exemptions, [
          {
            rule: "kms-key-rotation",
            urn: urnOf(t.KEY, "key"),
            message: "enableKeyRotation is not true: the key material stays the same for ever.",
            reason: "imported material",
            expires: "2999-12-31",
          },
        ]);
      }
    });

    it("tells a reason with brackets in it as it is", async () => {
      const reason = "old material (ticket 12): goes in May";
      const report = await check(bad(), exempt({ name: "key", reason }));
      assert.deepEqual(
        report.exemptions.map((each) => [each.reason, each.message]),
        [[reason, "enableKeyRotation is not true: the key material stays the same for ever."]],
      );
    });

    it("reports one that is over, and what it covered", async () => {
      const report = await check(bad(), exempt({ name: "key", expires: "2024-01-31" }));
      assert.deepEqual(rules(report), ["kms-key-rotation", "policy-exemption-expired"]);
    });

    it("reports one that covers nothing, but not one whose rule could not judge", async () => {
      assert.deepEqual(rules(await check(goodStack(), exempt({ name: "key" }))), [
        "policy-exemption-unused",
      ]);
      const stack = goodStack();
      set(stack.key, "enableKeyRotation", UNKNOWN);
      assert.deepEqual(rules(await check(stack, exempt({ name: "key" }))), []);
    });
  });

  describe("with remediation", () => {
    it("remediates what it may, only when it is told to", async () => {
      const stack: Resources = {
        key: { type: t.KEY, inputs: { enableKeyRotation: false, policy: UNKNOWN } },
        block: { type: t.PUBLIC_ACCESS_BLOCK, inputs: { bucket: UNKNOWN, blockPublicAcls: false } },
        group: { type: t.LOG_GROUP, inputs: { name: "/aws/lambda/x", kmsKeyId: ARNS.key } },
        queue: { type: t.QUEUE, inputs: { kmsMasterKeyId: ARNS.key, tags: { Own: "1" } } },
      };
      const remediable = [
        "kms-key-rotation",
        "s3-public-access-block-complete",
        "logs-group-retention",
      ];
      const before = rules(await check(stack));
      for (const rule of remediable) assert.ok(before.includes(rule), rule);
      const packConfig = {
        ...Object.fromEntries(remediable.map((rule) => [rule, "remediate"])),
        "aws-resource-tags": {
          enforcementLevel: "remediate",
          required: ["Owner"],
          values: { Owner: "orders" },
        },
      };
      const { report, remediated } = await analyzeStack(pack, judged(stack), packConfig);
      for (const rule of [...remediable, "aws-resource-tags"])
        assert.ok(!rules(report).includes(rule), rule);
      assert.equal(remediated.length, 4);
    });
  });

  it("keeps a secret beside what it remediates secret, and what is not known unknown", async () => {
    const secret = { [specialSigKey]: specialSecretSig, value: "acme" };
    const tags = { Customer: secret, Release: UNKNOWN };
    const configs = reconcile(pack.about, {
      "aws-resource-tags": {
        enforcementLevel: "remediate",
        required: ["Owner"],
        values: { Owner: "orders" },
      },
    });
    await pack.configure(configs);
    const { resources } = judged({ queue: { type: t.QUEUE, inputs: { tags } } });
    const queue = resources[1];
    assert.ok(queue);

    const change = await pack.remediate(queue);

    assert.deepEqual(change?.inputs.tags, { ...tags, Owner: "orders" });
  });

  it("tells what is not known in one line a resource, and each remedy beside its finding", async () => {
    const inputs = { policy: UNKNOWN, description: UNKNOWN, enableKeyRotation: false };
    const { resources } = judged({ key: { type: t.KEY, inputs } });
    await pack.configure(reconcile(pack.about, {}));

    const found = await Promise.all(resources.map((resource) => pack.analyze(resource)));
    const all = [...found.flat(), ...(await pack.analyzeStack(resources))];

    const unknown = all.filter(({ message }) => message.includes("Not evaluated"));
    assert.equal(unknown.length, 1);
    assert.match(
      unknown[0]?.message ?? "",
      /policy \(kms-key-public, .*kms-key-grants.*\).*: not known yet\./,
    );
    const rotation = all.find(({ policy: rule }) => rule === "kms-key-rotation");
    assert.match(rotation?.message ?? "", /\nRemedy: Set `enableKeyRotation` to true\.$/);
  });

  it("reads on, whatever stands in a property", async () => {
    const statement = {
      Effect: "Allow",
      Action: [{ a: 1 }],
      Resource: { b: null },
      Principal: [1, { AWS: null }],
      Condition: { StringEquals: "x", Bool: { a: { b: 1 } } },
    };
    const odd = [
      null,
      "[",
      5,
      [null],
      [[]],
      { a: null },
      JSON.stringify({ Statement: [null, statement] }),
    ];
    const { resources } = judged(goodStack());
    const everything = new InProcessPack();
    await everything.configure(reconcile(everything.about, { all: "advisory" }));
    for (const resource of resources) {
      const names = Object.keys(resource.inputs);
      for (const value of odd) {
        const inputs = Object.fromEntries(names.map((name) => [name, value]));
        await everything.analyze({ ...resource, inputs });
        await everything.analyzeStack([{ ...resource, inputs, outputs: inputs }]);
      }
    }
  });

  describe("configured wrongly", () => {
    it("stops before the first resource", async () => {
      for (const packConfig of [
        { "no-such-rule": "mandatory" },
        { "kms-key-rotation": "always" },
        { "logs-group-retention-range": { minDays: 0 } },
        { "kms-key-rotation": { colour: "red" } },
        {
          "policy-exemptions": {
            exemptions: [{ rule: "nope", name: "x", reason: "long enough", expires: "2030-01-01" }],
          },
        },
      ]) {
        await assert.rejects(check(goodStack(), packConfig), UsageError);
      }
      const folder = mkdtempSync(path.join(tmpdir(), "settings-"));
      const settingsFile = path.join(folder, "policy.yaml");
      writeFileSync(settingsFile, "profile: production\n");
      try {
        await assert.rejects(
          checkPolicies(judged(goodStack()), { settingsFile }),
          /production.*dev, prod, strict/s,
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  describe("of a stack export", () => {
    const mark = "4dabf18193072939515e22adb298388d";
    const urn = urnOf(t.KEY, "key");
    const exported = (inputs: object): unknown => ({
      version: 3,
      deployment: {
        resources: [
          { urn: urnOf("pulumi:pulumi:Stack", "orders-prod"), type: "pulumi:pulumi:Stack" },
          {
            urn,
            type: t.KEY,
            id: "1",
            inputs: { __defaults: [], ...inputs },
            outputs: { arn: ARNS.key },
          },
          { urn, type: t.KEY, delete: true, inputs: { enableKeyRotation: false } },
        ],
      },
    });

    it("judges what lives, and takes a cipher for not known", async () => {
      const cipher = { [mark]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "AAAA" };
      const stack = fromExport(exported({ enableKeyRotation: true, policy: cipher }), "x.json");
      assert.deepEqual([stack.stack, stack.project, stack.resources.length], ["prod", "orders", 2]);
      const { report } = await analyzeStack(pack, stack);
      assert.deepEqual(report.violations, []);
      assert.ok(report.notEvaluated.some(({ rule }) => rule === "kms-key-public"));
    });

    it("reads a secret that is shown", () => {
      const shown = { [mark]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"{}"' };
      assert.equal(
        fromExport(exported({ policy: shown }), "x.json").resources[1]?.inputs.policy,
        "{}",
      );
    });

    it("names the resource whose secret or properties cannot be read, and judges the rest", () => {
      const broken = { [mark]: "1b47061264138c4ac30d75fd1eb44270", plaintext: "{not json" };
      const stack = fromExport(exported({ description: broken, isEnabled: true }), "x.json");
      const [, key] = stack.resources;
      assert.deepEqual(stack.faults, [
        `x.json: ${key?.urn} has a secret whose plaintext is not JSON: export the stack again with --show-secrets`,
      ]);
      assert.equal(key?.inputs.isEnabled, true);
    });

    it("refuses what is no stack", () => {
      for (const value of [null, [], {}, { deployment: {} }, { resources: [1] }]) {
        assert.throws(() => fromExport(value, "x.json"), UsageError);
      }
    });
  });

  it("says the same as a table, as SARIF and as JUnit", async () => {
    const stack = goodStack();
    set(stack.key, "enableKeyRotation", false);
    set(stack.queue, "tags", UNKNOWN);
    const result = await analyzeStack(pack, judged(stack));
    assert.match(table(result), /kms-key-rotation[\s\S]*1 mandatory violation,/);
    const log = JSON.parse(sarif(result)) as {
      version: string;
      runs: [{ results: { ruleId: string; level: string }[] }];
    };
    assert.equal(log.version, "2.1.0");
    assert.deepEqual(
      log.runs[0].results.filter(({ level }) => level === "error").map(({ ruleId }) => ruleId),
      ["kms-key-rotation"],
    );
    assert.match(
      junit(result),
      /failures="1"[\s\S]*<testcase classname="kms-key-rotation" name="key"><failure/,
    );
  });

  it("keeps the levels of the stack's own configuration", async () => {
    const stack = goodStack();
    set(stack.key, "enableKeyRotation", false);
    const { report } = await checkPolicies({
      ...judged(stack),
      config: { "policy:profile": "dev" },
    });
    assert.deepEqual(
      report.violations.map(({ level }) => level),
      ["advisory"],
    );
  });
});
