import assert from "node:assert/strict";
import { request } from "node:http";
import { startConsole, type Console } from "../../../local/console/server";
import type { PolicyReport } from "../../../engine/policy/check";
import type { StackResource } from "../../../engine/program";
import { FakeStepFunctions } from "../../support/step-functions";

const MACHINE = "arn:aws:states:us-east-1:111111111111:stateMachine:m";
const RESOURCE = { resourceType: "lambda", resource: "r" };
const HOSTILE = `</text><script>x</script>]]>"'&\u202e`;
const DEFINITION = {
  StartAt: "A",
  States: { A: { Type: "Task", Resource: "r", Next: HOSTILE }, [HOSTILE]: { Type: "Succeed" } },
};

describe("the console's server", () => {
  let fake: FakeStepFunctions;
  let page: Console;

  beforeEach(async () => {
    fake = new FakeStepFunctions();
    fake.definitions.set("m", DEFINITION);
    page = await startConsole();
  });

  afterEach(() => page.stop());

  /** Asks the console. */
  async function ask(name: string, query: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(`${page.url}${name}?${new URLSearchParams(query)}`);
    return response.json();
  }

  function start(body: unknown): Promise<Response> {
    return fetch(`${page.url}start`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: new URL(page.url).origin },
      body: JSON.stringify(body),
    });
  }

  it("gives its own files and no other, and lets the page ask nobody else", async () => {
    const { port, pathname } = new URL(page.url);
    const statusOf = (path: string, host = `127.0.0.1:${port}`): Promise<number | undefined> =>
      new Promise((resolve, reject) =>
        request({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once("error", reject)
          .end(),
      );
    page.show(fake.source());

    assert.equal(await statusOf(pathname), 200);
    assert.equal(await statusOf(`${pathname}main.js`), 200);
    assert.equal(await statusOf(`${pathname}tsconfig.json`), 404);
    assert.equal(await statusOf(`${pathname}../server.ts`), 404);
    assert.equal(await statusOf(`${pathname}..%2fserver.ts`), 404);
    assert.equal(await statusOf(`${pathname}constructor`), 404);
    assert.equal(await statusOf("/"), 403);
    assert.equal(await statusOf(pathname, "evil.example"), 403);
    const policy = (await fetch(page.url)).headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  it("says so while there is no stack", async () => {
    assert.deepEqual(await ask("stack"), { error: "The stack is not there yet." });
  });

  it("shows input, output, error and cause of each visit", async () => {
    page.show(fake.source());
    const cause = '{"errorMessage":"no money"}';
    const execution = fake.add({ name: "e", machine: "m", status: "FAILED", input: "{}" }, [
      { type: "ExecutionStarted" },
      { type: "TaskStateEntered", stateEnteredEventDetails: { name: "A", input: '{"n":1}' } },
      { type: "TaskScheduled" },
      { type: "TaskFailed", taskFailedEventDetails: { ...RESOURCE, error: "Declined", cause } },
      { type: "TaskStateExited", stateExitedEventDetails: { name: "A", output: '{"n":2}' } },
      { type: "TaskStateEntered", stateEnteredEventDetails: { name: "A", input: '{"n":2}' } },
      { type: "TaskScheduled" },
      { type: "TaskFailed", taskFailedEventDetails: { ...RESOURCE, error: "Declined again" } },
      { type: "ExecutionFailed", executionFailedEventDetails: { error: "Declined again" } },
    ]);

    assert.deepEqual(await ask("visit", { execution, state: "A", at: "0" }), {
      ...{ total: 2, at: 0, input: '{"n":1}', output: '{"n":2}' },
      ...{ error: "Declined", cause, status: "caught", after: 0.5, seconds: 1.5 },
    });
    assert.deepEqual(await ask("visit", { execution, state: "A" }), {
      ...{ total: 2, at: 1, input: '{"n":2}', error: "Declined again" },
      ...{ status: "failed", after: 2.5, seconds: 1.5 },
    });
    assert.deepEqual(await ask("visit", { execution, state: HOSTILE }), { total: 0 });
    assert.deepEqual(await ask("visit", { execution, state: "A", at: "-1" }), {
      error: 'at is a whole number of 0 or more, not "-1".',
    });
    const { states, events } = (await ask("execution", { execution })) as Record<string, unknown>;
    assert.equal(events, 9);
    assert.deepEqual(states, [
      { name: "A", type: "Task", visits: 2, status: "failed" },
      { name: HOSTILE, type: "Succeed", visits: 0 },
    ]);
    assert.deepEqual(await ask("events", { execution, from: "2", count: "3" }), [
      { id: 3, type: "TaskScheduled", state: "A", after: 1 },
      { id: 4, type: "TaskFailed", state: "A", after: 1.5 },
      { id: 5, type: "TaskStateExited", state: "A", after: 2 },
    ]);
    assert.deepEqual(
      (await ask("event", { execution, id: "4" })) as object,
      JSON.parse(JSON.stringify(fake.executions[0]?.events[3])),
    );
  });

  it("draws with every text escaped, and with the style apart", async () => {
    page.show(fake.source());
    const execution = fake.add({ name: "e", machine: "m", status: "RUNNING", input: "{}" }, [
      { type: "ExecutionStarted" },
    ]);

    const { svg, style } = (await ask("picture", { execution })) as Record<string, string>;

    assert.match(svg as string, /data-state="&lt;\/text&gt;&lt;script&gt;x&lt;\/script&gt;]]&gt;/);
    assert.doesNotMatch(svg as string, /<script|<style/);
    assert.match(style as string, /^text\{font-family:/);
  });

  it("gives 25,000 events by pages, and reads them once", async () => {
    page.show(fake.source());
    const execution = fake.add(
      { name: "e", machine: "m", status: "SUCCEEDED", input: "{}" },
      Array.from({ length: 25_000 }, () => ({ type: "TaskScheduled" as const })),
    );
    const from = async (from: number, count: number): Promise<{ id: number }[]> =>
      (await ask("events", { execution, from: `${from}`, count: `${count}` })) as { id: number }[];

    const [first, last, greedy] = [
      await from(0, 200),
      await from(24_900, 200),
      await from(0, 25_000),
    ];

    assert.deepEqual([first.length, first[0]?.id], [200, 1]);
    assert.deepEqual([last.length, last.at(-1)?.id], [100, 25_000]);
    assert.equal(greedy.length, 500);
    assert.equal(fake.sent.filter((name) => name === "GetExecutionHistoryCommand").length, 25);
  });

  it("names the state of an event after thousands of tries, and none for events that follow from each other", async () => {
    page.show(fake.source());
    const name = "A";
    const tries = fake.add({ name: "e", machine: "m", status: "RUNNING", input: "{}" }, [
      { type: "TaskStateEntered", stateEnteredEventDetails: { name } },
      ...Array.from({ length: 20_000 }, () => ({ type: "TaskFailed" as const })),
      { type: "TaskStateExited", stateExitedEventDetails: { name } },
      { type: "ExecutionSucceeded" },
    ]);
    const circle = fake.add({ name: "c", machine: "m", status: "RUNNING", input: "{}" }, [
      { type: "TaskScheduled", previousEventId: 2 },
      { type: "TaskStarted", previousEventId: 1 },
    ]);

    const last = (await ask("events", { execution: tries, from: "20000" })) as { state?: string }[];
    const none = (await ask("events", { execution: circle })) as { state?: string }[];

    assert.deepEqual(
      last.map(({ state }) => state),
      [name, name, undefined],
    );
    assert.deepEqual(
      none.map(({ state }) => state),
      [undefined, undefined],
    );
  });

  it("starts an execution with any JSON, and with nothing else", async () => {
    page.show(fake.source());

    const started = await start({ machine: MACHINE, input: '"any"' });

    assert.deepEqual(await started.json(), {
      execution: "arn:aws:states:us-east-1:111111111111:execution:m:started-0",
    });
    assert.equal(fake.executions[0]?.input, '"any"');
    for (const body of [{ machine: MACHINE, input: "{" }, { machine: MACHINE }, [], null]) {
      assert.equal((await start(body)).status, 400, JSON.stringify(body));
    }
    assert.equal((await start({ machine: MACHINE, input: "x".repeat(2 ** 21) })).status, 413);
    const other = await start({ machine: "arn:x", input: "{}" });
    assert.deepEqual([other.status, await other.json()], [502, { error: "arn:x does not exist" }]);
    assert.equal(fake.executions.length, 1);
  });

  it("tells open pages what changes, and asks for nothing while there are none", async () => {
    page.show(fake.source());
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(fake.sent, []);
    const closed = new AbortController();
    const { body } = await fetch(`${page.url}live`, { signal: closed.signal });
    const reader = (body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream())
      .getReader();
    let told = "";
    const until = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(told)) told += (await reader.read()).value ?? assert.fail(told);
    };

    await until(/event: executions\ndata: \[\]\n\n[^]*event: stack\ndata: \{"version":1\}/);
    fake.add({ name: "later", machine: "m", status: "RUNNING", input: "{}" }, [
      { type: "ExecutionStarted" },
    ]);
    await until(/"name":"later","machine":"m","status":"RUNNING"/);
    page.show(fake.source());
    await until(/"version":2/);
    closed.abort();
    await reader.closed.catch(() => undefined);
  });

  it("shows the stack with what the policies found", async () => {
    const resource = (name: string, type: string, inputs: object): StackResource =>
      ({ urn: `urn:${name}`, name, type, inputs, computed: { id: name }, custom: true }) as never;
    const violations = [
      { rule: "r", level: "mandatory", urn: "urn:f", message: "m", remedy: "fix", controls: [] },
    ] as const;
    const resources = [
      resource("f", "aws:lambda/function:Function", { name: "fn", memorySize: 256 }),
    ];

    page.show({
      ...fake.source({ resources }),
      policies: { violations, notEvaluated: [], exemptions: [] } satisfies PolicyReport,
    });

    assert.deepEqual(await ask("stack"), {
      ...{ project: "orders", stack: "local", outputs: {}, isChecked: true },
      resources: [
        {
          ...{ urn: "urn:f", type: "aws:lambda/function:Function", name: "f", id: "f" },
          inputs: { name: "fn", memorySize: 256 },
        },
      ],
      findings: [
        { rule: "r", level: "mandatory", urn: "urn:f", message: "m", remedy: "fix", name: "f" },
      ],
      logs: ["/aws/lambda/fn"],
    });
  });

  it("shows the newest lines of a log", async () => {
    page.show(fake.source());
    for (let at = 0; at < 1200; at++) fake.lines.push({ timestamp: at, message: `line ${at}\n` });

    const lines = (await ask("logs", { group: "/g" })) as object[];

    assert.equal(lines.length, 1000);
    assert.deepEqual(lines.at(-1), { at: 1199, text: "line 1199" });
  });
});
