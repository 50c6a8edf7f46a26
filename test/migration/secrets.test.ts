import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { PROJECT_DIR } from "../../engine/program";
import { migrate } from "../../migration/main";
import { planAdoption } from "../../migration/plan/plan";
import { planText } from "../../migration/plan/report";
import { pathOf } from "../../migration/plan/withheld";
import { Secrets } from "../../migration/state/secrets";
import { capture } from "../support/capture";
import { exampleFile, shown, stateOf, type StateFile } from "./states";

const STACK = `secrets-${process.pid}`;
const STACK_FILE = path.join(PROJECT_DIR, `Pulumi.${STACK}.yaml`);

/** How a secret may stand in what is made of it: in a link, in a header behind a name, in a token between others. */
const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  LINK: (secret) => `https://example.com/?a=b&key=${encodeURIComponent(secret)}`,
  FORM: (secret) => new URLSearchParams({ key: `a ${secret} b` }).toString(),
  HEADER: (secret) => `Basic ${Buffer.from(`user:${secret}`).toString("base64")}`,
  PATH: (secret) => `a/${Buffer.from(`~~${secret}`).toString("base64")}`,
  TOKEN: (secret) => `e30.${Buffer.from(JSON.stringify({ s: secret })).toString("base64url")}.x`,
  LINES: (secret) =>
    Buffer.from(`${"x".repeat(50)}${secret}`)
      .toString("base64")
      .replace(/.{76}/g, "$&\r\n"),
  NESTED: (secret) =>
    JSON.stringify({ a: encodeURIComponent(Buffer.from(secret).toString("base64")) }),
};

/** What makes a text hard to find again: JSON escapes it, YAML quotes it, a shell reads it. */
const HARD = ["", '"', "\\", "\n", "\u001b[31m", "é<&>", "'; true; '", "${x}", "/a/b", " : #"];

/** Seeds a secret and notes it; AWS takes few characters in tags. */
function seeder(): { seed: (hard?: readonly string[]) => string; seeds: string[] } {
  const seeds: string[] = [];
  const seed = (hard: readonly string[] = HARD): string => {
    const text = `SEED${seeds.length}x${hard[seeds.length % hard.length]}SENTINEL${seeds.length}`;
    seeds.push(text);
    return text;
  };
  return { seed, seeds };
}

const attr = (value: string): { value: unknown } => ({ value });
const index = (value: unknown): { value: unknown } => ({ value: { value, type: "string" } });

type Instance = StateFile["resources"][number]["instances"][number];

function instanceOf(file: StateFile, type: string, module: string): Instance {
  const found = file.resources.find(
    (each) => each.type === type && each.mode === "managed" && each.module === module,
  );
  assert.ok(found?.instances[0], `${module}.${type}`);
  return found.instances[0];
}

/** The example's state with 50 secrets: in tags, settings, parameters, policies, a definition, other resources. */
function seeded(): { file: StateFile; seeds: readonly string[] } {
  const { seed, seeds } = seeder();
  const file = exampleFile();
  const lambda = instanceOf(file, "aws_lambda_function", "module.lambda");
  const machine = instanceOf(file, "aws_sfn_state_machine", "module.state_machine");
  const variables = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`V${at}`, seed()]));
  // No one marks what another program made of a secret.
  const encoded = Object.fromEntries(
    Object.entries(ENCODINGS).map(([name, encode], at) => [name, encode(variables[`V${at}`]!)]),
  );
  lambda.attributes["environment"] = [{ variables: { ...variables, ...encoded, STAGE: "dev" } }];
  const paths = Object.keys(variables).map((name) => [
    ...[attr("environment"), index(0), attr("variables")],
    index(name),
  ]);
  for (const instance of [lambda, machine]) {
    const tags = Object.fromEntries(
      Array.from({ length: 5 }, (_, at) => [`T${at}`, seed(["", "/a/b", " : ", "=+@"])]),
    );
    instance.attributes["tags"] = { ...(instance.attributes["tags"] as object), ...tags };
    instance.sensitive_attributes = [[attr("tags")], [attr("tags_all")], ...paths.splice(0)];
  }
  // In the definition they stand as text within JSON, also where no one marks it.
  const [token, other] = [seed(), String(variables["V1"])];
  const definition = JSON.parse(String(machine.attributes["definition"])) as {
    States: Record<string, Record<string, unknown>>;
  };
  const first = definition.States["LambdaInvoke"] as { Parameters: Record<string, unknown> };
  first.Parameters["Payload"] = { token, nested: JSON.stringify({ other }) };
  delete first.Parameters["Payload.$"];
  machine.attributes["definition"] = JSON.stringify(definition, null, 1);
  const parameters = Array.from({ length: 15 }, (_, at) => ({
    index_key: `/app/p${at}`,
    attributes: { name: `/app/p${at}`, type: "SecureString", value: seed(), tier: "Standard" },
  }));
  const marked = { attributes: { result: token }, sensitive_attributes: [[attr("result")]] };
  const databases = Array.from({ length: 14 }, (_, at) => ({
    index_key: at,
    attributes: { identifier: `db${at}`, password: seed() },
    sensitive_attributes: [[attr("password")]],
  }));
  const own = { module: "module.lambda", mode: "managed" };
  const policy_arn = "arn:aws:iam::000000000000:policy/proj-dev-saugat-ssm-policy";
  const policy = { arn: policy_arn, name: "proj-dev-saugat-ssm-policy", policy: "{}" };
  const role = "proj-dev-saugat-function-role";
  file.resources.push(
    { ...own, type: "aws_ssm_parameter", name: "params", instances: parameters },
    { ...own, type: "aws_iam_policy", name: "ssm_policy", instances: [{ attributes: policy }] },
    {
      ...own,
      type: "aws_iam_role_policy_attachment",
      name: "ssm_policy_attachment",
      instances: [{ attributes: { role, policy_arn } }],
    },
    { ...own, type: "random_password", name: "this", instances: [marked] },
    { ...own, type: "aws_db_instance", name: "this", instances: databases },
  );
  return { file, seeds };
}

/** How a secret may stand in a text: as it is, as JSON has it once and twice, and in what is made of it. */
function forms(secret: string): string[] {
  const once = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    once,
    JSON.stringify(once).slice(1, -1),
    `SENTINEL${/SENTINEL(\d+)/.exec(secret)?.[1]}`,
    ...Object.values(ENCODINGS).map((encode) => encode(secret)),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ];
}

describe("the secrets of a state", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), "secrets-"))));
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(STACK_FILE, { force: true }));

  for (const [what, form] of [
    ["a state file", (file: StateFile): unknown => file],
    ["`terraform show -json`", shown],
  ] as const) {
    it(`are in no file and no output of any command, of 50 seeded ones in ${what}`, async () => {
      const { file, seeds } = seeded();
      const state = path.join(folder, "terraform.tfstate");
      const given = form(file) as { values?: unknown };
      writeFileSync(state, JSON.stringify(given));
      const from = ["--state", state];
      const printed: string[] = [];
      for (const args of [
        ["plan", ...from, "--write", STACK, "--partial"],
        ["plan", ...from, "--stack", STACK, "--format", "json"],
        ["verify", ...from, "--stack", STACK, "--no-account"],
        ["verify", ...from, "--stack", STACK, "--no-account", "--format", "json"],
        ["harden", "--stack", STACK, "--write", "--format", "json"],
        ["harden", "--stack", STACK],
        ["outputs", ...from],
      ]) {
        const { stdout, stderr } = await capture(() => migrate(args));
        printed.push(stdout, stderr);
      }
      const written = readFileSync(STACK_FILE, "utf8");

      assert.equal(seeds.length, 50);
      const all = [...printed, written].join("\n");
      assert.deepEqual(
        seeds.filter((seed) => forms(seed).some((each) => all.includes(each))),
        [],
      );
      const { config } = parse(written) as { config: Record<string, Terraform> };
      const { variables, secrets } = config["stepfunctions:terraform"]?.["function"] ?? {};
      assert.deepEqual(variables?.["environment_variables"], { STAGE: "dev" });
      assert.equal(secrets?.length, 17);
    });
  }

  it("are in no error either", async () => {
    const { file, seeds } = seeded();
    const lambda = instanceOf(file, "aws_lambda_function", "module.lambda");
    lambda.attributes["tags"] = { Environment: "dev", ["k".repeat(200)]: seeds[0] };
    lambda.attributes["timeout"] = seeds[1];
    lambda.attributes["runtime"] = seeds[2];
    const state = path.join(folder, "bad.tfstate");
    writeFileSync(state, JSON.stringify(file));
    const { stdout, stderr } = await capture(() =>
      migrate(["plan", "--state", state, "--write", STACK]),
    );

    assert.ok(
      seeds.every((seed) => forms(seed).every((each) => !(stdout + stderr).includes(each))),
    );
    assert.ok(!existsSync(STACK_FILE));
  });

  it("are only those that the state marks, or that a variable's name tells", async () => {
    const file = exampleFile();
    const lambda = instanceOf(file, "aws_lambda_function", "module.lambda");
    const variables = { STAGE: "dev", LEVEL: "info", DB_PASSWORD: "qa" };
    lambda.attributes["environment"] = [{ variables }];
    const { settings, changes } = await planAdoption(stateOf(file));

    const written = JSON.stringify(settings.plain);
    assert.deepEqual(
      settings.withheld.map(({ path: place }) => place),
      ['stepfunctions:terraform.function.variables.environment_variables["DB_PASSWORD"]'],
    );
    assert.ok(written.includes('"environment_variables":{"STAGE":"dev","LEVEL":"info"}'));
    assert.ok(written.includes('"stepfunctions:environment":"dev"'));
    assert.deepEqual(
      changes.filter(({ kind }) => kind === "changed"),
      [],
    );
  });

  it("are asked for where they belong, each name quoted for the path and the shell", async () => {
    const plan = await planAdoption(stateOf(exampleFile()));
    const keys = ["stepfunctions:tags", 'it\'s "x"'];
    const withheld = [{ path: pathOf(keys, 1), keys, module: "", variable: "tags" }];
    const text = planText({ ...plan, settings: { ...plan.settings, withheld } });

    assert.ok(
      text.includes(
        `\n  pulumi config set --secret --path 'stepfunctions:tags["it'\\''s \\"x\\""]'\n`,
      ),
    );
  });
});

/** The setting `terraform` of a stack's file. */
type Terraform = Record<
  string,
  { variables: Record<string, unknown>; secrets?: readonly string[] } | undefined
>;

describe("secret texts", () => {
  const resource = (marked: unknown, attributes: Record<string, unknown> = {}): Secrets =>
    new Secrets([
      {
        mode: "managed",
        module: "",
        type: "aws_iam_role",
        name: "r",
        address: "aws_iam_role.r",
        attributes: { name: "acme-role", arn: "arn:aws:iam::1:role/acme-role", ...attributes },
        marked: [["tags", marked]],
        tainted: false,
      },
    ]);

  for (const [what, text] of [
    ["as they are", 'x QUO"TE-1 y'],
    ["escaped for JSON", '{"a":"QUO\\"TE-1"}'],
    ["escaped twice", JSON.stringify(JSON.stringify({ a: 'QUO"TE-1' }))],
    ["with other escapes", '{"a":"\\u0051UO\\u0022TE-1"}'],
    ["in small hexadecimal digits", "k=QUO%22TE%2d1"],
    ["encoded for a URL twice", encodeURIComponent(encodeURIComponent('/QUO"TE-1/'))],
    ...Object.entries(ENCODINGS).map(
      ([name, encode]) => [`as ${name}`, encode('QUO"TE-1')] as const,
    ),
  ] as const) {
    it(`are found and masked ${what}`, () => {
      const secrets = resource('QUO"TE-1');

      assert.ok(secrets.in({ deep: [text] }));
      assert.notDeepEqual(secrets.mask({ deep: [text] }), { deep: [text] });
      assert.doesNotMatch(JSON.stringify(secrets.mask({ deep: [text] })), /TE-1/);
    });
  }

  it("are not seen in what only looks encoded", () => {
    const secrets = resource('QUO"TE-1');
    const texts = ["100%", "%zz", "a+b", "abcdefgh/ijklmnop==", "\\u12", "%ff%fe", "eyJhIjoxfQ=="];

    assert.deepEqual(secrets.mask(texts), texts);
  });

  it("are found quickly, however many begin alike or are nested", () => {
    const tags = Array.from({ length: 20_000 }, (_, at) => `acme-role-${at}`);
    const before = process.cpuUsage();
    const secrets = resource(tags);
    const found = tags.map((tag) => secrets.in(`arn:aws:iam::1:role/${tag}-x`));
    const nested = secrets.in(`\\${"u005c".repeat(20_000)}`);
    const { user, system } = process.cpuUsage(before);

    assert.ok(found.every(Boolean) && !nested);
    assert.ok(user + system < 4e6, `${user + system} µs`);
  });

  it("leave the rest of a text, and are not the names of resources", () => {
    const secrets = resource({ Name: "acme-role", Token: "hunter2-x", Long: "hunter2-x-long" });

    assert.equal(
      secrets.mask("a hunter2-x-long b hunter2-x acme-role"),
      "a [secret] b [secret] acme-role",
    );
    assert.ok(secrets.inAttribute("tags", "acme-role"));
    assert.ok(!secrets.inAttribute("name", "acme-role") && !secrets.in("acme-role"));
  });
});
