import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { type InstanceKey, instanceAddress } from "../../../migration/state/addresses";
import { planAdoption, type Plan } from "../../../migration/plan/plan";
import { planJson, planText } from "../../../migration/plan/report";
import { parseState, type State } from "../../../migration/state/state";
import type { StateResource } from "../../../migration/state/state-resource";
import { exampleFile, moved, parityState, shown, stateOf, type StateFile } from "../states";

/** What a state planned for the stack `dev` adopts: address -> [URN without its common start, import id]. */
function adopted({ adopt }: Plan): Record<string, [string, string]> {
  return Object.fromEntries(
    adopt.map(({ address, urn, importId }) => {
      const [common, rest] = urn.split(/(?<=::stepfunctions)::/);
      assert.equal(common, "urn:pulumi:dev::stepfunctions");
      return [address, [rest ?? "", importId]];
    }),
  );
}

const FUNCTION = "stepfunctions:index:LambdaFunction";
const LOGS_KEY = `${FUNCTION}$stepfunctions:index:Key`;
const MACHINE = "stepfunctions:index:StateMachine";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICIES = "arn:aws:iam::000000000000:policy";

const EXAMPLE: Record<string, [string, string]> = {
  "module.lambda.aws_cloudwatch_log_group.this[0]": [
    `${FUNCTION}$aws:cloudwatch/logGroup:LogGroup::function-logs`,
    "/aws/lambda/proj-dev-saugat-function",
  ],
  "module.lambda.aws_iam_role.this[0]": [
    `${FUNCTION}$aws:iam/role:Role::function-role`,
    "proj-dev-saugat-function-role",
  ],
  "module.lambda.aws_iam_role_policy.logs_role_policy[0]": [
    `${FUNCTION}$aws:iam/rolePolicy:RolePolicy::function-policy`,
    "proj-dev-saugat-function-role:proj-dev-saugat-lambda-log-access-policy",
  ],
  "module.lambda.aws_lambda_function.this": [
    `${FUNCTION}$aws:lambda/function:Function::function`,
    "proj-dev-saugat-function",
  ],
  "module.lambda.module.cloudwatch_log_group_kms[0].aws_kms_alias.this": [
    `${LOGS_KEY}$aws:kms/alias:Alias::function-logs-key-alias`,
    "alias/proj-dev-saugat-function-log-group-kms-tuudx",
  ],
  "module.lambda.module.cloudwatch_log_group_kms[0].aws_kms_key.this": [
    `${LOGS_KEY}$aws:kms/key:Key::function-logs-key`,
    "0cef0acd-5a1a-4f08-883c-8bc874ba9c09",
  ],
  "module.state_machine.aws_cloudwatch_log_group.this[0]": [
    `${MACHINE}$aws:cloudwatch/logGroup:LogGroup::workflow-logs`,
    "/aws/vendedlogs/states/proj-dev-saugat-log-group",
  ],
  "module.state_machine.aws_iam_policy.log_access_policy[0]": [
    `${MACHINE}$aws:iam/policy:Policy::workflow-log-access`,
    `${POLICIES}/proj-dev-saugat-log-access-policy`,
  ],
  'module.state_machine.aws_iam_policy.service["lambda"]': [
    `${MACHINE}$aws:iam/policy:Policy::workflow-lambda`,
    `${POLICIES}/proj-dev-saugat-lambda-policy`,
  ],
  "module.state_machine.aws_iam_role.this[0]": [
    `${MACHINE}$aws:iam/role:Role::workflow-role`,
    "proj-dev-saugat-step-functions-role",
  ],
  "module.state_machine.aws_iam_role_policy_attachment.log_acces[0]": [
    `${MACHINE}$${ATTACHMENT}::workflow-log-access`,
    `proj-dev-saugat-step-functions-role/${POLICIES}/proj-dev-saugat-log-access-policy`,
  ],
  'module.state_machine.aws_iam_role_policy_attachment.service["lambda"]': [
    `${MACHINE}$${ATTACHMENT}::workflow-lambda`,
    `proj-dev-saugat-step-functions-role/${POLICIES}/proj-dev-saugat-lambda-policy`,
  ],
  "module.state_machine.aws_sfn_state_machine.this": [
    `${MACHINE}$aws:sfn/stateMachine:StateMachine::workflow`,
    "arn:aws:states:us-east-1:000000000000:stateMachine:proj-dev-saugat-sfn",
  ],
};

describe("the plan of the example's adoption", () => {
  let plan: Plan;
  before(async () => {
    plan = await planAdoption(stateOf(exampleFile()));
  });

  it("adopts 13 resources, exact to URN and import id", () => {
    assert.deepEqual(adopted(plan), EXAMPLE);
  });

  it("creates nothing, and changes nothing but what an import cannot read", () => {
    assert.deepEqual(plan.created, []);
    assert.deepEqual(plan.unmatched, []);
    assert.deepEqual(
      plan.changes.map(({ urn, property, kind }) => [urn.split("::").at(-1), property, kind]),
      [
        ["function", "code", "resent"],
        ["function", "publish", "resent"],
        ["function-logs-key", "deletion_window_in_days", "resent"],
        ["function-logs-key", "bypass_policy_lockout_safety_check", "resent"],
      ],
    );
  });

  it("explains what stays behind, and carries the random suffix as a setting", () => {
    const reasons = Object.fromEntries(
      plan.leftBehind.map(({ address, reason }) => [address, reason]),
    );
    const suffix = "module.lambda.module.cloudwatch_log_group_kms[0].random_string.random_suffix";

    assert.deepEqual(Object.keys(reasons).sort(), [
      "module.lambda.data.archive_file.this",
      suffix,
      "module.lambda.null_resource.lambda",
    ]);
    assert.match(reasons[suffix] ?? "", /"tuudx" is carried by the settings/);
    const terraform = plan.settings.plain["stepfunctions:terraform"] as Record<string, object>;
    assert.deepEqual((terraform["function"] as { suffixes: object }).suffixes, { key: "tuudx" });
  });
});

/** The attributes of the one resource of a type, to be changed. */
function attributesOf({ resources }: State, type: string): Record<string, unknown> {
  const found = resources.find((each) => each.type === type);
  assert.ok(found, type);
  return found.attributes as Record<string, unknown>;
}

function resource(
  module: string,
  type: string,
  key: InstanceKey,
  attributes: Record<string, unknown>,
): StateResource {
  const address = instanceAddress(module, type, "this", key);
  const rest = { marked: [], tainted: false };
  return { mode: "managed", module, type, name: "this", key, address, attributes, ...rest };
}

describe("the plan of an adoption", () => {
  it("does not depend on the caller's module names, nesting, count or for_each", async () => {
    const names: Record<string, string> = {
      "module.lambda": 'module.app["a.b"].module.worker[0]',
      "module.state_machine": "module.flow",
    };
    const rename = (module: string): string =>
      module.replace(/^module\.\w+/, (outer) => names[outer] ?? outer);
    const plan = await planAdoption(stateOf(moved(exampleFile(), rename)));

    const ids = (all: Record<string, [string, string]>): [string, string][] => Object.values(all);
    assert.deepEqual(ids(adopted(plan)).sort(), ids(EXAMPLE).sort());
    assert.ok(
      plan.adopt.some(
        ({ address }) =>
          address ===
          'module.app["a.b"].module.worker[0].module.cloudwatch_log_group_kms[0].aws_kms_key.this',
      ),
    );
  });

  it("is the same from `terraform show -json`", async () => {
    assert.deepEqual(adopted(await planAdoption(stateOf(shown(exampleFile())))), EXAMPLE);
  });

  const scenarios = readdirSync(path.join(__dirname, "..", "parity", "recorded"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => path.basename(file, ".json"))
    // Its apply never finished: the ACL that it wanted is not there to be adopted.
    .filter((name) => name !== "s3-sse-s3");
  for (const scenario of scenarios) {
    it(`adopts all of ${scenario} and changes nothing of it`, async () => {
      const state = parityState(scenario);
      const plan = await planAdoption(state);

      assert.deepEqual(plan.unmatched, []);
      assert.deepEqual(plan.created, []);
      assert.deepEqual(
        plan.changes.filter(({ kind }) => kind === "changed"),
        [],
      );
      assert.equal(plan.adopt.length + plan.leftBehind.length, state.resources.length);
      assert.equal(new Set(plan.adopt.map(({ urn }) => urn)).size, plan.adopt.length);
    });
  }

  const overridden: Record<string, () => State> = {
    "a key whose caller names it otherwise and replaces a statement": () => {
      const state = parityState("kms-service");
      const key = attributesOf(state, "aws_kms_key");
      key["tags"] = { ...(key["tags"] as object), Name: "ours", Module: "terraform-aws-lambda" };
      key["policy"] = String(key["policy"]).replace('"kms:Create*",', "");
      return state;
    },
    "a bucket whose caller names it otherwise and replaces a statement": () => {
      const state = parityState("s3-default");
      for (const type of ["aws_s3_bucket", "aws_kms_key"]) {
        const attributes = attributesOf(state, type);
        attributes["tags"] = { ...(attributes["tags"] as object), Name: "ours" };
      }
      const policy = attributesOf(state, "aws_s3_bucket_policy");
      policy["policy"] = String(policy["policy"]).replace("bucket-owner-full-control", "log");
      return state;
    },
    "a role that trusts Step Functions by its global name too": () => {
      const state = parityState("sfn-default");
      const role = attributesOf(state, "aws_iam_role");
      role["assume_role_policy"] = String(role["assume_role_policy"]).replace(
        /"states\.[\w-]+\.amazonaws\.com"/,
        (own) => `[${own},"states.amazonaws.com"]`,
      );
      return state;
    },
    "a bucket for logs that expects one owner and checks another": () => {
      const state = parityState("s3-no-ownership");
      const { bucket } = attributesOf(state, "aws_s3_bucket");
      const allow = {
        Sid: "S3ServerAccessLogsPolicy-web-site",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${String(bucket)}/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:s3:::site" },
          StringEquals: { "aws:SourceAccount": "222222222222" },
        },
      };
      const text = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
      const logging = {
        bucket: "site",
        target_bucket: bucket,
        target_prefix: "site/",
        expected_bucket_owner: "111111111111",
      };
      const others = state.resources.filter(({ type }) => type !== "aws_s3_bucket_policy");
      const added = [
        resource("module.it", "aws_s3_bucket_policy", 0, { bucket, policy: text }),
        resource("module.it", "aws_s3_bucket_logging", "web_site", logging),
      ];
      return { ...state, resources: [...others, ...added] };
    },
  };
  for (const [what, state] of Object.entries(overridden)) {
    it(`changes nothing of ${what}`, async () => {
      const plan = await planAdoption(state());

      assert.deepEqual(plan.unmatched, []);
      assert.deepEqual(plan.created, []);
      assert.deepEqual(
        plan.changes.filter(({ kind }) => kind === "changed"),
        [],
      );
    });
  }

  it("names what an import cannot read of a bucket, on or off", async () => {
    const { changes } = await planAdoption(parityState("s3-default"));

    assert.deepEqual(
      changes.map(({ urn, property }) => [urn.split("::").at(-1), property]),
      [
        ["it", "force_destroy"],
        ["it-key", "deletion_window_in_days"],
        ["it-key", "bypass_policy_lockout_safety_check"],
      ],
    );
  });

  it("takes no longer than it takes to read a state of 60,000 resources", async () => {
    const file = exampleFile();
    const instances = Array.from({ length: 60_000 }, (_, key) => ({
      index_key: key,
      attributes: { name: `r${key}`, arn: `arn:aws:iam::000000000000:role/r${key}`, tags: {} },
      sensitive_attributes: [[{ type: "get_attr", value: "name" }]],
    }));
    const roles = { module: "module.other", mode: "managed", type: "aws_iam_role", name: "r" };
    const text = JSON.stringify({
      ...file,
      resources: [...file.resources, { ...roles, instances }],
    });
    const before = process.cpuUsage();
    const plan = await planAdoption(parseState(text, "large.tfstate"), { stack: "dev" });
    const shown = planText(plan).length;
    const { user, system } = process.cpuUsage(before);

    assert.equal(plan.unmatched.length, 60_000);
    assert.ok(shown > 60_000 * 80);
    assert.ok(user + system < 10e6, `${(user + system) / 1e6} s of CPU`);
  }).timeout(120_000);

  it("repeats in additional policies nothing that the module makes", async () => {
    for (const scenario of ["kms-service", "kms-direct", "s3-default"]) {
      const { settings } = await planAdoption(parityState(scenario));

      assert.doesNotMatch(JSON.stringify(settings.plain), /Allow Admin|DenyNonSSLRequests/);
    }
  });

  it("gives two instances of a module two components", async () => {
    const file = exampleFile();
    const second: StateFile["resources"] = JSON.parse(
      JSON.stringify(file.resources)
        .replaceAll("saugat", "other")
        .replaceAll("0cef0acd", "1cef0acd"),
    );
    const both = moved({ ...file, resources: second }, (module) =>
      module.replace("module.lambda", "module.other").replace("state_machine", "flow"),
    );
    const plan = await planAdoption(
      stateOf({ ...file, resources: [...file.resources, ...both.resources] }),
    );

    assert.equal(plan.adopt.length, 26);
    assert.equal(new Set(plan.adopt.map(({ urn }) => urn)).size, 26);
    assert.deepEqual(Object.keys(plan.settings.plain["stepfunctions:terraform"] as object), [
      "function",
      "workflow",
      "other",
      "flow",
    ]);
  });

  it("keeps the names of the stack's own function and state machine from other modules", async () => {
    const state = stateOf(exampleFile());
    const [key, bucket] = [
      parityState("kms-direct", "module.workflow"),
      parityState("s3-default", "module.function"),
    ];

    const alone = await planAdoption(key);
    const resources = [...bucket.resources, ...state.resources];
    const beside = await planAdoption({ ...state, resources });

    const names = ({ settings }: Plan): string[] =>
      Object.keys(settings.plain["stepfunctions:terraform"] as object);
    assert.deepEqual(names(alone), ["workflow-2"]);
    assert.deepEqual(names(beside), ["function-2", "function", "workflow"]);
  });

  it("carries the tags that Terraform's provider adds, and tells of a resource that has others", async () => {
    const file = exampleFile();
    const all = file.resources
      .flatMap(({ instances }) => instances)
      .map(({ attributes }) => attributes["tags_all"] as Record<string, string> | undefined)
      .filter((tags) => tags !== undefined);
    for (const tags of all) Object.assign(tags, { Team: "pay", Cost: "017" });

    const same = await planAdoption(stateOf(file));
    Object.assign(all.at(-1) ?? {}, { Cost: "18" });
    const other = await planAdoption(stateOf(file));

    const defaults = { tags: { Cost: "017", Team: "pay" } };
    assert.deepEqual(same.settings.plain["aws:defaultTags"], defaults);
    assert.deepEqual(other.settings.full["aws:defaultTags"], defaults);
    const [added = ""] = other.warnings.filter((each) => !same.warnings.includes(each));
    assert.equal(
      added,
      "module.state_machine.aws_sfn_state_machine.this gets other default tags from Terraform's provider than from " +
        "aws:defaultTags, which is one setting for the whole stack: the next update changes its tags",
    );
    assert.equal(
      (await planAdoption(stateOf(exampleFile()))).settings.plain["aws:defaultTags"],
      undefined,
    );
  });

  it("writes no tag of Terraform's provider that the state marks as sensitive", async () => {
    const file = exampleFile();
    for (const instance of file.resources.flatMap(({ instances }) => instances)) {
      const tags = instance.attributes["tags_all"] as Record<string, string> | undefined;
      if (tags === undefined) continue;
      tags["Owner"] = "someone-private";
      instance.sensitive_attributes = [[{ value: "tags_all" }, { value: "Owner" }]];
    }

    const { settings } = await planAdoption(stateOf(file));

    assert.deepEqual(settings.plain["aws:defaultTags"], { tags: {} });
    assert.deepEqual(
      settings.withheld.map(({ path: place }) => place),
      ['aws:defaultTags.tags["Owner"]'],
    );
  });

  it("names a managed resource without a counterpart, and why", async () => {
    const file = exampleFile();
    const queue = { attributes: { name: "q", arn: "arn:aws:sqs:us-east-1:000000000000:q" } };
    const plan = await planAdoption(
      stateOf({
        ...file,
        resources: [
          ...file.resources,
          { mode: "managed", type: "aws_sqs_queue", name: "q", instances: [queue] },
        ],
      }),
    );

    assert.deepEqual(plan.unmatched, [
      {
        address: "aws_sqs_queue.q",
        reason:
          "no component makes an aws_sqs_queue: keep it in Terraform, or declare it in index.ts",
      },
    ]);
  });

  it("leaves alone a module of another making that has the same resource names", async () => {
    const file = exampleFile();
    const foreign = { attributes: { function_name: "theirs", arn: "" } };
    const plan = await planAdoption(
      stateOf({
        ...file,
        resources: [
          ...file.resources,
          {
            module: "module.theirs",
            mode: "managed",
            type: "aws_lambda_function",
            name: "this",
            instances: [foreign],
          },
        ],
      }),
    );

    assert.equal(plan.adopt.length, 13);
    assert.match(plan.unmatched[0]?.reason ?? "", /is not the original lambda module/);
  });

  it("refuses a state of two regions, and one without anything to adopt", async () => {
    const file = exampleFile();
    const text = JSON.stringify(file.resources).replaceAll("saugat", "other");
    const abroad: StateFile["resources"] = JSON.parse(text.replaceAll("us-east-1", "eu-west-1"));
    const two = moved({ ...file, resources: abroad }, (module) => `module.eu.${module}`);
    const resources = [...file.resources, ...two.resources];

    await assert.rejects(
      planAdoption(stateOf({ ...file, resources })),
      /are in us-east-1 and eu-west-1|are in eu-west-1 and us-east-1/,
    );
    await assert.rejects(
      planAdoption(stateOf({ version: 4, resources: [] })),
      /holds no managed resource/,
    );
  });
});

describe("secrets of a state", () => {
  const SECRET = "s3cr3t-t0ken-0123456789";

  /** The example's function with an environment, a parameter, and a definition that the caller marked sensitive. */
  function withSecrets(): StateFile {
    const file = exampleFile();
    const lambda = file.resources.find(({ type }) => type === "aws_lambda_function");
    const attributes = lambda?.instances[0]?.attributes ?? {};
    attributes["environment"] = [{ variables: { TOKEN: SECRET } }];
    const parameter = {
      module: "module.lambda",
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "params",
      instances: [
        {
          index_key: "/app/token",
          attributes: { name: "/app/token", type: "SecureString", value: SECRET, tier: "Standard" },
          sensitive_attributes: [[{ type: "get_attr", value: "value" }]],
        },
      ],
    };
    return { ...file, resources: [...file.resources, parameter] };
  }

  it("are in no plan, and in no settings that are written", async () => {
    const plan = await planAdoption(stateOf(withSecrets()));

    assert.ok(JSON.stringify(plan.settings.full).includes(SECRET));
    for (const shown of [planJson(plan), planText(plan), JSON.stringify(plan.settings.plain)]) {
      assert.ok(!shown.includes(SECRET));
    }
    assert.deepEqual(
      plan.settings.withheld.map(({ path: place }) => place),
      [
        'stepfunctions:terraform.function.variables.environment_variables["TOKEN"]',
        'stepfunctions:terraform.function.variables.ssm_params["/app/token"]',
      ],
    );
  });
});
