import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, parseDocument } from "yaml";
import { PROJECT_DIR, runProgram, type StackDocument } from "../../../engine/program";
import { migrate } from "../../../migration/main";
import { capture, type Captured } from "../../support/capture";
import { exampleFile, exampleText } from "../states";

/** The setting `terraform` of a stack's file. */
type Terraform = Record<string, { variables: Record<string, unknown>; hardened?: boolean }>;

const STACK = `test-${process.pid}`;
const STACK_FILE = path.join(PROJECT_DIR, `Pulumi.${STACK}.yaml`);

/** Runs `npm run -s migrate -- ARGS` in this process. */
const run = (args: readonly string[]): Promise<Captured> => capture(() => migrate(args));

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
    const main = [path.join("engine", "command.mjs"), path.join("migration", "main.ts")];
    const args = [...main, "plan", "--state", "-", "--format", "json"];
    const { status: exit, stdout } = spawnSync(process.execPath, args, {
      cwd: PROJECT_DIR,
      input: exampleText(),
      encoding: "utf8",
    });
    const plan = JSON.parse(stdout) as { adopt: unknown[]; stack: string };

    assert.equal(exit, 0);
    assert.equal(plan.adopt.length, 13);
    assert.equal(plan.stack, "dev");
  });

  it("writes a stack whose own program adopts everything", async () => {
    const { exit } = await run(["plan", "--state", state, "--write", STACK]);
    const { config } = parse(readFileSync(STACK_FILE, "utf8")) as {
      config: Record<string, object>;
    };
    const map = config["stepfunctions:adoption"];
    const document: StackDocument = await runProgram({ stack: STACK });
    const adopted = document.resources.filter(({ importId }) => importId !== undefined);

    assert.equal(exit, 0);
    assert.deepEqual(Object.fromEntries(adopted.map(({ urn, importId }) => [urn, importId])), map);
    assert.equal(document.resources.filter(({ custom }) => custom).length, 13);
  });

  it("writes nothing, and exits with 1, when a resource has no counterpart", async () => {
    const file = exampleFile();
    const instances = [{ attributes: { name: "q" } }];
    const queue = { mode: "managed", type: "aws_sqs_queue", name: "q", instances };
    const other = path.join(folder, "other.tfstate");
    writeFileSync(other, JSON.stringify({ ...file, resources: [...file.resources, queue] }));
    const { exit, stdout, stderr } = await run(["plan", "--state", other, "--write", STACK]);

    assert.equal(exit, 1);
    assert.match(stdout, /Without a counterpart: 1\n/);
    assert.match(stderr, /nothing written/);
    assert.ok(!existsSync(STACK_FILE));
    const partial = await run(["plan", "--state", other, "--write", STACK, "--partial"]);
    assert.equal(partial.exit, 1);
    assert.ok(existsSync(STACK_FILE));
  });

  it("says what is wrong with the setting that it would harden", async () => {
    writeFileSync(STACK_FILE, "config:\n  stepfunctions:terraform: nonsense\n");
    const { exit, stderr } = await run(["harden", "--stack", STACK]);

    assert.equal(exit, 2);
    assert.match(stderr, /stepfunctions:terraform/);
  });

  it("names the resource whose name a state has lost, where an output would find it by that", async () => {
    const file = exampleFile();
    const damaged = path.join(folder, "damaged.tfstate");
    for (const each of file.resources) {
      if (each.type === "aws_sfn_state_machine") delete each.instances[0]?.attributes["name"];
      each.module = each.module?.replace("module.", "module.outer.module.");
    }
    writeFileSync(damaged, JSON.stringify(file));
    const { exit, stderr } = await run(["outputs", "--state", damaged]);

    assert.equal(exit, 2);
    assert.equal(
      stderr,
      "error: module.outer.module.state_machine.aws_sfn_state_machine.this: the state does not hold its name\n",
    );
  });

  it("verifies, releases and hardens what it wrote", async () => {
    await run(["plan", "--state", state, "--write", STACK]);
    const verified = await run(["verify", "--state", state, "--stack", STACK, "--no-account"]);
    const hardened = await run(["harden", "--stack", STACK, "--write"]);
    const { config } = parse(readFileSync(STACK_FILE, "utf8")) as {
      config: Record<string, object>;
    };

    assert.equal(verified.exit, 0);
    assert.equal(verified.stdout.match(/^terraform state rm /gm)?.length, 15);
    assert.equal(hardened.exit, 0);
    assert.match(hardened.stdout, /0 to replace, 0 to delete\n$/);
    assert.ok(!("stepfunctions:adoption" in config));
  });

  it("plans a state anew for a stack that has adopted another", async () => {
    const file = exampleFile();
    const lambda = file.resources.filter((each) => each.module?.startsWith("module.lambda"));
    const less = path.join(folder, "less.tfstate");
    writeFileSync(less, JSON.stringify({ ...file, resources: lambda }));
    await run(["plan", "--state", state, "--write", STACK]);
    const smaller = await run(["plan", "--state", less, "--write", STACK]);
    const again = await run(["plan", "--state", state, "--write", STACK]);

    assert.deepEqual([smaller.exit, again.exit], [0, 0], smaller.stderr + again.stderr);
    assert.match(smaller.stdout, /^Adopted: 6$/m);
    assert.match(again.stdout, /^Adopted: 13$/m);
  });

  it("keeps encrypted values that were set for it, whatever it writes", async () => {
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
    await run(["plan", "--state", other, "--write", STACK]);
    const place = ["stepfunctions:terraform", "function", "variables", "environment_variables"];
    const document = parseDocument(read().text);
    document.setIn(["config", ...place], document.createNode({ TOKEN: encrypted }));
    writeFileSync(STACK_FILE, document.toString({ lineWidth: 0 }));
    const before = read().text;
    await run(["plan", "--state", other, "--write", STACK]);
    const planned = read();
    const { exit } = await run(["harden", "--stack", STACK, "--write"]);
    const hardened = read();

    assert.ok(!before.includes("s3cr3t-t0ken"));
    assert.deepEqual(parse(planned.text), parse(before));
    assert.equal(exit, 0);
    assert.deepEqual(hardened.terraform["function"]?.variables["environment_variables"], {
      TOKEN: encrypted,
    });
    assert.ok(hardened.terraform["function"]?.hardened);
  });

  it("exits with 2 for bad usage and for a state that is none, without touching a file", async () => {
    const cut = path.join(folder, "cut.tfstate");
    writeFileSync(cut, exampleText().slice(0, 1000));

    for (const args of [
      ["plan"],
      ["nonsense"],
      ["plan", "--state", cut, "--write", STACK],
      ["verify", "--state", state, "--stack", "no-such-stack"],
    ]) {
      const { exit, stdout, stderr } = await run(args);
      assert.deepEqual([args, exit, stdout], [args, 2, ""]);
      assert.match(stderr, /error: /);
    }
    assert.ok(!existsSync(STACK_FILE));
  });

  it("says that a state has no place before it is fetched", async () => {
    const where = ["--bucket", "states", "--key", "dev.tfstate", "--region", "eu-west-1"];

    const { exit, stderr } = await run(["pull", ...where, "--out", "/nonexistent/dev.tfstate"]);

    const reason = "cannot write /nonexistent/dev.tfstate: there is no such folder";
    assert.deepEqual([exit, stderr], [2, `error: ${reason}\n`]);
  });

  it("fetches a state into a private file, and says why it cannot", async () => {
    const s3 = createServer((_, response) => void response.end(exampleText())).listen(
      0,
      "127.0.0.1",
    );
    await once(s3, "listening");
    const endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
    const pull = ["pull", "--bucket", "states", "--key", "dev.tfstate", "--region", "eu-west-1"];
    const file = path.join(folder, "fetched.tfstate");

    const fetched = await run([...pull, "--endpoint", endpoint, "--out", file]);
    const refused = await run([...pull, "--endpoint", endpoint, "--out", folder]);
    s3.close();

    assert.equal(fetched.exit, 0);
    assert.equal(readFileSync(file, "utf8"), exampleText());
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const reason = `cannot write ${folder}: it is a directory`;
    assert.deepEqual([refused.exit, refused.stderr], [2, `error: ${reason}\n`]);
  });

  it("answers --help for every command", async () => {
    for (const args of [["--help"], ["plan", "--help"]]) {
      const { exit, stdout } = await run(args);
      assert.equal(exit, 0);
      assert.match(stdout, /^Usage: /);
    }
  });
});
