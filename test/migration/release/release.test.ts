import assert from "node:assert/strict";
import { offline, runProgram, type StackDocument } from "../../../engine/program";
import { hardenings } from "../../../migration/release/harden";
import { removedBlocks, stateRemoveLines } from "../../../migration/release/release";
import { outputsFile } from "../../../migration/outputs/outputs-file";
import { adoptionMap, planAdoption, type Plan } from "../../../migration/plan/plan";
import { detectModules } from "../../../migration/state/detect-modules";
import type { State } from "../../../migration/state/state";
import { compareWithProgram } from "../../../migration/release/verify";
import { exampleFile, stateOf, type StateFile } from "../states";

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
