import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ProgramError, runProgram } from "../../local/program";

class Outer extends pulumi.ComponentResource {
  constructor(name: string) {
    super("stepfunctions:index:Outer", name);
    this.registerOutputs({ inner: new Inner(`${name}-inner`, { parent: this }).arn });
  }
}

class Inner extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
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
      /^failed to register new resource vault \[aws:backup\/vault:Vault\]: vault: nothing computes the outputs of aws:backup\/vault:Vault; add one rule to local\/computed.ts$/,
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
      /^aws:ec2\/getVpc:getVpc: nothing answers this data source; add it in local\/offline.ts$/,
    );
  });
});
