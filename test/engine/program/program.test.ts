import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
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
    const key = new aws.kms.Key(name, { description: "k" }, { parent: this, import: "abc" });
    const group = new aws.cloudwatch.LogGroup(
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
        const parameter = new aws.ssm.Parameter("p", {
          name: "/p",
          type: "SecureString",
          value: password,
        });
        new aws.s3.BucketObjectv2("o", {
          bucket: "b",
          key: "k",
          source: new pulumi.asset.StringAsset("hello"),
        });
        new aws.cloudwatch.LogGroup("g", { tags: { Copy: parameter.value } });
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

  it("has what the provider adds, in the stack's region", async () => {
    const { outputs } = await runProgram({
      stack: "test",
      config: { "aws:region": "eu-west-1" },
      program: () => {
        const group = new aws.cloudwatch.LogGroup("g", { namePrefix: "/x-" });
        const bucket = new aws.s3.Bucket("b", {});
        return { arn: group.arn, bucket: bucket.id, region: aws.getRegionOutput({}).region };
      },
    });
    assert.deepEqual(outputs, {
      arn: `arn:aws:logs:eu-west-1:000000000000:log-group:/x-${"x".repeat(26)}`,
      bucket: "b-xxxxxxx",
      region: "eu-west-1",
    });
  });

  it("of a preview leaves unknown what only AWS can tell", async () => {
    let applied = false;
    const { resources } = await runProgram({
      stack: "test",
      preview: true,
      program: () => {
        const key = new aws.kms.Key("k", {});
        key.arn.apply(() => (applied = true));
        new aws.cloudwatch.LogGroup("g", { kmsKeyId: key.arn });
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
        aws.kms.Key.get("theirs", "1234");
        new aws.sns.Topic("ours", {}, { protect: true });
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

/** The errors that a program's run ends in. */
async function errorsOf(program: () => unknown): Promise<string> {
  const error: unknown = await runProgram({ stack: "test", program }).catch((e: unknown) => e);
  assert.ok(error instanceof ProgramError, `no ProgramError: ${String(error)}`);
  return error.message;
}

describe("a failing program", () => {
  it("is told by what it throws", async () => {
    const program = (): void => {
      throw new Error("bad settings");
    };
    assert.equal(await errorsOf(program), "bad settings");
  });

  it("is told by a promise that nobody awaits", async () => {
    assert.equal(await errorsOf(() => void Promise.reject(new Error("lost"))), "lost");
  });

  it("is told once by a resource that others depend on", async () => {
    const message = await errorsOf(() => {
      const vault = new aws.backup.Vault("vault", { name: "v" });
      new aws.sns.TopicPolicy("policy", { arn: vault.arn, policy: vault.arn });
    });
    assert.match(
      message,
      /^failed to register new resource vault \[aws:backup\/vault:Vault\]: vault: nothing computes the outputs of aws:backup\/vault:Vault; add one row to engine\/program\/outputs\/table.ts$/,
    );
  });

  it("is told when two resources share a URN", async () => {
    const twice = (): void => {
      new aws.sns.Topic("same", {});
      new aws.sns.Topic("same", {});
    };
    assert.match(await errorsOf(twice), /duplicate resource: .*::same is registered twice/);
  });

  it("is told by a data source that nothing answers", async () => {
    const message = await errorsOf(() => aws.ec2.getVpcOutput({}).id.apply(() => undefined));
    assert.match(
      message,
      /^aws:ec2\/getVpc:getVpc: nothing answers this data source; add it in engine\/program\/offline.ts$/,
    );
  });
});
