import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { getAvailabilityZones, getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as backup from "@pulumi/aws/backup";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as route53 from "@pulumi/aws/route53";
import * as s3 from "@pulumi/aws/s3";
import * as scheduler from "@pulumi/aws/scheduler";
import * as sfn from "@pulumi/aws/sfn";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import {
  notKnownNote,
  offline,
  type Provider,
  type StackDocument,
  type StackResource,
} from "../../../engine/program";
import { ProgramError, runProgram } from "../../../engine/program/program";

class Outer extends pulumi.ComponentResource {
  public constructor(name: string) {
    super("stepfunctions:index:Outer", name);
    this.registerOutputs({ inner: new Inner(`${name}-inner`, { parent: this }).arn });
  }
}

class Inner extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  public constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("stepfunctions:index:Inner", name, {}, opts);
    const key = new kms.Key(name, { description: "k" }, { parent: this, import: "abc" });
    const group = new cloudwatch.LogGroup(
      `${name}-log`,
      { name: "/g", kmsKeyId: key.arn },
      { parent: this },
    );
    this.arn = group.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

describe("runProgram", () => {
  it("records URNs, parents, dependencies and options as the engine would", async () => {
    const document = await runProgram({
      stack: "test",
      program: () => {
        const outer = new Outer("a");
        return { urn: outer.urn };
      },
    });

    const prefix = "urn:pulumi:test::stepfunctions::";
    const outer = "stepfunctions:index:Outer";
    const inner = `${outer}$stepfunctions:index:Inner`;
    assert.deepEqual(
      document.resources.map(({ urn, parent }) => [urn, parent]),
      [
        [`${prefix}pulumi:pulumi:Stack::stepfunctions-test`, null],
        [
          `${prefix}${inner}$aws:cloudwatch/logGroup:LogGroup::a-inner-log`,
          `${prefix}${inner}::a-inner`,
        ],
        [`${prefix}${inner}$aws:kms/key:Key::a-inner`, `${prefix}${inner}::a-inner`],
        [`${prefix}${inner}::a-inner`, `${prefix}${outer}::a`],
        [`${prefix}${outer}::a`, `${prefix}pulumi:pulumi:Stack::stepfunctions-test`],
      ],
    );
    const [, group, key] = document.resources;
    assert.deepEqual(group?.inputs, {
      kmsKeyId: "arn:aws:kms:us-east-1:000000000000:key/abc",
      name: "/g",
    });
    assert.deepEqual(group?.propertyDependencies, { kmsKeyId: [key?.urn] });
    assert.deepEqual(group?.dependencies, [key?.urn]);
    assert.equal(key?.importId, "abc");
    assert.deepEqual(document.outputs, { urn: `${prefix}${outer}::a` });
  });
});

describe("a document", () => {
  it("shows no secret, and assets by their content", async () => {
    const { resources, outputs } = await runProgram({
      stack: "test",
      program: () => {
        const password = pulumi.secret("hunter2");
        const parameter = new ssm.Parameter("p", {
          name: "/p",
          type: "SecureString",
          value: password,
        });
        new s3.BucketObjectv2("o", {
          bucket: "b",
          key: "k",
          source: new pulumi.asset.StringAsset("hello"),
        });
        new cloudwatch.LogGroup("g", { tags: { Copy: parameter.value } });
        return { password, copy: pulumi.interpolate`${password}!` };
      },
    });
    const inputsOf = (name: string): unknown =>
      resources.find((resource) => resource.name === name)?.inputs;

    assert.ok(!JSON.stringify({ resources, outputs }).includes("hunter2"));
    assert.deepEqual(outputs, { copy: "[secret]", password: "[secret]" });
    assert.deepEqual(inputsOf("p"), { name: "/p", type: "SecureString", value: "[secret]" });
    assert.deepEqual(inputsOf("g"), { tags: { Copy: "[secret]" } });
    assert.deepEqual(inputsOf("o"), {
      bucket: "b",
      key: "k",
      source: {
        asset: "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      },
    });
  });

  for (const [source, where] of [
    [() => new pulumi.asset.StringAsset(""), "source"],
    [() => new pulumi.asset.FileAsset(""), "source"],
    [
      () => new pulumi.asset.AssetArchive({ "a.py": new pulumi.asset.StringAsset("") }),
      "source.assets.a.py",
    ],
  ] as const) {
    it(`is refused with an asset in which nothing is: ${where} of ${source}`, async () => {
      const program = (): unknown =>
        new s3.BucketObjectv2("o", { bucket: "b", key: "k", source: source() });

      const error = await runProgram({ stack: "test", program }).catch((reason: Error) => reason);

      assert.match(
        (error as Error).message,
        new RegExp(
          `^failed to register new resource o \\[aws:s3/bucketObjectv2:BucketObjectv2\\]: ${where} is an asset or archive with nothing in it, which Pulumi cannot deploy: give it a text of a character or more, or leave it out\n    at [^\n]+$`,
        ),
      );
    });
  }

  it("has what the provider adds, in the stack's region", async () => {
    const { outputs } = await runProgram({
      stack: "test",
      config: { "aws:region": "eu-west-1" },
      program: () => {
        const group = new cloudwatch.LogGroup("g", { namePrefix: "/x-" });
        const bucket = new s3.Bucket("b", {});
        return { arn: group.arn, bucket: bucket.id, region: getRegionOutput({}).region };
      },
    });
    assert.deepEqual(outputs, {
      arn: `arn:aws:logs:eu-west-1:000000000000:log-group:/x-${"x".repeat(26)}`,
      bucket: "b-xxxxxxx",
      region: "eu-west-1",
    });
  });

  it("has each resource and answer in the region of its provider, or in its own", async () => {
    const { outputs } = await runProgram({
      stack: "test",
      config: { "aws:region": "us-west-2" },
      program: () => {
        const provider = new AwsProvider("eu", { region: "eu-central-1" });
        const plain = new AwsProvider("plain", {});
        const topic = (name: string, opts?: pulumi.CustomResourceOptions, region?: string) =>
          new sns.Topic(name, { name, region }, opts).arn;
        const parent = new pulumi.ComponentResource(
          "t:index:C",
          "c",
          {},
          { providers: [provider] },
        );
        return {
          default: topic("a"),
          explicit: topic("b", { provider }),
          inherited: topic("c", { parent }),
          own: topic("d", { provider }, "ap-south-1"),
          plain: topic("e", { provider: plain }),
          machine: new sfn.StateMachine("m", { definition: "{}", roleArn: "r" }, { provider }).arn,
          unknown: new ec2.Vpc("v", {}, { provider }).arn,
          asked: getRegionOutput({}, { provider }).region,
          zones: getAvailabilityZonesOutput({}, { provider }).names,
        };
      },
    });
    const topicIn = (region: string, name: string): string =>
      `arn:aws:sns:${region}:000000000000:${name}`;
    assert.deepEqual(outputs, {
      default: topicIn("us-west-2", "a"),
      explicit: topicIn("eu-central-1", "b"),
      inherited: topicIn("eu-central-1", "c"),
      own: topicIn("ap-south-1", "d"),
      plain: topicIn("us-west-2", "e"),
      machine: "arn:aws:states:eu-central-1:000000000000:stateMachine:m-xxxxxxx",
      unknown: "arn:aws:ec2:eu-central-1:000000000000:vpc/ec2-vpc-v",
      asked: "eu-central-1",
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    });
  });

  it("of a preview leaves unknown what only AWS can tell", async () => {
    let applied = false;
    const { resources } = await runProgram({
      stack: "test",
      preview: true,
      program: () => {
        const key = new kms.Key("k", {});
        key.arn.apply(() => (applied = true));
        new cloudwatch.LogGroup("g", { kmsKeyId: key.arn });
      },
    });
    assert.equal(applied, false);
    const group = resources.find(({ name }) => name === "g");
    // The engine's own mark for it.
    assert.deepEqual(group?.inputs, { kmsKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  });

  it("tells a resource that is only read from one that is owned", async () => {
    const { resources } = await runProgram({
      stack: "test",
      program: () => {
        kms.Key.get("theirs", "1234");
        new sns.Topic("ours", {}, { protect: true });
      },
    });
    const of = (name: string): unknown => {
      const { external, protect, computed } = resources.find((each) => each.name === name) ?? {};
      return { external, protect, id: computed?.["id"] };
    };
    assert.deepEqual(of("theirs"), { external: true, protect: undefined, id: "1234" });
    assert.deepEqual(of("ours"), {
      external: undefined,
      protect: true,
      id: "arn:aws:sns:us-east-1:000000000000:ours-xxxxxxx",
    });
  });
});

describe("a type that nobody here knows", () => {
  const resourceOf = ({ resources }: StackDocument, name: string): StackResource | undefined =>
    resources.find((resource) => resource.name === name);

  it("keeps its inputs and has stand-ins for id and ARN; what else it gives is unknown", async () => {
    let applied = false;
    const document = await runProgram({
      stack: "test",
      config: { "aws:region": "eu-west-1" },
      program: () => {
        const vault = new backup.Vault("main", { forceDestroy: true });
        vault.recoveryPoints.apply(() => (applied = true));
        new sns.TopicPolicy("policy", { arn: vault.arn, policy: vault.kmsKeyArn });
        return { id: vault.id, points: vault.recoveryPoints, forced: vault.forceDestroy };
      },
    });

    const arn = "arn:aws:backup:eu-west-1:000000000000:vault/main";
    assert.deepEqual(resourceOf(document, "main")?.inputs, { forceDestroy: true });
    assert.deepEqual(resourceOf(document, "main")?.computed, { arn, id: "backup-vault-main" });
    assert.deepEqual(resourceOf(document, "policy")?.inputs, { arn, policy: UNKNOWN });
    assert.deepEqual(document.outputs, { forced: true, id: "backup-vault-main", points: UNKNOWN });
    assert.deepEqual(document.notKnown, { types: ["aws:backup/vault:Vault"], dataSources: [] });
    assert.equal(
      notKnownNote(document),
      "note: offline, the outputs of 1 resource (aws:backup/vault:Vault) are not known, and so is what depends on them\n",
    );
    assert.equal(applied, false);
  });

  it("has an id of its own where a known type is named by something unknown", async () => {
    const document = await runProgram({
      stack: "test",
      program: () => {
        const vault = new backup.Vault("main", {});
        const bucket = new s3.Bucket("b", { bucket: vault.name });
        return { id: bucket.id, arn: bucket.arn, bucket: bucket.bucket };
      },
    });
    assert.deepEqual(document.outputs, { arn: UNKNOWN, bucket: UNKNOWN, id: "s3-bucket-b" });
  });

  it("and one that is only read has what its id tells", async () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:orders";
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders";
    const policy = "arn:aws:iam::123456789012:policy/team/orders";
    const { resources } = await runProgram({
      stack: "test",
      program: () => {
        sns.Topic.get("topic", arn);
        sqs.Queue.get("queue", url);
        iam.Policy.get("policy", policy);
        scheduler.Schedule.get("schedule", "group/orders");
        s3.BucketObjectv2.get("object", "files/a/b.txt");
        ec2.Vpc.get("vpc", "vpc-0123");
        cloudwatch.EventRule.get("rule", "late");
        cloudwatch.EventRule.get("own", "orders/late");
        cloudwatch.EventRule.get("partner", "aws.partner/example.com/1/late");
        const eventBusName = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
        new cloudwatch.EventRule("made", { name: "late", eventBusName });
      },
    });
    const rules = "arn:aws:events:us-east-1:000000000000:rule";
    const computed = (name: string, ...keys: string[]): unknown[] =>
      keys.map((key) => resources.find((each) => each.name === name)?.computed[key]);

    assert.deepEqual(computed("topic", "id", "arn", "name"), [arn, arn, "orders"]);
    assert.deepEqual(computed("queue", "id", "url", "name"), [url, url, "orders"]);
    assert.deepEqual(computed("policy", "arn", "name"), [policy, "orders"]);
    assert.deepEqual(computed("schedule", "arn"), [
      "arn:aws:scheduler:us-east-1:000000000000:schedule/group/orders",
    ]);
    assert.deepEqual(computed("object", "arn"), ["arn:aws:s3:::files/a/b.txt"]);
    const asked = ["id", "name", "eventBusName", "arn"] as const;
    assert.deepEqual(
      ["rule", "own", "partner", "made"].map((name) => computed(name, ...asked)),
      [
        ["late", "late", undefined, `${rules}/late`],
        ["orders/late", "late", "orders", `${rules}/orders/late`],
        [
          "aws.partner/example.com/1/late",
          "late",
          "aws.partner/example.com/1",
          `${rules}/aws.partner/example.com/1/late`,
        ],
        [
          "arn:aws:events:us-east-1:000000000000:event-bus/orders/late",
          "late",
          undefined,
          `${rules}/orders/late`,
        ],
      ],
    );
    assert.deepEqual(computed("vpc", "id", "arn"), [
      "vpc-0123",
      "arn:aws:ec2:us-east-1:000000000000:vpc/vpc-0123",
    ]);
  });

  it("may be a component that a provider builds", async () => {
    class Vpc extends pulumi.ComponentResource {
      declare public readonly vpcId: pulumi.Output<string>;
      public constructor(name: string) {
        super("awsx:ec2:Vpc", name, { vpcId: undefined, cidrBlock: "10.0.0.0/16" }, {}, true);
      }
    }
    const document = await runProgram({
      stack: "test",
      program: () => {
        const { vpcId } = new Vpc("net");
        new ec2.Subnet("subnet", { vpcId: vpcId.apply((id) => id.toUpperCase()) });
        return { vpcId };
      },
    });
    assert.deepEqual(resourceOf(document, "net")?.inputs, { cidrBlock: "10.0.0.0/16" });
    assert.deepEqual(resourceOf(document, "subnet")?.inputs, { vpcId: UNKNOWN });
    assert.deepEqual(document.notKnown?.types, ["aws:ec2/subnet:Subnet", "awsx:ec2:Vpc"]);
  });
});

describe("a data source", () => {
  it("that nobody here knows gives unknowns, as an Output and as a promise", async () => {
    const { outputs, notKnown } = await runProgram({
      stack: "test",
      program: async () => {
        const vpc = await ec2.getVpc({ default: true });
        const { ids } = await ec2.getSubnets({});
        const zone = route53.getZoneOutput({ name: "example.com" });
        new sns.Topic("t", {
          name: zone.zoneId,
          tags: { Vpc: vpc.id, Upper: vpc.id.toUpperCase(), Text: JSON.parse(vpc.arn).text },
        });
        return {
          subnets: ids.map((id) => id),
          zone: zone.zoneId,
          main: vpc.cidrBlock.split("/")[0],
        };
      },
    });
    assert.deepEqual(outputs, { main: UNKNOWN, subnets: UNKNOWN, zone: UNKNOWN });
    assert.deepEqual(notKnown, {
      types: [],
      dataSources: [
        "aws:ec2/getSubnets:getSubnets",
        "aws:ec2/getVpc:getVpc",
        "aws:route53/getZone:getZone",
      ],
    });
  });

  it("of the region's zones, and of a policy document, needs no AWS", async () => {
    const { outputs, notKnown } = await runProgram({
      stack: "test",
      program: async () => {
        const zones = await getAvailabilityZones({});
        const base = '{"Statement":[{"Sid":"a","Effect":"Deny"},{"Sid":"b","Effect":"Allow"}]}';
        const policy = iam.getPolicyDocumentOutput({
          sourcePolicyDocuments: [base],
          statements: [
            {
              sid: "a",
              actions: ["s3:GetObject", "s3:PutObject"],
              resources: ["*"],
              principals: [
                { type: "Service", identifiers: ["lambda.amazonaws.com"] },
                { type: "AWS", identifiers: ["1", "2"] },
              ],
              conditions: [
                { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
                { test: "StringEquals", variable: "aws:SourceArn", values: ["x"] },
                { test: "StringEquals", variable: "aws:SourceArn", values: ["y"] },
              ],
            },
            {
              effect: "Deny",
              notActions: ["s3:*"],
              resources: [],
              notPrincipals: [{ type: "*", identifiers: ["*"] }],
            },
            {
              actions: ["s3:ListBucket"],
              principals: [{ type: "AWS", identifiers: [] }],
              conditions: [{ test: "StringEquals", variable: "aws:SourceArn", values: [] }],
            },
          ],
        });
        return { zones: zones.names, policy: policy.json.apply((json) => JSON.parse(json)) };
      },
    });
    assert.equal(notKnown, undefined);
    assert.deepEqual(outputs, {
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "a",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: "*",
            Principal: { Service: "lambda.amazonaws.com", AWS: ["1", "2"] },
            Condition: {
              StringEquals: { "aws:SourceAccount": "1", "aws:SourceArn": ["x", "y"] },
            },
          },
          { Sid: "b", Effect: "Allow" },
          { Effect: "Deny", NotAction: "s3:*", NotPrincipal: "*" },
          {
            Effect: "Allow",
            Action: "s3:ListBucket",
            Principal: { AWS: [] },
            Condition: { StringEquals: { "aws:SourceArn": [] } },
          },
        ],
      },
    });
  });
});

/** The errors that a program's run ends in. */
async function errorsOf(program: () => unknown, provider?: Provider): Promise<string> {
  const run = runProgram({ stack: "test", program, provider });
  const error: unknown = await run.catch((e: unknown) => e);
  assert.ok(error instanceof ProgramError, `no ProgramError: ${String(error)}`);
  return error.message;
}

describe("a failing program", () => {
  const HERE = /\n    at test\/engine\/program\/program\.test\.ts:\d+:\d+/;

  it("is told by what it throws, and where", async () => {
    const program = (): void => {
      throw new Error("bad settings");
    };
    const message = await errorsOf(program);
    const line = readFileSync(__filename, "utf8")
      .split("\n")
      .findIndex((text) => text.includes('throw new Error("bad settings")'));
    assert.equal(
      message.split("\n").slice(0, 2).join("\n"),
      `bad settings\n    at test/engine/program/program.test.ts:${line + 1}:13`,
    );
  });

  it("is told without a place by what Pulumi shows without one", async () => {
    const program = (): void => {
      throw new pulumi.RunError("bad settings");
    };
    assert.equal(await errorsOf(program), "bad settings");
  });

  it("is told by a promise that nobody awaits", async () => {
    const message = await errorsOf(() => void Promise.reject(new TypeError("lost")));
    assert.match(message, /^TypeError: lost\n/);
    assert.match(message, HERE);
  });

  it("is told once by a resource that others depend on", async () => {
    const provider = {
      ...offline(),
      create: () => {
        throw new Error("no more");
      },
    };
    const message = await errorsOf(() => {
      const topic = new sns.Topic("topic", { name: "v" });
      new sns.TopicPolicy("policy", { arn: topic.arn, policy: topic.arn });
    }, provider);
    const [said = "", ...places] = message.split("\n");
    assert.equal(said, "failed to register new resource topic [aws:sns/topic:Topic]: no more");
    assert.equal(places.length, 1);
  });

  it("is told when two resources share a URN", async () => {
    const twice = (): void => {
      new sns.Topic("same", {});
      new sns.Topic("same", {});
    };
    assert.match(await errorsOf(twice), /duplicate resource: .*::same is registered twice/);
  });

  it("is told by a data source that fails", async () => {
    const message = await errorsOf(() =>
      iam.getPolicyDocumentOutput({ sourcePolicyDocuments: ["{"] }).json.apply(() => 1),
    );
    assert.match(message, /^aws:iam\/getPolicyDocument:getPolicyDocument: .*JSON/);
  });
});
