import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { capture, type Captured } from "../support/capture";
import { ops } from "../../ops/main";
import type { Clients } from "../../engine/aws";
import { FailureGroups } from "../../ops/failures/group";
import { standardFailures } from "../../ops/failures/standard";
import { fakeAws, fakeClient, throttled, type FakeAws, type Operations } from "./fake-aws";
import { ago, arnOf, failed, MACHINE, World } from "./world";

describe("ops failures", () => {
  let aws: FakeAws | undefined;
  const run = async (operations: Operations, ...args: string[]): Promise<Captured> => {
    aws = await fakeAws(operations);
    return capture(() =>
      ops(["failures", "--machine", MACHINE, "--endpoint", aws!.endpoint, ...args]),
    );
  };
  afterEach(() => aws?.close());

  it("ends where a service gives the same page again and again", async () => {
    const { operations } = new World([failed("order-1")]);
    const again = Object.fromEntries(
      ["ListExecutions", "GetExecutionHistory"].map((name) => [
        name,
        (input: never) => ({ ...operations[name]?.(input), nextToken: "again" }),
      ]),
    );
    const found = await run({ ...operations, ...again });

    assert.match(found.stdout, /^\S+ {2}1 FAILED\n {2}state {4}Charge$/m);
  });

  it("leaves what was redriven since it was listed", async () => {
    const { operations } = new World([failed("order-1"), failed("order-2")]);
    const DescribeExecution = (input: { executionArn: string }): object | undefined => {
      const found = operations["DescribeExecution"]?.(input as never);
      return input.executionArn === arnOf("order-1") ? { ...found, status: "RUNNING" } : found;
    };
    const found = await run({ ...operations, DescribeExecution }, "--json");
    const { groups } = JSON.parse(found.stdout) as { groups: { count: number; status: string }[] };

    assert.deepEqual(
      groups.map(({ count, status }) => [count, status]),
      [[1, "FAILED"]],
    );
  });

  it("says that it cannot make a folder for the pictures", async () => {
    const { operations } = new World([failed("order-1")]);
    const found = await run(operations, "--pictures", path.join(__filename, "pictures"));

    assert.equal(found.exit, 2);
    assert.match(
      found.stderr,
      /^error: cannot make \S+pictures: a part of the path is not a directory$/m,
    );
  });

  it("groups by status, state, error and kind of cause, the largest first", async () => {
    const world = new World([
      failed("order-1001", { stopDate: ago(3) }),
      failed("order-1002", {
        stopDate: ago(2),
        notRedrivable: "Execution history event limit exceeded",
      }),
      failed("a", { state: "Ship", error: "Sqs.NotThere", cause: "no queue" }),
      failed("b", { status: "TIMED_OUT", state: "Ship", error: undefined, cause: undefined }),
      failed("c", { status: "SUCCEEDED" }),
    ]);
    const found = await run(world.operations, "--json");
    const { groups } = JSON.parse(found.stdout) as { groups: Record<string, unknown>[] };
    const [first, ...others] = groups;

    assert.equal(found.exit, 1);
    assert.deepEqual(first, {
      ...{ id: first?.id, status: "FAILED", state: "Charge", error: "Busy" },
      ...{ cause: "order order-<n> is busy", count: 2, redrivable: 1 },
      notRedrivable: "Execution history event limit exceeded",
      first: ago(3).toISOString(),
      last: ago(2).toISOString(),
      sample: arnOf("order-1002"),
      path: "Check → Charge",
    });
    const rest = others.map(({ status, state, error, count }) => [status, state, error, count]);
    assert.deepEqual(rest.sort(), [
      ["FAILED", "Ship", "Sqs.NotThere", 1],
      ["TIMED_OUT", "Ship", "States.Timeout", 1],
    ]);
  });

  it("tells what ended since then, however long before it began", async () => {
    const world = new World([
      failed("new", { startDate: ago(48), stopDate: ago(1) }),
      failed("old", { stopDate: ago(26), cause: "order new is busy" }),
    ]);
    const day = await run(world.operations, "--json");
    aws?.close();
    const week = await run(world.operations, "--json", "--since", "7d");
    const counts = [day, week].map(
      ({ stdout }) => (JSON.parse(stdout) as { groups: { count: number }[] }).groups[0]?.count,
    );

    assert.deepEqual(counts, [1, 2]);
  });

  it("draws the way of the last of each group", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ops-"));
    const found = await run(new World([failed("a")]).operations, "--pictures", folder);
    const [, file = ""] = /picture {2}(\S+)/.exec(found.stdout) ?? [];
    const picture = readFileSync(file, "utf8");
    rmSync(folder, { recursive: true });

    assert.match(
      found.stdout,
      /^1 failed since .* of arn:aws:states:.*:orders\n\n[0-9a-f]{8} {2}1 FAILED\n {2}state {4}Charge\n/,
    );
    assert.match(picture, /^<svg /);
    assert.match(picture, />Charge</);
  });

  it("draws it as PNG, too", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ops-"));
    const { operations } = new World([failed("a")]);
    const found = await run(operations, "--pictures", folder, "--picture-format", "png");
    const [, file = ""] = /picture {2}(\S+\.png)/.exec(found.stdout) ?? [];
    const picture = readFileSync(file);
    rmSync(folder, { recursive: true });

    assert.equal(picture.subarray(1, 4).toString(), "PNG");
  });

  it("waits while AWS throttles", async function () {
    this.timeout(60_000);
    const world = new World(["a", "b", "c", "d"].map((name) => failed(name, { cause: "" })));
    const found = await run(throttled(5, world.operations), "--json");
    const { groups } = JSON.parse(found.stdout) as { groups: { count: number }[] };

    // 1 machine, 3 lists, 4 descriptions, 4 + 1 histories; each fifth request once more.
    assert.deepEqual([groups[0]?.count, aws?.calls.length], [4, 16]);
  });

  it("pages through 10,000", async () => {
    const executions = Array.from({ length: 10_000 }, (_, index) =>
      failed(`order-${index}`, index % 4 === 0 ? { error: "Declined" } : {}),
    );
    const { client: sfn, calls } = fakeClient(new World(executions).operations);
    const source = standardFailures({ clients: { sfn } as Clients, arn: MACHINE, definition: {} });
    const groups = new FailureGroups();
    for await (const failure of source.failures(ago(24))) groups.add(failure);

    assert.deepEqual(
      groups.all().map(({ error, count }) => [error, count]),
      [
        ["Busy", 7500],
        ["Declined", 2500],
      ],
    );
    // Ten pages of the failed, and one each of those that timed out and were aborted.
    assert.equal(calls.filter((call) => call === "ListExecutions").length, 12);
  });

  it("does not redrive what ended in a Fail state: it would fail there again", async () => {
    const found = await run(new World([failed("a", { state: "Refuse" })]).operations);

    assert.match(found.stdout, /state {4}Refuse\n/);
    assert.match(
      found.stdout,
      /redrive {2}0 of 1; not all: it ended in a Fail state, in which it would fail again\n/,
    );
  });

  it("says that there is no failure, no machine, or no such state machine", async () => {
    const none = await run(new World([]).operations);
    const unnamed = await capture(() => ops(["failures"]));
    const bogus = await capture(() => ops(["failures", "--machine", "orders"]));
    const elsewhere = MACHINE.replace("eu-west-1", "eu-");
    const nowhere = await capture(() => ops(["failures", "--machine", elsewhere]));
    const time = await capture(() => ops(["failures", "--since", "yesterday"]));

    assert.equal(none.exit, 0);
    assert.match(none.stdout, /^0 failed since /);
    assert.deepEqual(
      [unnamed.exit, unnamed.stderr],
      [2, "error: which state machine? Give --stack NAME or --machine ARN\n"],
    );
    assert.deepEqual(
      [bogus.exit, bogus.stderr],
      [
        2,
        'error: "orders" is not the ARN of a state machine: it has the form arn:aws:states:REGION:ACCOUNT:stateMachine:NAME\n',
      ],
    );
    assert.equal(nowhere.exit, 2);
    assert.match(nowhere.stderr, /states:eu-:.*" is not the ARN of a state machine/);
    assert.equal(time.exit, 2);
    assert.match(time.stderr, /give minutes, hours or days: 90m, 24h, 7d/);
  });
});
