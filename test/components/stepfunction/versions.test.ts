import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { CloudControlClient } from "@aws-sdk/client-cloudcontrol";
import { SFNClient } from "@aws-sdk/client-sfn";
import type * as pulumi from "@pulumi/pulumi";
import Ajv from "ajv";
import { Monitoring, StateMachine, type StateMachineArgs } from "../../../components";
import { clientSettings } from "../../../components/stepfunction/versions/clients";
import { aliasHooks } from "../../../components/stepfunction/versions/hooks";
import { pruneVersions } from "../../../components/stepfunction/versions/prune";
import {
  checkRollout,
  deploymentPreference,
  describeRollout,
  type ResolvedRollout,
} from "../../../components/stepfunction/versions/rollout";
import { shiftAlias } from "../../../components/stepfunction/versions/shift";
import { Problems } from "../../../components/shared/problems";
import { runProgram } from "../../../engine/program";
import { declared } from "../../support/declared";
import { type Answer, type Call, FakeAws } from "../../support/fake-aws";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
const ALIAS = `${MACHINE}:live`;
const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const CANARY: ResolvedRollout = {
  type: "canary",
  percentage: 10,
  intervalMinutes: 5,
  alarms: ["acme-qa-orders-version-failures"],
};
/** The same as a caller writes it, whose alarm is the default. */
const rollout = { type: "canary", percentage: 10, intervalMinutes: 5 } as const;
const ARGS: StateMachineArgs = {
  ...NAMES,
  definition: {
    StartAt: "Wait",
    TimeoutSeconds: 60,
    States: { Wait: { Type: "Wait", Seconds: 5, End: true } },
  },
};

/** AWS's own schema of the alias, from the registry, as cfn-lint 1.58.0 on PyPI carries it. */
const SCHEMA = JSON.parse(
  readFileSync(path.join(__dirname, "data/state-machine-alias.schema.json"), "utf8"),
) as object;

/** Whether AWS's schema takes the alias as a rollout's patch leaves it. */
function isValid(rollout: ResolvedRollout): boolean {
  const validate = new Ajv({ strict: false }).compile(SCHEMA);
  return validate({
    Arn: ALIAS,
    Name: "live",
    Description: "Follows the newest published version",
    RoutingConfiguration: [{ StateMachineVersionArn: `${MACHINE}:7`, Weight: 100 }],
    DeploymentPreference: JSON.parse(
      JSON.stringify(deploymentPreference(rollout, `${MACHINE}:8`)),
    ) as object,
  });
}

function problemsOf(rollout: ResolvedRollout): string[] {
  const problems = new Problems();
  checkRollout(rollout, problems);
  return problems.found.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
}

describe("a rollout", () => {
  it("is in AWS's words what AWS's schema of the alias takes", () => {
    assert.deepEqual(deploymentPreference(CANARY, `${MACHINE}:8`), {
      StateMachineVersionArn: `${MACHINE}:8`,
      Type: "CANARY",
      Percentage: 10,
      Interval: 5,
      Alarms: ["acme-qa-orders-version-failures"],
    });
    const { alarms } = CANARY;
    const each: ResolvedRollout[] = [
      CANARY,
      { ...CANARY, type: "linear" },
      { type: "all-at-once", alarms },
    ];
    assert.deepEqual(each.map(isValid), [true, true, true]);
  });

  for (const [what, change] of Object.entries<(value: number) => ResolvedRollout>({
    percentage: (percentage) => ({ ...CANARY, percentage }),
    intervalMinutes: (intervalMinutes) => ({ ...CANARY, intervalMinutes }),
    alarms: (length) => ({ ...CANARY, alarms: Array.from({ length }, (_, at) => `alarm-${at}`) }),
  })) {
    it(`has the bounds of AWS's schema for ${what}`, () => {
      for (const value of [-1, 0, 1, 1.5, 50, 99, 100, 101, 2100, 2101]) {
        if (what === "alarms" && !(Number.isInteger(value) && value >= 0)) continue;
        const rollout = change(value);
        assert.equal(problemsOf(rollout).length === 0, isValid(rollout), `${what} ${value}`);
      }
    });
  }

  it("says what is wrong with it, all at once", () => {
    const wrong = { type: "blue-green", percentage: 0, alarms: ["a", "a"] };
    assert.deepEqual(problemsOf(wrong as unknown as ResolvedRollout), [
      'rollout.type: is "blue-green": must be "canary" or "linear" or "all-at-once"',
      "rollout.percentage: is 0: must be a whole number from 1 to 99",
      "rollout.alarms[1]: is a again: name each once",
    ]);
    assert.deepEqual(problemsOf({ type: "canary", alarms: [] }), [
      "rollout.percentage: is missing: canary needs it",
      "rollout.intervalMinutes: is missing: canary needs it",
      "rollout.alarms: has 0 entries: must be 1 to 100 names of alarms",
    ]);
    assert.deepEqual(problemsOf({ ...CANARY, type: "all-at-once" }), [
      "rollout.percentage: is 10: all-at-once takes none",
      "rollout.intervalMinutes: is 5: all-at-once takes none",
    ]);
    assert.deepEqual(
      problemsOf({ ...CANARY, type: "linear", percentage: 33, intervalMinutes: 526 }),
      [
        "rollout.intervalMinutes: makes 2104 minutes in all: AWS allows 2100; take larger steps or shorter intervals",
      ],
    );
  });

  it("says beforehand what will happen", () => {
    assert.deepEqual([CANARY, { ...CANARY, type: "linear" } as const].map(describeRollout), [
      "10 % of the executions first, the rest after 5 min; back when acme-qa-orders-version-failures goes off",
      "10 % more of the executions every 5 min, 50 min in all; back when acme-qa-orders-version-failures goes off",
    ]);
  });
});

describe("StateMachine with a rollout", () => {
  it("has the same resources as without, so that nothing is replaced on the way there and back", async () => {
    const without = await declared(() => new StateMachine("workflow", ARGS));
    const stack = await declared(
      () => new StateMachine("workflow", { ...ARGS, rollout, keepVersions: 5 }),
    );
    const { hooks, ...alias } = stack.one("sfn/alias:Alias");
    assert.deepEqual(hooks, {
      beforeUpdate: ["stepfunctions:rollout:aws:sfn/alias:Alias:workflow-alias"],
      afterUpdate: ["stepfunctions:prune:aws:sfn/alias:Alias:workflow-alias"],
    });
    assert.deepEqual(
      stack.resources.map((each) =>
        each.type === alias.type ? { ...alias, hooks: undefined } : each,
      ),
      without.resources,
    );
  });

  it("is watched by the alarm whose name it knows beforehand, on the newest version", async () => {
    let args: readonly string[] | undefined;
    const stack = await declared(() => {
      const stateMachine = new StateMachine("workflow", { ...ARGS, rollout });
      new Monitoring("monitoring", { ...NAMES, stateMachine });
      args = [stateMachine.versionArn === undefined ? "no version" : "version"];
    });
    const alarm = stack.one("MetricAlarm", "monitoring-version-failures");
    assert.deepEqual([alarm.inputs["name"], args], [CANARY.alarms[0], ["version"]]);
    const [first] = alarm.inputs["metricQueries"] as { metric: { dimensions: object } }[];
    assert.deepEqual(first?.metric.dimensions, { StateMachineArn: MACHINE, Version: "1" });
  });

  it("refuses a rollout and pruning without an alias, and pruning of Express workflows", () => {
    const args = { ...ARGS, type: "EXPRESS", alias: false, rollout: CANARY, keepVersions: 0 };
    assert.throws(() => new StateMachine("workflow", args as StateMachineArgs), {
      message:
        "StateMachine has invalid arguments:" +
        "\n  keepVersions: is 0: must be a whole number from 1 to 1000" +
        "\n  keepVersions: needs a STANDARD machine: AWS does not list the executions of Express workflows" +
        "\n  rollout: needs an alias: leave out `alias`, or give it a name" +
        "\n  keepVersions: needs an alias: leave out `alias`, or give it a name",
    });
  });
});

describe("the shift of an alias", () => {
  const preference = deploymentPreference(CANARY, `${MACHINE}:8`);
  const running = { RequestToken: "t", Identifier: ALIAS, OperationStatus: "IN_PROGRESS" };
  const route = (from: number, to: number) =>
    JSON.stringify({
      RoutingConfiguration: [
        { StateMachineVersionArn: `${MACHINE}:7`, Weight: from },
        { StateMachineVersionArn: `${MACHINE}:8`, Weight: to },
      ],
    });

  async function shift(answer: (call: Call, at: number) => Answer) {
    const said: string[] = [];
    return FakeAws.run(answer, async (service) => {
      const client = new CloudControlClient(service.client);
      const wait = () => Promise.resolve();
      const report = (text: string) => said.push(text);
      const end = await shiftAlias({ client, aliasArn: ALIAS, preference, report, wait }).then(
        () => "done",
        (error: Error) => error.message,
      );
      return { end, said, operations: service.operations, calls: service.calls };
    });
  }

  it("adds the whole write-only property by one patch, and says how far it is", async () => {
    const events = [
      running,
      { ...running, ResourceModel: route(90, 10) },
      { ...running, ResourceModel: route(90, 10) },
      { ...running, OperationStatus: "SUCCESS" },
    ];
    const { end, said, calls } = await shift((_, at) => ({ ProgressEvent: events[at] }));
    assert.equal(end, "done");
    assert.deepEqual(said, ["AWS shifts the alias", "10 % version 8, 90 % version 7"]);
    const { TypeName, Identifier, PatchDocument } = calls[0]!.input;
    assert.deepEqual([TypeName, Identifier], ["AWS::StepFunctions::StateMachineAlias", ALIAS]);
    assert.deepEqual(JSON.parse(String(PatchDocument)), [
      { op: "add", path: "/DeploymentPreference", value: preference },
    ]);
    assert.deepEqual(calls[1]?.input, { RequestToken: "t" });
  });

  it("fails with the alarm's name when AWS brings the old version back", async () => {
    const StatusMessage =
      "Aborting deployment. The following CloudWatch alarms are in an 'ALARM' state: [acme-qa-orders-version-failures].";
    const { end } = await shift((_, at) => ({
      ProgressEvent:
        at === 0
          ? running
          : {
              ...running,
              OperationStatus: "FAILED",
              ErrorCode: "GeneralServiceException",
              StatusMessage,
            },
    }));
    assert.equal(
      end,
      "the rollout to version 8 ended as FAILED, and the alias keeps the version that it had: " +
        `GeneralServiceException: ${StatusMessage} (alarms: acme-qa-orders-version-failures). ` +
        "The next update tries again from there",
    );
  });

  it("waits for one that is under way, page after page, and starts its own then", async () => {
    let updates = 0;
    const { end, operations } = await shift(({ operation, input }) => {
      if (operation === "UpdateResource") {
        updates += 1;
        return updates === 1
          ? { error: "ConcurrentOperationException", message: "being modified" }
          : { ProgressEvent: { ...running, OperationStatus: "SUCCESS" } };
      }
      if (operation === "GetResourceRequestStatus")
        return { ProgressEvent: { ...running, OperationStatus: "SUCCESS" } };
      const other = { ...running, Identifier: `${MACHINE}:other` };
      const mine = { ...running, TypeName: "AWS::StepFunctions::StateMachineAlias" };
      return input["NextToken"] === undefined
        ? { ResourceRequestStatusSummaries: [other], NextToken: "2" }
        : { ResourceRequestStatusSummaries: [mine] };
    });
    assert.equal(end, "done");
    assert.deepEqual(operations, [
      "UpdateResource",
      "ListResourceRequests",
      "ListResourceRequests",
      "GetResourceRequestStatus",
      "UpdateResource",
    ]);
  });

  it("waits out throttling", async () => {
    const { end, operations } = await shift((_, at) =>
      at === 0
        ? { error: "ThrottlingException", message: "Rate exceeded" }
        : { ProgressEvent: { ...running, OperationStatus: "SUCCESS" } },
    );
    assert.deepEqual([end, operations], ["done", ["UpdateResource", "UpdateResource"]]);
  });
});

describe("the hooks of an alias", () => {
  const routed = (version: number) => ({
    name: "live",
    routingConfigurations: [{ stateMachineVersionArn: `${MACHINE}:${version}`, weight: 100 }],
  });
  const event = { urn: "", id: ALIAS, name: "workflow-alias", type: "aws:sfn/alias:Alias" };
  const done = { ProgressEvent: { OperationStatus: "SUCCESS" } };

  /** A hook, and when the SDK has told the engine of it. */
  type Registered = pulumi.ResourceHook & { readonly __registered: Promise<void> };

  /** Calls a hook in a run whose provider's settings lead to a service on this machine. */
  async function call(
    hook: "beforeUpdate" | "afterUpdate",
    change: Partial<pulumi.ResourceHookArgs>,
    more: { readonly preview?: boolean; readonly answer?: (call: Call) => Answer } = {},
  ): Promise<readonly Call[]> {
    return FakeAws.run(more.answer ?? (() => done), async (service) => {
      const { endpoint } = service.client;
      await runProgram({
        stack: "test",
        preview: more.preview,
        config: {
          "aws:accessKey": "test",
          "aws:secretKey": "test",
          "aws:endpoints": [{ cloudcontrol: endpoint, sfn: endpoint }],
        },
        program: async () => {
          const hooks = aliasHooks("workflow-alias", { rollout: CANARY, keepVersions: 1 })!;
          const all = [hooks.beforeUpdate, hooks.afterUpdate].flat() as Registered[];
          // As for a resource that they are bound to: the run must not end before.
          await Promise.all(all.map(({ __registered }) => __registered));
          await (hooks[hook]![0] as Registered).callback({ ...event, ...change });
        },
      });
      return service.calls;
    });
  }

  it("shift it before the provider moves it to another version", async () => {
    const [asked] = await call("beforeUpdate", { oldInputs: routed(7), newInputs: routed(8) });
    assert.equal(asked?.operation, "UpdateResource");
    assert.equal(asked.input["Identifier"], ALIAS);
    assert.match(String(asked.input["PatchDocument"]), /acme-qa-orders-sfn:8/);
  });

  it("ask AWS nothing in a preview, nor when the version stays", async () => {
    const change = { oldInputs: routed(7), newInputs: routed(8) };
    assert.deepEqual(await call("beforeUpdate", change, { preview: true }), []);
    assert.deepEqual(await call("beforeUpdate", { ...change, newInputs: routed(7) }), []);
  });

  it("prune with the machine of the alias, and spare the version that it left", async () => {
    const versions = [8, 7, 6].map((number) => ({
      stateMachineVersionArn: `${MACHINE}:${number}`,
    }));
    const calls = await call(
      "afterUpdate",
      { oldInputs: routed(7), newInputs: routed(8) },
      {
        answer: ({ operation }) =>
          operation === "ListStateMachineVersions" ? { stateMachineVersions: versions } : {},
      },
    );
    assert.equal(calls[0]?.input["stateMachineArn"], MACHINE);
    assert.deepEqual(
      calls.filter(({ operation }) => operation.startsWith("Delete")).map(({ input }) => input),
      [{ stateMachineVersionArn: `${MACHINE}:6` }],
    );
  });

  it("reach AWS as the provider does: its profile, keys and roles, in the resource's region", async () => {
    let settings: Record<string, unknown> = {};
    const arn = ALIAS.replace("us-east-1", "eu-west-1");
    await runProgram({
      stack: "test",
      config: { "aws:profile": "prod", "aws:assumeRoles": [{ roleArn: "arn:aws:iam::1:role/r" }] },
      program: async () => {
        settings = { ...(await clientSettings("sfn", arn)) };
      },
    });
    const { credentials, ...rest } = settings;
    assert.equal(typeof credentials, "function");
    assert.deepEqual(rest, {
      region: "eu-west-1",
      profile: "prod",
      endpoint: undefined,
      maxAttempts: 10,
    });
  });

  it("follow the provider's endpoints, by either of its names, for the roles too", async () => {
    const answer = `<AssumeRoleResponse><AssumeRoleResult><Credentials>
      <AccessKeyId>of-role</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
    </Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const sts = createServer((_, response) => response.end(answer)).listen(0, "127.0.0.1");
    await once(sts, "listening");
    const address = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
    let found: Awaited<ReturnType<typeof clientSettings>>[] = [];
    await runProgram({
      stack: "test",
      config: {
        "aws:accessKey": "a",
        "aws:secretKey": "b",
        "aws:assumeRole": { roleArn: "arn:aws:iam::000000000000:role/deployer" },
        "aws:endpoints": [
          { stepfunctions: "http://sfn", cloudcontrol: "http://cc" },
          { sts: address },
        ],
      },
      program: async () => {
        found = [await clientSettings("sfn", ALIAS), await clientSettings("cloudcontrol", ALIAS)];
      },
    });
    const { credentials } = found[0]!;
    assert.ok(typeof credentials === "function");
    const { accessKeyId } = await credentials();
    sts.closeAllConnections();
    sts.close();
    assert.deepEqual(
      [accessKeyId, ...found.map(({ endpoint }) => endpoint)],
      ["of-role", "http://sfn", "http://cc"],
    );
  });
});

describe("the pruning of versions", () => {
  const version = (number: number) => ({ stateMachineVersionArn: `${MACHINE}:${number}` });

  it("deletes beyond the newest, but none that runs, has an alias or was left just now", async () => {
    const pages = [
      { stateMachineVersions: [9, 8, 7].map(version), nextToken: "2" },
      { stateMachineVersions: [6, 5, 4, 3].map(version) },
    ];
    const busy: Readonly<Record<string, string>> = { RUNNING: "6", PENDING_REDRIVE: "3" };
    await FakeAws.run(
      ({ operation, input }) => {
        if (operation === "ListStateMachineVersions") return pages[input["nextToken"] ? 1 : 0]!;
        if (operation === "ListExecutions") {
          const isBusy =
            input["stateMachineArn"] === `${MACHINE}:${busy[String(input["statusFilter"])]}`;
          return { executions: isBusy ? [{ executionArn: "e", name: "e" }] : [] };
        }
        return input["stateMachineVersionArn"] === `${MACHINE}:4`
          ? { error: "ConflictException", message: "referenced by alias" }
          : {};
      },
      async (service) => {
        const client = new SFNClient(service.client);
        const spared = [`${MACHINE}:7`];
        const pruned = await pruneVersions({ client, machineArn: MACHINE, keep: 2, spared });
        assert.deepEqual(pruned, {
          deleted: [`${MACHINE}:5`],
          inUse: [`${MACHINE}:3`, `${MACHINE}:4`, `${MACHINE}:6`],
        });
        const asked = service.calls.filter(({ operation }) => operation.startsWith("Delete"));
        assert.deepEqual(
          asked.map(({ input }) => input),
          [4, 5].map(version),
        );
      },
    );
  });
});
