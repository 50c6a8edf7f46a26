import assert from "node:assert/strict";
import { MAPPINGS } from "../../../migration/modules/mappings";
import type { ModuleKind } from "../../../migration/modules/mapping";
import { mappingOf } from "../../../migration/parity/scenario";
import {
  bool,
  list,
  map,
  number,
  object,
  optional,
  string,
} from "../../../migration/modules/variable-types";
import type { ModuleMapping, Variable } from "../../../migration/modules/mapping";
import { componentArgs, VariablesError } from "../../../migration/modules/variables";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const KEY = { ...NAMES, description: "A key", key_type: "service" };
const BUCKET = { prefix: "acme", environment: "qa", bucket_name: "data" };

/** The variables and outputs of each module, as its documentation lists them. */
const INTERFACES: Record<ModuleKind, { variables: string; outputs: string }> = {
  kms: {
    variables:
      "prefix environment name description key_type append_random_suffix deletion_window " +
      "service_key_info direct_key_info additional_policies tags",
    outputs: "key_arn key_id",
  },
  s3: {
    variables:
      "prefix environment bucket_name centralize_hub force_s3_destroy versioning_enabled " +
      "lifecycle_rules cors_rule object_lock_rule is_use_kms_managed_key kms_key_arn " +
      "additional_kms_key_policies is_control_object_ownership object_ownership " +
      "is_enable_s3_hardening_policy additional_bucket_polices consumer_policy_actions " +
      "is_create_consumer_readonly_policy folder_names bucket_mode source_s3_server_logs tags",
    outputs:
      "bucket_id bucket_arn bucket_domain_name bucket_name consumer_policies " +
      "consumer_readonly_policy bucket_kms_key_id bucket_kms_key_arn",
  },
  lambda: {
    variables:
      "prefix environment name runtime handler source_code_dir compressed_local_file_dir " +
      "archive_file_trigger timeout memory_size reserved_concurrent_executions layer_arns " +
      "environment_variables vpc_config dead_letter_target_arn tracing_mode " +
      "lambda_permission_configurations is_create_lambda_role lambda_role_arn " +
      "additional_lambda_role_policy_arns ssm_params is_edge is_create_lambda_bucket bucket_name " +
      "is_create_cloudwatch_log_group cloudwatch_log_retention_in_days is_create_default_kms " +
      "cloudwatch_log_group_kms_key_arn tags",
    outputs: "arn function_arn function_name execution_role_arn",
  },
  "step-function": {
    variables:
      "prefix environment name type definition service_integrations " +
      "attach_policies_for_integrations is_create_role exists_role_arn trusted_entities " +
      "additional_role_policy_arn is_create_cloudwatch_log_group " +
      "cloudwatch_log_retention_in_days kms_key_id log_level log_include_execution_data tags",
    outputs:
      "state_machine_id state_machine_arn state_machine_creation_date state_machine_status " +
      "role_arn role_name",
  },
};

/** The problems of a module's variables, as `variable: reason`. */
function problemsOf(kind: ModuleKind, given: Record<string, unknown>): string[] {
  try {
    componentArgs(mappingOf(kind), given);
    return [];
  } catch (error) {
    assert.ok(error instanceof VariablesError, String(error));
    return error.problems.map(({ variable, reason }) => `${variable}: ${reason}`);
  }
}

describe("the mappings of the Terraform modules", () => {
  for (const [kind, { variables, outputs }] of Object.entries(INTERFACES)) {
    it(`${kind}: every variable and every output is answered`, () => {
      const mapping = MAPPINGS[kind as ModuleKind];
      assert.deepEqual(Object.keys(mapping.variables).sort(), variables.split(" ").sort());
      assert.deepEqual(Object.keys(mapping.outputs).sort(), outputs.split(" ").sort());
    });
  }

  it("refuse a module that there is not, naming those there are", () => {
    assert.throws(() => mappingOf("vpc"), /unknown module 'vpc': known are kms, s3, lambda, step-/);
  });
});

describe("componentArgs", () => {
  it("sets every hardened default to the original's choice", () => {
    const args = componentArgs(mappingOf("kms"), KEY) as Record<string, unknown>;
    assert.deepEqual(args["compatibility"], {
      servicePrincipals: "any",
      grantsForAwsResourcesOnly: false,
    });
    const bucket = componentArgs(mappingOf("s3"), BUCKET) as Record<string, unknown>;
    for (const { argument, original } of MAPPINGS.s3.deviations) {
      assert.deepEqual(bucket[argument], original, argument);
    }
    assert.equal(bucket["versioningEnabled"], false);
    assert.deepEqual(bucket["compatibility"], {
      consumersUseKey: false,
      checkLogSourceAccount: false,
      hardeningPolicy: "terraform",
      controlObjectOwnership: undefined,
    });
  });

  it("lists everything that is wrong at once, in the words of the module", () => {
    const found = problemsOf("kms", {
      prefix: "acme",
      enviroment: "qa",
      name: ["orders"],
      description: null,
      key_type: "other",
      deletion_window: "soon",
      service_key_info: { aws_service_names: "s3" },
      tags: { Team: { nested: 1 } },
    });
    assert.deepEqual(found, [
      "enviroment: is not a variable of this module, the nearest are environment, name, prefix",
      "environment: is required: a string",
      'name: must be a string, not ["orders"]',
      "description: is required: a string",
      'key_type: is "other": must be "service" or "direct"',
      'deletion_window: must be a number, not "soon"',
      'service_key_info.aws_service_names: must be a list(string), not "s3"',
      "service_key_info.caller_account_ids: is required: a list(string)",
      'tags.Team: must be a string, not {"nested":1}',
    ]);
  });

  it("tells what a component refuses in the words of the module, too", () => {
    assert.deepEqual(problemsOf("kms", { ...KEY, deletion_window: 31, tags: { "aws:x": "1" } }), [
      "deletion_window: is 31: must be a whole number from 7 to 30",
      'tags: tag key "aws:x" begins with aws:, which AWS reserves',
    ]);
    const lock = { mode: "COMPLIANCE", days: 1, years: null };
    assert.deepEqual(
      problemsOf("s3", { ...BUCKET, object_lock_rule: lock, versioning_enabled: false }),
      [
        "versioning_enabled: is false, but object_lock_rule locks versions of objects: leave one of them out",
      ],
    );
  });

  const rejected: [ModuleKind, Record<string, unknown>, RegExp][] = [
    ["s3", { ...BUCKET, object_ownership: "Mine" }, /^object_ownership: is "Mine": must be/],
    [
      "s3",
      { ...BUCKET, bucket_mode: "both" },
      /^bucket_mode: is "both": must be "default" or "log"/,
    ],
    ["s3", { ...BUCKET, kms_key_arn: { a: "1", b: "2" } }, /^kms_key_arn: has 2 ARNs/],
    [
      "s3",
      { ...BUCKET, source_s3_server_logs: { a: { bucket_name: "b" } } },
      /needs bucket_mode "log"/,
    ],
    [
      "s3",
      { ...BUCKET, object_lock_rule: { mode: "NONE", days: 1 } },
      /^object_lock_rule.mode: is/,
    ],
    [
      "lambda",
      { ...NAMES, runtime: "python3.12", handler: "a.b", tracing_mode: "On" },
      /^tracing_mode: is "On"/,
    ],
    ["step-function", { ...NAMES, definition: "{}", type: "FAST" }, /^type: is "FAST"/],
  ];
  for (const [kind, given, reason] of rejected) {
    it(`${kind} rejects what the original rejects: ${reason.source}`, () => {
      assert.ok(
        problemsOf(kind, given).some((problem) => reason.test(problem)),
        problemsOf(kind, given).join("\n"),
      );
    });
  }

  it("lists what the component refuses beside what is not a value of a variable", () => {
    const variables = { ...NAMES, key_type: "foo", deletion_window: 3, additional_policies: ["{"] };
    assert.throws(
      () => componentArgs(mappingOf("kms"), variables),
      (error: VariablesError) => {
        assert.deepEqual(
          error.problems.map(({ variable }) => variable),
          ["description", "key_type", "deletion_window", "additional_policies[0]"],
        );
        return true;
      },
    );
  });

  it("takes null for a default", () => {
    const given = { ...BUCKET, tags: null, lifecycle_rules: null, bucket_mode: null };
    assert.deepEqual(componentArgs(mappingOf("s3"), given), componentArgs(mappingOf("s3"), BUCKET));
  });
});

describe("Terraform's types", () => {
  const required = (schema: Variable["schema"]): Variable => ({ schema, required: true });

  /** A module of one variable, whose component takes it as it is. */
  const read = (variable: Variable, value: unknown): unknown => {
    const module = {
      kind: "kms",
      args: (values: object) => values,
      deviations: [],
      compatibility: [],
    };
    const whole = { ...module, variables: { value: variable } } as unknown as ModuleMapping;
    return (componentArgs(whole, { value }) as { value?: unknown }).value;
  };

  it("convert between strings, numbers and bools as Terraform does", () => {
    assert.equal(read(required(string), 1), "1");
    assert.equal(read(required(string), true), "true");
    assert.equal(read(required(number), "1.5"), 1.5);
    assert.equal(read(required(bool), "false"), false);
    assert.deepEqual(read(required(map(string)), { a: 1 }), { a: "1" });
  });

  it("refuse what Terraform refuses, with the path", () => {
    const cases: [Variable, unknown, RegExp][] = [
      [required(number), "x", /value: must be a number, not "x"/],
      [required(number), "", /value: must be a number/],
      [required(bool), 1, /value: must be a bool, not 1/],
      [required(list(string)), "x", /value: must be a list\(string\), not "x"/],
      [required(list(number)), [1, "x"], /value\[1\]: must be a number/],
      [required(map(string)), ["x"], /value: must be a map\(string\)/],
      [required(object({ a: string })), {}, /value\.a: is required: a string/],
    ];
    for (const [variable, value, message] of cases) {
      assert.throws(() => read(variable, value), message);
    }
  });

  it("drop the attributes that an object has not, and fill in optional ones", () => {
    const type = object({ a: string, b: optional(number) });
    assert.deepEqual(read(required(type), { a: "x", c: 1 }), { a: "x" });
    assert.deepEqual(read(required(type), { a: "x", b: null }), { a: "x", b: undefined });
    assert.deepEqual(read({ schema: type, required: false }, null), undefined);
  });
});
