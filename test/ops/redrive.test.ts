import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { capture, type Captured } from "../support/capture";
import { ops } from "../../ops/main";
import { AwsError, fakeAws, throttled, type FakeAws, type Operations } from "./fake-aws";
import { arnOf, failed, MACHINE, World } from "./world";

/** `count` failures of the same kind. */
const failures = (count: number) =>
  Array.from({ length: count }, (_, index) => failed(`order-${index}`));

describe("ops redrive", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "ops-"));
  const report = path.join(folder, "report.jsonl");
  let aws: FakeAws;
  const serve = async (operations: Operations): Promise<void> =>
    void (aws = await fakeAws(operations));
  const redrive = (...args: string[]): Promise<Captured> =>
    capture(() => ops(["redrive", "--endpoint", aws.endpoint, ...args]));
  const all = ["--machine", MACHINE, "--all", "--report", report, "--json"];
  afterEach(() => aws.close());
  after(() => rmSync(folder, { recursive: true }));

  it("shows a plan and changes nothing without a yes", async () => {
    const world = new World([
      ...failures(3),
      failed("old", { notRedrivable: "Execution is too old" }),
    ]);
    await serve(world.operations);
    const planned = await redrive(...all);

    assert.deepEqual([planned.exit, planned.stdout, world.redriven], [0, "", []]);
    assert.match(planned.stderr, /^of arn:.*:orders\n[0-9a-f]{8} {2}3 of 3 {2}Charge {2}Busy\n/m);
    assert.match(planned.stderr, /0 of 1 {2}Charge {2}Busy; 1 cannot be: Execution is too old\n/);
    assert.match(
      planned.stderr,
      /nothing was changed: 3 would be redriven. Give --yes to do it\n$/,
    );
    assert.equal(aws.calls.includes("RedriveExecution"), false);
  });

  it("redrives each once, waits while AWS throttles, and goes on after one is refused", async function () {
    this.timeout(60_000);
    const world = new World(failures(6));
    const RedriveExecution = (input: { executionArn: string }): object | undefined => {
      if (input.executionArn === arnOf("order-2"))
        throw new AwsError("ExecutionNotRedrivable", "No");
      return world.operations["RedriveExecution"]?.(input as never);
    };
    await serve(throttled(8, { ...world.operations, RedriveExecution }));
    const done = await redrive(...all, "--yes");

    const refused = { arn: arnOf("order-2"), step: "refused", redriveCount: 0 };
    const found = JSON.parse(done.stdout) as { refused: { at?: string }[] };
    for (const each of found.refused) delete each.at;
    assert.equal(done.exit, 1);
    assert.deepEqual(found, {
      ...{ report, redriven: 5, left: 0 },
      refused: [{ ...refused, reason: "ExecutionNotRedrivable: No" }],
    });
    assert.deepEqual(
      [...world.redriven].sort(),
      [0, 1, 3, 4, 5].map((index) => `order-${index}`),
    );
  });

  it("redrives a group, or executions by their ARN", async () => {
    const world = new World([...failures(2), failed("other", { error: "Declined" })]);
    await serve(world.operations);
    const { stderr } = await redrive(...all);
    const [, group = ""] = /^(\w+) .*Declined$/m.exec(stderr) ?? [];
    await redrive("--machine", MACHINE, "--group", group, "--yes", "--report", report);
    await redrive("--execution", arnOf("order-1"), "--yes", "--report", report);
    const bogus = await redrive("--machine", MACHINE, "--group", "0000", "--yes");
    const nothing = await redrive("--machine", MACHINE, "--yes");
    const since = await redrive("--execution", arnOf("order-1"), "--since", "1h");
    const resumed = await redrive("--resume", report, "--since", "1h");

    assert.deepEqual(world.redriven, ["other", "order-1"]);
    assert.equal(bogus.exit, 2);
    assert.match(
      bogus.stderr,
      /error: --group 0000: there is no such group of failures; there are: \w{8}\n$/,
    );
    assert.deepEqual(
      [nothing.exit, nothing.stderr],
      [2, "error: what is to be redriven? Give --group ID, --execution ARN or --all\n"],
    );
    const refused = (option: string): string =>
      `error: option '${option}' cannot be used with option '--since <time>'\n`;
    assert.deepEqual([since.exit, since.stderr], [2, refused("--execution <arn...>")]);
    assert.deepEqual([resumed.exit, resumed.stderr], [2, refused("--resume <report>")]);
  });

  it("stops at an error that is not about one, and goes on from the report", async () => {
    const world = new World(failures(8));
    let allowed = 3;
    const RedriveExecution = (input: never): object | undefined => {
      if (allowed-- <= 0) throw new AwsError("AccessDeniedException", "not authorized");
      return world.operations["RedriveExecution"]?.(input);
    };
    await serve({ ...world.operations, RedriveExecution });
    const stopped = await redrive(...all, "--yes", "--concurrency", "1");
    const before = [...world.redriven];
    allowed = Infinity;
    appendFileSync(report, '{"arn":"arn:aws:sta');
    const elsewhere = ["--endpoint", "http://127.0.0.1:1"];
    const unanswered = await redrive("--resume", report, "--yes", ...elsewhere);
    const resumed = await redrive("--resume", report, "--yes", "--json");
    const again = await redrive("--resume", report, "--yes", "--json");

    assert.deepEqual([stopped.exit, before.length], [1, 3]);
    assert.match(stopped.stderr, /error: AWS says AccessDeniedException: not authorized\n$/);
    assert.match(unanswered.stderr, /ECONNREFUSED/);
    assert.deepEqual(JSON.parse(resumed.stdout), { report, redriven: 8, left: 0, refused: [] });
    assert.deepEqual(again.stdout, resumed.stdout);
    assert.deepEqual(
      [...world.redriven].sort(),
      failures(8).map(({ name }) => name),
    );
  });

  it("redrives none twice when it is killed between AWS's work and its answer", async function () {
    this.timeout(120_000);
    const world = new World(failures(9));
    let left = 4;
    let kill = (): void => undefined;
    const killed = new Promise<void>((resolve) => (kill = resolve));
    const RedriveExecution = (input: never): object | undefined => {
      const answer = world.operations["RedriveExecution"]?.(input);
      if (left-- > 0) return answer;
      kill();
      return undefined;
    };
    await serve({ ...world.operations, RedriveExecution });
    const args = ["redrive", "--endpoint", aws.endpoint, ...all, "--yes", "--concurrency", "3"];
    const child = spawn(process.execPath, ["engine/command.mjs", "ops/main.ts", ...args]);
    await killed;
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    const steps = readFileSync(report, "utf8").match(/"step":"\w+"/g) ?? [];
    const before = world.redriven.length;
    left = Infinity;
    const resumed = await redrive("--resume", report, "--yes", "--json");

    assert.ok(before >= 5 && before <= 7, `${before} were redriven`);
    assert.ok(steps.filter((step) => step.includes("intended")).length >= before);
    assert.deepEqual(JSON.parse(resumed.stdout), { report, redriven: 9, left: 0, refused: [] });
    assert.deepEqual(
      [...world.redriven].sort(),
      failures(9).map(({ name }) => name),
    );
  });

  it("refuses a report that is not about executions of a state machine", async () => {
    await serve(new World(failures(2)).operations);
    const resume = (...lines: object[]): Promise<Captured> => {
      writeFileSync(report, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      return redrive("--resume", report, "--yes");
    };
    const entry = (arn: string) => ({ arn, step: "planned", redriveCount: 0 });
    const machine = MACHINE.replace(/\d{12}/, "1234\ufeff6789012");

    const ofMachine = await resume({ redrive: 1, machine }, entry(arnOf("order-1")));
    const ofExecution = await resume(
      { redrive: 1, machine: MACHINE },
      entry(arnOf("order-0").replace(/\d{12}:execution/, "1234")),
      entry(arnOf("order-1")),
    );

    assert.deepEqual([ofMachine.exit, ofExecution.exit, aws.calls], [2, 2, []]);
    assert.match(ofMachine.stderr, /^error: .*report.jsonl is not the report of a redrive/);
    assert.match(ofExecution.stderr, /report.jsonl, line 2: this is not a step of a redrive/);
  });

  it("leaves what someone else has redriven since", async () => {
    const executions = failures(2);
    const world = new World(executions);
    let looked = 0;
    const DescribeExecution = (input: { executionArn: string }): object | undefined => {
      // After the plan, which looks at both.
      if (++looked === 3) Object.assign(executions[0] ?? {}, { redriveCount: 1 });
      return world.operations["DescribeExecution"]?.(input as never);
    };
    await serve({ ...world.operations, DescribeExecution });
    const done = await redrive(...all, "--yes");
    const { refused } = JSON.parse(done.stdout) as { refused: { arn: string; reason: string }[] };

    assert.deepEqual(
      refused.map(({ arn, reason }) => [arn, reason]),
      [[arnOf("order-0"), "it was redriven since, by someone else"]],
    );
    assert.deepEqual(world.redriven, ["order-1"]);
  });
});
