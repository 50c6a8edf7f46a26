import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { AwsContext } from "../../../engine/aws";
import {
  machineOf,
  OFFLINE,
  offline,
  recordRequests,
  runProgram,
  type StackDocument,
} from "../../../engine/program";
import { hardenings } from "../../../migration/release/harden";
import { removedBlocks, stateRemoveLines } from "../../../migration/release/release";
import { outputsFile } from "../../../migration/outputs/outputs-file";
import { adoptionMap, planAdoption, type Plan } from "../../../migration/plan/plan";
import { detectModules } from "../../../migration/state/detect-modules";
import { planText } from "../../../migration/plan/report";
import type { State } from "../../../migration/state/state";
import {
  compareWithAccount,
  compareWithProgram,
  type Finding,
  withDefaultTags,
} from "../../../migration/release/verify";
import { exampleFile, moved, parityState, stateOf, type StateFile } from "../states";

/** The example's state with a queue that no component makes. */
function withQueue(module?: string): StateFile {
  const file = exampleFile();
  const instances = [{ attributes: { name: "q" } }];
  const queue = { module, mode: "managed", type: "aws_sqs_queue", name: "q", instances };
  return { ...file, resources: [...file.resources, queue] };
}

describe("letting go of a state", () => {
  let state: State;
  let plan: Plan;
  before(async () => {
    state = stateOf(exampleFile());
    plan = await planAdoption(state);
  });

  it("names every managed resource, quoted for the shell", () => {
    const lines = stateRemoveLines(plan, state.resources);

    assert.equal(lines.length, 15);
    assert.ok(
      lines.includes(`terraform state rm 'module.state_machine.aws_iam_policy.service["lambda"]'`),
    );
    assert.ok(lines.includes("terraform state rm 'module.lambda.null_resource.lambda'"));
  });

  it("names whole modules in removed blocks, none of which destroys", () => {
    assert.deepEqual(removedBlocks(plan, state.resources), [
      "removed {\n  from = module.lambda\n\n  lifecycle {\n    destroy = false\n  }\n}",
      "removed {\n  from = module.state_machine\n\n  lifecycle {\n    destroy = false\n  }\n}",
    ]);
  });

  for (const [what, module] of [
    ["a quote in a key", 'module.lambda["it\'s"]'],
    ["a line end in a name", "module.lambda\ntouch INJECTED\n#"],
    ["controls of a terminal", "module.lambda\u001b[31m\u009b\u202e"],
  ] as const) {
    it(`makes each line one argument of a shell and nothing else: ${what}`, async () => {
      const rename = (name: string): string => name.replace("module.lambda", module);
      const odd = stateOf(moved(exampleFile(), rename));
      const oddPlan = await planAdoption(odd);
      const lines = stateRemoveLines(oddPlan, odd.resources);
      const stub = 'terraform() { printf "%s|%s|%s|%s;" "$#" "$1" "$2" "$3"; }';
      const { stdout } = spawnSync("sh", ["-c", [stub, ...lines].join("\n")], { encoding: "utf8" });

      assert.equal(stdout, odd.resources.map(({ address }) => `3|state|rm|${address};`).join(""));
      assert.doesNotMatch(planText(oddPlan) + lines.join(""), /[^\P{Cc}\n]|\u202e/u);
      assert.ok(lines.every((line) => !line.includes("\n")));
      if (module.includes("[") && !module.includes("\u001b")) return;
      assert.throws(
        () => removedBlocks(oddPlan, odd.resources),
        /is not an address that Terraform/,
      );
    });
  }

  it("leaves to Terraform what was not adopted, also within a module", async () => {
    const partial = stateOf(withQueue("module.state_machine"));
    const blocks = removedBlocks(await planAdoption(partial), partial.resources);

    assert.ok(!blocks.some((block) => block.includes("aws_sqs_queue")));
    assert.ok(!blocks.some((block) => /from = module\.state_machine\n/.test(block)));
    assert.ok(
      blocks.some((block) => /from = module\.state_machine\.aws_iam_role\.this\n/.test(block)),
    );
  });
});

describe("verification", () => {
  let plan: Plan;
  let document: StackDocument;
  before(async () => {
    plan = await planAdoption(stateOf(withQueue()), { stack: "dev" });
    const adoption = { "stepfunctions:adoption": adoptionMap(plan.adopt) };
    document = await runProgram({
      stack: "dev",
      config: { ...plan.settings.full, ...adoption },
      provider: offline(plan.where),
    });
  });

  it("names what neither side would look after", () => {
    assert.deepEqual(
      compareWithProgram(plan, document).map(({ kind, resource }) => [kind, resource]),
      [["orphan", "aws_sqs_queue.q"]],
    );
  });

  it("names an id that differs, a resource that is gone, and a replacement", () => {
    const [role, logs] = [
      "module.lambda.aws_iam_role.this[0]",
      "module.lambda.aws_cloudwatch_log_group.this[0]",
    ];
    const urnOf = (address: string): string =>
      plan.adopt.find((each) => each.address === address)?.urn ?? "";
    const changed: StackDocument = {
      ...document,
      resources: document.resources
        .filter(({ urn }) => urn !== urnOf(logs))
        .map((each) => (each.urn === urnOf(role) ? { ...each, importId: "another" } : each)),
    };
    const replacing: Plan = {
      ...plan,
      changes: [{ urn: urnOf(role), property: "path", kind: "changed", from: '"/"', to: '"/x/"' }],
    };

    assert.deepEqual(
      compareWithProgram(replacing, changed).map(({ kind, resource }) => [kind, resource]),
      [
        ["orphan", logs],
        ["id", role],
        ["orphan", "aws_sqs_queue.q"],
        ["replacement", urnOf(role)],
      ],
    );
  });
});

describe("a stack whose definition and tag are secrets", () => {
  it("is run offline, with what only the Pulumi CLI can decrypt left open", async () => {
    const plan = await planAdoption(parityState("sfn-default"), { stack: "dev" });
    const { "stepfunctions:terraform": modules, ...settings } = plan.settings.full;
    const { workflow } = modules as Record<string, { variables: object }>;
    const hidden = { definition: "[secret]", tags: { Owner: "[secret]" } };
    const variables = { ...workflow?.variables, ...hidden };

    const document = await runProgram({
      stack: "dev",
      config: {
        ...{ ...settings, "stepfunctions:adoption": adoptionMap(plan.adopt) },
        "stepfunctions:terraform": { workflow: { ...workflow, variables } },
      },
    });

    const { inputs } = machineOf(document);
    assert.deepEqual(
      [inputs["definition"], (inputs["tags"] as Record<string, unknown>)["Owner"]],
      ["[secret]", "[secret]"],
    );
    assert.deepEqual(compareWithProgram(plan, document), []);
  });
});

describe("verification against the account", () => {
  it("expects the tags that the provider adds, and where both have one the resource's own", () => {
    const request = { urn: "u", type: "t", name: "n", preview: false, external: false };
    const setting = JSON.stringify({ tags: { Team: "pay", Environment: "all" } });
    const requested = [
      { ...request, inputs: { tags: { Environment: "dev" } } },
      { ...request, inputs: { name: "x" } },
    ];

    assert.deepEqual(
      withDefaultTags(requested, setting).map(({ inputs }) => inputs),
      [{ tags: { Team: "pay", Environment: "dev" } }, { name: "x" }],
    );
    assert.deepEqual(withDefaultTags(requested), requested);
  });

  it("compares no tags with default tags that only the Pulumi CLI can decrypt", () => {
    const requested = [
      {
        ...{ urn: "u", type: "t", name: "n", preview: false, external: false },
        inputs: { tags: { Environment: "dev" } },
      },
    ];
    const tagsFor = (setting: string): unknown =>
      withDefaultTags(requested, setting)[0]?.inputs["tags"];

    assert.equal(tagsFor("[secret]"), "[secret]");
    assert.equal(tagsFor('{"tags":"[secret]"}'), "[secret]");
    assert.deepEqual(tagsFor('{"tags":{"Team":"[secret]"}}'), {
      Team: "[secret]",
      Environment: "dev",
    });
    assert.deepEqual(tagsFor(""), { Environment: "dev" });
  });

  it("finds a permission of a function by its statement, whatever id adopts it", async () => {
    const plan = await planAdoption(parityState("lambda-full"), { stack: "dev" });
    const recorded = recordRequests(offline(plan.where));
    await runProgram({ stack: "dev", config: plan.settings.full, provider: recorded.provider });
    const adopt = plan.adopt.filter(({ type }) => type === "aws:lambda/permission:Permission");
    const policy = (principal?: string): AwsContext["clients"] => {
      const Statement = recorded.requests.map(({ inputs }) => ({
        Sid: inputs["statementId"],
        Action: inputs["action"],
        Principal: { Service: principal ?? inputs["principal"] },
        Condition: {
          ArnLike: { "AWS:SourceArn": inputs["sourceArn"] },
          StringEquals: { "AWS:SourceAccount": inputs["sourceAccount"] },
        },
      }));
      const getPolicy = () => Promise.resolve({ Policy: JSON.stringify({ Statement }) });
      return { lambda: { getPolicy } } as unknown as AwsContext["clients"];
    };
    const findings = (principal?: string): Promise<Finding[]> =>
      compareWithAccount({ ...plan, adopt }, recorded.requests, {
        clients: policy(principal),
        environment: OFFLINE,
        folder: ".",
      });

    assert.ok(adopt.length > 0 && adopt.every(({ importId }) => importId.includes("/")));
    assert.deepEqual(await findings(), []);
    assert.deepEqual(
      (await findings("sns.amazonaws.com")).map(({ kind, message }) => [kind, message]),
      adopt.map(() => [
        "different",
        "principal is not in AWS as the program declares it: the next update would set it",
      ]),
    );
  });
});

describe("hardening", () => {
  it("says for every property whether AWS changes it in place", () => {
    const base = {
      name: "r",
      parent: null,
      dependencies: [],
      propertyDependencies: {},
      custom: true,
      computed: {},
    };
    const role = { ...base, urn: "role", type: "aws:iam/role:Role" };
    const stack = { project: "p", stack: "s", outputs: {} };
    const found = hardenings(
      {
        ...stack,
        resources: [
          { ...role, inputs: { name: "a", description: "x" } },
          { ...base, urn: "old", type: "aws:kms/key:Key", inputs: {} },
        ],
      },
      {
        ...stack,
        resources: [
          { ...role, inputs: { name: "b", description: "y" } },
          { ...base, urn: "new", type: "aws:sfn/alias:Alias", inputs: {} },
        ],
      },
    );

    assert.deepEqual(
      found.map(({ urn, action, properties }) => [
        urn,
        action,
        properties.map(({ property, inPlace }) => [property, inPlace]),
      ]),
      [
        ["new", "create", []],
        ["old", "delete", []],
        [
          "role",
          "replace",
          [
            ["description", true],
            ["name", false],
          ],
        ],
      ],
    );
  });
});

describe("Terraform outputs", () => {
  it("have a name each, also where those of modules differ in punctuation only", () => {
    const modules = ['module.data["a-b"]', 'module.data["a_b"]', "module.data_a_b"].flatMap(
      (address) => detectModules(parityState("kms-direct", address)).modules,
    );

    const { terraform } = outputsFile(modules);

    assert.deepEqual(
      [...terraform.matchAll(/^output "(\w+)"/gm)].map(([, name]) => name),
      ["data_a_b_key_arn", "data_a_b_key_arn_2", "data_a_b_key_arn_3"],
    );
  });

  it("use the caller's module names, and look up what a module has no output for", () => {
    const { modules } = detectModules(stateOf(exampleFile()));
    const { terraform, take } = outputsFile(modules);

    assert.match(terraform, /output "lambda_arn" \{\n {2}value = module\.lambda\.arn\n\}/);
    assert.match(
      terraform,
      /data "aws_kms_alias" "(\w+)" \{\n {2}name = "alias\/proj-dev-saugat-function-log-group-kms-tuudx"\n\}/,
    );
    assert.deepEqual(take, {
      function: "lambda_arn",
      role: "state_machine_role_arn",
      key: "lambda_cloudwatch_log_group_kms_0_key_arn",
    });
  });
});
