import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, parseDocument } from "yaml";
import { PROJECT_DIR, runProgram, type StackDocument } from "../../../engine/program";
import { exampleFile, exampleText } from "../states";

/** The setting `terraform` of a stack's file. */
type Terraform = Record<string, { variables: Record<string, unknown>; hardened?: boolean }>;

const STACK = `test-${process.pid}`;
const STACK_FILE = path.join(PROJECT_DIR, `Pulumi.${STACK}.yaml`);

/** Runs `npm run -s migrate -- ARGS`, without npm. */
function migrate(args: string[], input = ""): { status: number | null; out: string; err: string } {
  const command = [path.join("engine", "command.mjs"), path.join("migration", "main.ts"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: PROJECT_DIR,
    input,
    encoding: "utf8",
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: "true" },
  });
  return { status, out: stdout, err: stderr };
}

describe("npm run migrate", function () {
  this.timeout(60_000);
  let folder: string;
  let state: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "migrate-"));
    state = path.join(folder, "terraform.tfstate");
    writeFileSync(state, exampleText());
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(STACK_FILE, { force: true }));

  it("plans from standard input, and prints nothing but JSON to stdout", () => {
    const { status, out } = migrate(["plan", "--state", "-", "--format", "json"], exampleText());
    const plan = JSON.parse(out) as { adopt: unknown[]; stack: string };

    assert.equal(status, 0);
    assert.equal(plan.adopt.length, 13);
    assert.equal(plan.stack, "dev");
  });

  it("writes a stack whose own program adopts everything", async () => {
    const { status } = migrate(["plan", "--state", state, "--write", STACK]);
    const { config } = parse(readFileSync(STACK_FILE, "utf8")) as {
      config: Record<string, object>;
    };
    const map = config["stepfunctions:adoption"];
    const document: StackDocument = await runProgram({ stack: STACK });
    const adopted = document.resources.filter(({ importId }) => importId !== undefined);

    assert.equal(status, 0);
    assert.deepEqual(Object.fromEntries(adopted.map(({ urn, importId }) => [urn, importId])), map);
    assert.equal(document.resources.filter(({ custom }) => custom).length, 13);
  });

  it("writes nothing, and exits with 1, when a resource has no counterpart", () => {
    const file = exampleFile();
    const instances = [{ attributes: { name: "q" } }];
    const queue = { mode: "managed", type: "aws_sqs_queue", name: "q", instances };
    const other = path.join(folder, "other.tfstate");
    writeFileSync(other, JSON.stringify({ ...file, resources: [...file.resources, queue] }));
    const { status, out, err } = migrate(["plan", "--state", other, "--write", STACK]);

    assert.equal(status, 1);
    assert.match(out, /Without a counterpart: 1\n/);
    assert.match(err, /nothing written/);
    assert.ok(!existsSync(STACK_FILE));
    assert.equal(migrate(["plan", "--state", other, "--write", STACK, "--partial"]).status, 1);
    assert.ok(existsSync(STACK_FILE));
  });

  it("verifies, releases and hardens what it wrote", () => {
    migrate(["plan", "--state", state, "--write", STACK]);
    const verified = migrate(["verify", "--state", state, "--stack", STACK, "--no-account"]);
    const hardened = migrate(["harden", "--stack", STACK, "--write"]);
    const { config } = parse(readFileSync(STACK_FILE, "utf8")) as {
      config: Record<string, object>;
    };

    assert.equal(verified.status, 0);
    assert.equal(verified.out.match(/^terraform state rm /gm)?.length, 15);
    assert.equal(hardened.status, 0);
    assert.match(hardened.out, /0 to replace, 0 to delete\n$/);
    assert.ok(!("stepfunctions:adoption" in config));
  });

  it("plans a state anew for a stack that has adopted another", () => {
    const file = exampleFile();
    const lambda = file.resources.filter((each) => each.module?.startsWith("module.lambda"));
    const less = path.join(folder, "less.tfstate");
    writeFileSync(less, JSON.stringify({ ...file, resources: lambda }));
    migrate(["plan", "--state", state, "--write", STACK]);
    const smaller = migrate(["plan", "--state", less, "--write", STACK]);
    const again = migrate(["plan", "--state", state, "--write", STACK]);

    assert.deepEqual([smaller.status, again.status], [0, 0], smaller.err + again.err);
    assert.match(smaller.out, /^Adopted: 6$/m);
    assert.match(again.out, /^Adopted: 13$/m);
  });

  it("keeps encrypted values that were set for it, whatever it writes", () => {
    const file = exampleFile();
    const lambda = file.resources.find(({ type }) => type === "aws_lambda_function");
    const secret = { environment: [{ variables: { TOKEN: "s3cr3t-t0ken" } }] };
    Object.assign(lambda?.instances[0]?.attributes ?? {}, secret);
    const other = path.join(folder, "secret.tfstate");
    writeFileSync(other, JSON.stringify(file));
    const encrypted = { secure: "v1:abc:def" };
    const read = (): { terraform: Terraform; text: string } => {
      const text = readFileSync(STACK_FILE, "utf8");
      const { config } = parse(text) as { config: Record<string, Terraform> };
      return { terraform: config["stepfunctions:terraform"] ?? {}, text };
    };
    migrate(["plan", "--state", other, "--write", STACK]);
    const place = ["stepfunctions:terraform", "function", "variables", "environment_variables"];
    const document = parseDocument(read().text);
    document.setIn(["config", ...place], document.createNode({ TOKEN: encrypted }));
    writeFileSync(STACK_FILE, document.toString({ lineWidth: 0 }));
    const before = read().text;
    migrate(["plan", "--state", other, "--write", STACK]);
    const planned = read();
    const { status } = migrate(["harden", "--stack", STACK, "--write"]);
    const hardened = read();

    assert.ok(!before.includes("s3cr3t-t0ken"));
    assert.deepEqual(parse(planned.text), parse(before));
    assert.equal(status, 0);
    assert.deepEqual(hardened.terraform["function"]?.variables["environment_variables"], {
      TOKEN: encrypted,
    });
    assert.ok(hardened.terraform["function"]?.hardened);
  });

  it("exits with 2 for bad usage and for a state that is none, without touching a file", () => {
    const cut = path.join(folder, "cut.tfstate");
    writeFileSync(cut, exampleText().slice(0, 1000));

    for (const args of [
      ["plan"],
      ["nonsense"],
      ["plan", "--state", cut, "--write", STACK],
      ["verify", "--state", state, "--stack", "no-such-stack"],
    ]) {
      const { status, out, err } = migrate(args);
      assert.deepEqual([args, status, out], [args, 2, ""]);
      assert.match(err, /error: /);
    }
    assert.ok(!existsSync(STACK_FILE));
  });

  it("answers --help for every command", () => {
    for (const args of [["--help"], ["plan", "--help"]]) {
      const { status, out } = migrate(args);
      assert.equal(status, 0);
      assert.match(out, /^Usage: /);
    }
  });
});
