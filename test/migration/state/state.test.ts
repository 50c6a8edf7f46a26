import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseState, readState } from "../../../migration/state/state";
import { exampleFile, exampleText, shown, stateOf } from "../states";

/** Why a text is not a state, or fails when it is one. */
function refusal(body: string): string {
  try {
    parseState(body, "s.tfstate");
  } catch (error) {
    return (error as Error).message;
  }
  throw new assert.AssertionError({ message: "was read as a state" });
}

describe("a Terraform state", () => {
  it("is read with every managed resource under Terraform's own address", () => {
    const { resources, terraformVersion } = parseState(exampleText(), "s.tfstate");

    assert.equal(terraformVersion, "1.11.4");
    assert.deepEqual(
      resources.map(({ address }) => address),
      [
        "module.lambda.aws_cloudwatch_log_group.this[0]",
        "module.lambda.aws_iam_role.this[0]",
        "module.lambda.aws_iam_role_policy.logs_role_policy[0]",
        "module.lambda.aws_lambda_function.this",
        "module.lambda.null_resource.lambda",
        "module.lambda.module.cloudwatch_log_group_kms[0].aws_kms_alias.this",
        "module.lambda.module.cloudwatch_log_group_kms[0].aws_kms_key.this",
        "module.lambda.module.cloudwatch_log_group_kms[0].random_string.random_suffix",
        "module.state_machine.aws_cloudwatch_log_group.this[0]",
        "module.state_machine.aws_iam_policy.log_access_policy[0]",
        'module.state_machine.aws_iam_policy.service["lambda"]',
        "module.state_machine.aws_iam_role.this[0]",
        "module.state_machine.aws_iam_role_policy_attachment.log_acces[0]",
        'module.state_machine.aws_iam_role_policy_attachment.service["lambda"]',
        "module.state_machine.aws_sfn_state_machine.this",
      ],
    );
  });

  it("says the same as `terraform show -json`", () => {
    const file = exampleFile();
    const addresses = (body: unknown): string[] =>
      stateOf(body)
        .resources.map(({ address }) => address)
        .sort();

    assert.deepEqual(addresses(shown(file)), addresses(file));
  });

  it("keeps the quotes and templates of for_each keys as Terraform writes them", () => {
    const instance = { index_key: 'a"b${c}', attributes: { name: "x" } };
    const resource = { mode: "managed", type: "aws_iam_role", name: "r", instances: [instance] };
    const { resources } = stateOf({ version: 4, resources: [resource] });

    assert.equal(resources[0]?.address, 'aws_iam_role.r["a\\"b$${c}"]');
  });

  it("finds the values that Terraform marks as sensitive, at any depth", () => {
    const attributes = {
      tags: { Token: "t", Team: "x" },
      environment: [{ variables: { KEY: "k", STAGE: "dev" } }],
      set: [{ password: "p" }],
      gone: null,
    };
    const step = (value: unknown): unknown => ({ type: "get_attr", value });
    const index = (value: unknown, type: string): unknown => ({
      type: "index",
      value: { value, type },
    });
    const sensitive_attributes = [
      [step("tags"), index("Token", "string")],
      [step("environment"), index(0, "number"), step("variables"), index("KEY", "string")],
      [step("set"), step("password")],
      [step("gone")],
      [step("nowhere"), step("x")],
    ];
    const instances = [{ attributes, sensitive_attributes }];
    const own = { mode: "managed", type: "aws_iam_role", name: "r" };
    const shown = {
      ...own,
      values: attributes,
      sensitive_values: {
        tags: { Token: true },
        environment: [{ variables: { KEY: true } }],
        set: [{ password: true }],
      },
    };
    const root = { root_module: { resources: [shown] } };

    assert.deepEqual(
      stateOf({ version: 4, resources: [{ ...own, instances }] }).resources[0]?.marked,
      [
        ["tags", "t"],
        ["environment", "k"],
        ["set", [{ password: "p" }]],
        ["gone", null],
        ["nowhere", undefined],
      ],
    );
    assert.deepEqual(stateOf({ format_version: "1.0", values: root }).resources[0]?.marked, [
      ["tags", "t"],
      ["environment", "k"],
      ["set", "p"],
    ]);
  });

  it("notes what Terraform marks: secrets, tainted and deposed objects", () => {
    const instances = [
      {
        attributes: { value: "s" },
        sensitive_attributes: [[{ type: "get_attr", value: "value" }]],
        status: "tainted",
      },
      { attributes: { value: "s" }, deposed: "b1c2d3e4" },
    ];
    const resource = { mode: "managed", type: "aws_ssm_parameter", name: "p", instances };
    const { resources } = stateOf({ version: 4, resources: [resource] });

    assert.deepEqual(
      resources.map(({ marked, tainted, deposed }) => ({ marked, tainted, deposed })),
      [
        { marked: [["value", "s"]], tainted: true, deposed: undefined },
        { marked: [], tainted: false, deposed: "b1c2d3e4" },
      ],
    );
  });

  const REFUSED: readonly [string, string, RegExp][] = [
    ["empty", " \n", /is empty\. Fetch the state again/],
    ["cut off", exampleText().slice(0, 5000), /is cut off: the JSON ends in the middle/],
    ["not JSON", "resource {}", /is not JSON/],
    ["a list", "[]", /it is not a JSON object/],
    ["something else", "{}", /neither a state `version` nor/],
    ["version 3", '{"version":3,"modules":[]}', /state version 3 \(Terraform 0\.11 or older\)/],
    ["version 5", '{"version":5}', /version 5 is newer than the version 4/],
    ["encrypted", '{"encrypted_data":"x","encryption_version":"v0"}', /encrypted by OpenTofu/],
    ["a plan", '{"format_version":"1.2","planned_values":{}}', /is a plan, not a state/],
    ["without resources", '{"version":4}', /resources should be a list/],
    [
      "a resource without a type",
      '{"version":4,"resources":[{"mode":"managed","name":"x","instances":[]}]}',
      /resources\[0\]\.type should be a name/,
    ],
    [
      "attributes of 0.11",
      '{"version":4,"resources":[{"mode":"managed","type":"t","name":"x","instances":[{"attributes_flat":{}}]}]}',
      /t\.x has no attributes: they are in the form of Terraform 0\.11/,
    ],
    [
      "one address twice",
      '{"version":4,"resources":[{"mode":"managed","type":"t","name":"x","instances":[{"attributes":{}},{"attributes":{}}]}]}',
      /t\.x occurs twice/,
    ],
  ];
  for (const [what, body, expected] of REFUSED) {
    it(`is refused when it is ${what}, with the reason and the fix`, () => {
      assert.match(refusal(body), expected);
    });
  }

  it("is refused without quoting what it holds, which may be a secret", () => {
    const damaged = `{"version":4,"password":"hunter2hunter2" ${"x".repeat(20)}`;

    assert.doesNotMatch(refusal(damaged), /hunter2|xxx/);
    assert.doesNotMatch(refusal(`hunter2hunter2`), /hunter2/);
  });

  it("is read from a file, also one in UTF-16 as Windows PowerShell writes it, and a missing file or a folder is told as such", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "state-"));
    try {
      const file = path.join(folder, "terraform.tfstate");
      writeFileSync(file, `\uFEFF${exampleText()}`);

      assert.equal((await readState(file)).resources.length, 15);
      writeFileSync(file, `\uFEFF${exampleText()}`, "utf16le");
      assert.equal((await readState(file)).resources.length, 15);
      await assert.rejects(readState(`${file}.bak`), /no such file/);
      await assert.rejects(readState(folder), /is a folder/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("of 50 MB is read within seconds", function () {
    this.timeout(20_000);
    const file = exampleFile();
    const copies = Array.from({ length: 800 }, (_, index) =>
      file.resources.map((each) => ({ ...each, module: `module.c[${index}].${each.module}` })),
    );
    const body = JSON.stringify({ ...file, resources: copies.flat() }, null, 2);
    assert.ok(body.length > 50e6);

    const start = process.hrtime.bigint();
    assert.equal(parseState(body, "big").resources.length, 12_000);
    assert.ok(Number(process.hrtime.bigint() - start) < 10e9);
  });
});
