import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { BucketArgs } from "../../components/s3/args";
import { Key } from "../../components/kms";
import { LambdaFunction } from "../../components/lambda";
import type { LambdaFunctionArgs } from "../../components/lambda/args";
import type { Statement } from "../../statemachine/iam/document";
import { Bucket } from "../../components/s3";
import { StateMachine, type StateMachineArgs } from "../../components";
import DEFECTS from "../../migration/modules/defect-list.json";
import { type ServiceIntegrations } from "../../statemachine/integrations/terraform/grants";
import definition from "../../statemachine/definition.asl.json";
import { declared, type Declared } from "../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const ROLE = "iam/role:Role";

const bucket = (args: Partial<BucketArgs>): Promise<Declared> =>
  declared(
    () => new Bucket("it", { prefix: "acme", environment: "qa", bucketName: "data", ...args }),
  );

const lambda = (args: Partial<LambdaFunctionArgs> = {}): Promise<Declared> =>
  declared(
    () =>
      new LambdaFunction("it", {
        ...NAMES,
        runtime: "python3.12",
        handler: "main.handler",
        code: new pulumi.asset.AssetArchive({}),
        ...args,
      }),
  );

const { Retry } = definition.States.LambdaInvoke;
const WORK = "arn:aws:lambda:us-east-1:000000000000:function:work";
const WORKFLOW = JSON.stringify({
  StartAt: "Work",
  TimeoutSeconds: 60,
  States: {
    Work: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: `${WORK}:1`, "Payload.$": "$" },
      TimeoutSeconds: 10,
      Retry,
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
      End: true,
    },
    Failed: { Type: "Fail", Error: "WorkFailed", Cause: "The work failed." },
  },
});

const machine = (args: Partial<StateMachineArgs> = {}): Promise<Declared> =>
  declared(() => new StateMachine("it", { ...NAMES, definition: WORKFLOW, ...args }));

/** Every statement of every policy of the own role. */
function grants(stack: Declared): Statement[] {
  const policies = [...stack.all("iam/policy:Policy"), ...stack.all("iam/rolePolicy:RolePolicy")];
  return policies.flatMap(
    ({ inputs }) => (JSON.parse(String(inputs["policy"])) as { Statement: Statement[] }).Statement,
  );
}

const listed = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat();

/** Shows each defect of the original gone, by its name, with nothing but the hardened defaults. */
const SHOWN: Readonly<Record<string, () => Promise<void>>> = {
  async "ACL before ownership controls"() {
    for (const objectOwnership of ["ObjectWriter", "BucketOwnerPreferred"] as const) {
      const stack = await bucket({ objectOwnership });
      assert.ok(stack.isAfter(stack.one("BucketAcl"), stack.one("BucketOwnershipControls")));
    }
  },

  async "object lock without versioning"() {
    const objectLockRule = { mode: "GOVERNANCE", days: 1 } as const;
    const stack = await bucket({ objectLockRule });
    const versioning = stack.one("BucketVersioning");
    assert.deepEqual(versioning.inputs["versioningConfiguration"], { status: "Enabled" });
    assert.ok(stack.isAfter(stack.one("BucketObjectLockConfiguration"), versioning));
    await assert.rejects(
      bucket({ objectLockRule, versioningEnabled: false }),
      /versioningEnabled: is false, but objectLockRule/,
    );
  },

  async "KMS statements on a bucket without KMS"() {
    for (const hardeningPolicy of [undefined, "terraform"] as const) {
      const stack = await bucket({ useKmsManagedKey: false, compatibility: { hardeningPolicy } });
      const { policy } = stack.one("BucketPolicy").inputs;
      assert.doesNotMatch(String(policy), /kms/);
      assert.match(
        String(policy),
        /"StringNotEquals":\{"s3:x-amz-server-side-encryption":"AES256"/,
      );
      assert.match(String(policy), /DenyNonSSLRequests/);
    }
  },

  async "key for a log group that is not made"() {
    const stack = await lambda({ createLogGroup: false });
    assert.deepEqual(stack.all("logGroup:LogGroup"), []);
    assert.deepEqual(stack.all("kms/key:Key"), []);
  },

  async "misplaced default resources"() {
    const integrations: Record<string, Record<string, unknown>> = {
      batch_Sync: { events: true },
      sagemaker_CreateTrainingJob_Sync: { events: true },
      emr_TerminateCluster: { emr: ["arn:aws:elasticmapreduce:::cluster/a"] },
      codebuild_StartBuild_Sync: { events: true },
    };
    for (const [name, parts] of Object.entries(integrations)) {
      const serviceIntegrations = { [name]: parts } as ServiceIntegrations;
      assert.ok(grants(await machine({ serviceIntegrations })).length > 0, name);
    }
    await assert.rejects(
      machine({ serviceIntegrations: { lambda: { lambda: true } } as ServiceIntegrations }),
      /serviceIntegrations/,
    );
  },

  async "wrong Athena action"() {
    const serviceIntegrations = { athena_GetQueryExecution: { athena: ["arn:aws:athena:::a"] } };
    const actions = grants(await machine({ serviceIntegrations })).flatMap(({ Action }) =>
      listed(Action),
    );
    assert.ok(actions.includes("athena:getQueryExecution"));
    assert.ok(!actions.includes("athena:stopQueryExecution"));
  },

  async "Secrets Manager on a parameter"() {
    const statements = grants(await lambda({ ssmParams: { "/a": "secret" } }));
    assert.doesNotMatch(JSON.stringify(statements), /secretsmanager/);
    const [reading] = statements.filter(({ Sid }) => Sid === "AccessParams");
    assert.deepEqual(listed(reading?.Resource), ["arn:aws:ssm:us-east-1:000000000000:parameter/a"]);
    assert.ok(statements.some(({ Action }) => listed(Action).includes("kms:Decrypt")));
  },

  async "wide roles"() {
    for (const { Action, Resource } of grants(await lambda())) {
      if (listed(Action).some((each) => each.startsWith("xray:"))) continue;
      assert.ok(!listed(Resource).includes("*"), JSON.stringify(Action));
      assert.doesNotMatch(JSON.stringify(Action), /ec2:/);
    }
    const subnets = { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] };
    assert.match(JSON.stringify(grants(await lambda({ vpcConfig: subnets }))), /ec2:/);
    const invoking = grants(await machine()).filter(({ Action }) =>
      listed(Action).includes("lambda:InvokeFunction"),
    );
    assert.deepEqual(
      invoking.flatMap(({ Resource }) => listed(Resource)),
      [WORK, `${WORK}:*`],
    );
  },

  async "log group after the function"() {
    const work = await lambda();
    assert.ok(work.isAfter(work.one("lambda/function:Function"), work.one("logGroup:LogGroup")));
    const flow = await machine();
    assert.ok(
      flow.isAfter(flow.one("sfn/stateMachine:StateMachine"), flow.one("logGroup:LogGroup")),
    );
  },

  async "confused deputies"() {
    for (const stack of [await lambda(), await machine()]) {
      for (const { Condition } of stack.statements(ROLE, undefined, "assumeRolePolicy")) {
        const conditions = JSON.stringify(Condition);
        assert.match(conditions, /"aws:SourceAccount":"000000000000"/);
      }
    }
    const s3 = "s3.us-east-1.amazonaws.com";
    const keys = [
      await declared(() => new Key("it", { ...NAMES, awsServiceNames: [s3] })),
      await bucket({}),
      await lambda(),
    ];
    for (const stack of keys) {
      for (const { Effect, Principal } of stack.statements("kms/key:Key")) {
        assert.equal(Effect, "Allow");
        assert.doesNotMatch(JSON.stringify(Principal), /"\*"/);
      }
    }
  },

  async "no safety net at run time"() {
    const flow = (await machine()).one("sfn/stateMachine:StateMachine").inputs;
    assert.deepEqual(flow["tracingConfiguration"], { enabled: true });
    const { level } = flow["loggingConfiguration"] as { level: string };
    assert.equal(level, "ERROR");
    const work = (await lambda()).one("lambda/function:Function").inputs;
    assert.deepEqual(work["tracingConfig"], { mode: "Active" });
    assert.equal(work["timeout"], 30);
    const { TimeoutSeconds } = definition.States.LambdaInvoke;
    assert.ok(TimeoutSeconds > 0 && definition.TimeoutSeconds > 0);
    assert.ok(Retry.some(({ ErrorEquals }) => ErrorEquals.includes("Lambda.ServiceException")));
    assert.ok(Retry.every(({ JitterStrategy }) => JitterStrategy === "FULL"));
  },
};

describe("with hardened defaults, the original's defects are gone", () => {
  for (const { name } of DEFECTS) {
    it(name, async () => {
      const show = SHOWN[name];
      assert.ok(show, `nothing shows the defect '${name}' gone`);
      await show();
    });
  }
});
