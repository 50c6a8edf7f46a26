import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { runProgram, type StackResource } from "../../engine/program";

/** The resources of each stack and its settings: most tests begin with one of a few. */
const known = new Map<string, Promise<readonly StackResource[]>>();

/** The resources of a stack with these settings on top; each is run once. */
async function resourcesOf(
  config: Record<string, unknown>,
  stack = "dev",
): Promise<readonly StackResource[]> {
  const key = JSON.stringify([stack, config]);
  const run = known.get(key) ?? runProgram({ stack, config }).then(({ resources }) => resources);
  known.set(key, run);
  return run;
}

/** The inputs of every resource of the dev stack with these settings on top, by URN. */
async function inputs(config: Record<string, unknown>): Promise<Map<string, unknown>> {
  return new Map((await resourcesOf(config)).map(({ urn, inputs: own }) => [urn, own]));
}

const ON = { monitoring: { enabled: true }, audit: { mode: "own" } };

/** What is turned off, and what the URNs of everything that goes with it have in common. */
const PARTS: readonly { off: Record<string, unknown>; goes: RegExp }[] = [
  { off: { monitoring: { enabled: false } }, goes: /::stepfunctions:index:Monitoring/ },
  { off: { monitoring: { enabled: true, dashboard: false } }, goes: /::monitoring-dashboard$/ },
  { off: { audit: { mode: "none" } }, goes: /::stepfunctions:index:Audit/ },
];

describe("a part of the stack", () => {
  for (const { off, goes } of PARTS) {
    it(`changes and replaces nothing else when it goes: ${JSON.stringify(off)}`, async () => {
      const before = await inputs(ON);
      const after = await inputs({ ...ON, ...off });
      const expected = [...before].filter(([urn]) => !goes.test(urn));
      assert.ok(expected.length < before.size);
      assert.deepEqual(after, new Map(expected));
    });
  }
});

/** Parts that others use: what is gone, what is new, and what changes besides, by the resources' names. */
const USED: readonly {
  on?: Record<string, unknown>;
  off: Record<string, unknown>;
  goes: RegExp;
  comes?: RegExp;
  changes: string[];
}[] = [
  {
    // An own trail needs a key.
    on: { monitoring: { enabled: true } },
    off: { key: { mode: "none" } },
    goes: /^key/,
    changes: [
      "function",
      "function-logs",
      "function-policy",
      "monitoring-alerts",
      "monitoring-dead-letters",
      "payloads",
      "payloads-encryption",
      "payloads-policy",
      "workflow",
      "workflow-log-access",
      "workflow-logs",
      "workflow-workflow",
    ],
  },
  {
    off: { payloads: { mode: "none" } },
    goes: /^payloads/,
    changes: ["audit", "function", "function-policy"],
  },
  { off: { stateMachine: { mode: "none" } }, goes: /^(workflow|monitoring)/, changes: [] },
  {
    off: { function: { mode: "none" }, stateMachine: { mode: "none" } },
    goes: /^(function|workflow|monitoring)/,
    changes: ["audit"],
  },
  {
    off: { stateMachine: { tracing: false } },
    goes: /^$/,
    changes: ["workflow", "workflow-workflow"],
  },
  {
    off: { stateMachine: { type: "EXPRESS" } },
    goes: /^monitoring-(status|map-run-backlog|open-executions|open-map-runs|redrive-failed)$/,
    comes: /^monitoring-(billed-memory|sync-latency)$/,
    changes: ["monitoring-dashboard", "monitoring-dead-letters", "monitoring-workflow", "workflow"],
  },
];

describe("a part of the stack that others use", () => {
  /** Every resource of AWS with its options and inputs, by URN. */
  const documents = (resources: readonly StackResource[]): Map<string, unknown> => {
    const ours = resources.filter(({ type }) => !type.startsWith("stepfunctions:"));
    return new Map(ours.map(({ urn, ...rest }) => [urn, rest]));
  };
  const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

  for (const { on: base = ON, off, goes, comes = /^$/, changes } of USED) {
    it(`changes only what docs/turning-off.md says: ${JSON.stringify(off)}`, async () => {
      const on = documents(await resourcesOf(base));
      const without = documents(await resourcesOf({ ...base, ...off }));

      const gone = [...on.keys()].filter((urn) => !without.has(urn)).map(nameOf);
      const added = [...without.keys()].filter((urn) => !on.has(urn)).map(nameOf);
      const changed = [...without.keys()].filter(
        (urn) => on.has(urn) && !isDeepStrictEqual(on.get(urn), without.get(urn)),
      );
      assert.deepEqual([...new Set(changed.map(nameOf))].sort(), changes);
      for (const name of gone) assert.match(name, goes);
      for (const name of added) assert.match(name, comes);
    });
  }

  it("is as it was when it comes back", async () => {
    const on = await resourcesOf(ON);
    const { resources: back } = await runProgram({ stack: "dev", config: ON });
    assert.deepEqual(back, on);
  });
});

describe("a rename of the stack's resources", () => {
  it("replaces each under its URN: the alias with its machine, the parts of a bucket with the bucket", async () => {
    const [before, after] = [
      await resourcesOf({ name: "orders" }),
      await resourcesOf({ name: "renamed" }),
    ];
    const one = (type: string): StackResource => after.find((each) => each.type === type)!;
    const machine = one("aws:sfn/stateMachine:StateMachine");
    const alias = one("aws:sfn/alias:Alias");
    const bucket = one("aws:s3/bucket:Bucket");
    const parts = after.filter(({ type }) => /^aws:s3\/bucket[A-Z]/.test(type));

    assert.deepEqual(
      after.map(({ urn }) => urn),
      before.map(({ urn }) => urn),
    );
    assert.equal(machine.inputs["name"], "proj-dev-renamed-sfn");
    assert.deepEqual(alias.replaceWith, [machine.urn]);
    assert.equal(alias.deleteBeforeReplace, true);
    assert.ok(parts.length >= 5);
    for (const { name, deletedWith } of parts) assert.equal(deletedWith, bucket.urn, name);
  });
});

describe("key.mode none", () => {
  it("makes no customer key, keeps monitoring, and says AWS's own key wherever it is off", async () => {
    const resources = await resourcesOf({
      monitoring: { enabled: true },
      key: { mode: "none" },
    });
    const inputsOf = (type: string): Record<string, unknown> | undefined =>
      resources.find((each) => each.type === type)?.inputs;
    assert.equal(inputsOf("aws:kms/key:Key"), undefined);
    assert.ok(inputsOf("stepfunctions:index:Monitoring"));
    assert.deepEqual(inputsOf("aws:sfn/stateMachine:StateMachine")?.["encryptionConfiguration"], {
      type: "AWS_OWNED_KEY",
    });
    const encryption =
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(inputsOf(encryption)?.["rules"], [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    assert.equal(inputsOf("aws:sqs/queue:Queue")?.["sqsManagedSseEnabled"], true);
  });
});

describe("protect", () => {
  it("covers key, buckets, log groups and trail of the prod stack, and nothing of the dev stack", async () => {
    const protectedOf = async (stack: string): Promise<string[]> => {
      const resources = await resourcesOf({}, stack);
      return resources.filter(({ protect }) => protect === true).map(({ name }) => name);
    };
    assert.deepEqual((await protectedOf("prod")).sort(), [
      "audit",
      "audit-files",
      "audit-logs",
      "function-logs",
      "key",
      "payloads",
      "workflow-logs",
    ]);
    assert.deepEqual(await protectedOf("dev"), []);
  });
});

describe("the trail of the prod stack", () => {
  it("watches the function by the ARN that CloudTrail records, without a version", async () => {
    const resources = await resourcesOf({}, "prod");
    const trail = resources.find(({ type }) => type === "aws:cloudtrail/trail:Trail");
    const [, , functions] = trail?.inputs["advancedEventSelectors"] as {
      fieldSelectors: { field: string; equals?: string[] }[];
    }[];
    assert.deepEqual(
      functions?.fieldSelectors.find(({ field }) => field === "resources.ARN")?.equals,
      ["arn:aws:lambda:us-east-1:000000000000:function:proj-prod-saugat-function"],
    );
  });
});
