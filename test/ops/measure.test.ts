import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { capture } from "../support/capture";
import { ops } from "../../ops/main";
import { AwsError, fakeAws, throttled, type Operations } from "./fake-aws";
import { measuredWorld } from "./measured-world";
import { MACHINE } from "./world";

describe("ops advise", () => {
  it("passes over what it did not ask for, and a definition that is not JSON", async () => {
    const world = measuredWorld();
    const aws = await fakeAws({
      ...world,
      DescribeStateMachine: () => ({
        ...world["DescribeStateMachine"]?.({} as never),
        definition: '{"StartAt"',
      }),
      GetMetricData: () => ({
        MetricDataResults: ["toString", "started"].map((Id) => ({ Id, Values: [7, 8] })),
      }),
    });
    const { stdout } = await capture(() =>
      ops(["advise", "--machine", MACHINE, "--endpoint", aws.endpoint, "--json"]),
    );
    aws.close();

    const { facts } = JSON.parse(stdout) as { facts: { executionsPerMonth: number } };
    assert.equal(facts.executionsPerMonth, 15);
  });

  it("measures a machine over pages of metrics and versions, and waits while AWS throttles", async function () {
    this.timeout(60_000);
    const aws = await fakeAws(throttled(6, measuredWorld()));
    const found = await capture(() =>
      ops(["advise", "--machine", MACHINE, "--endpoint", aws.endpoint, "--json"]),
    );
    aws.close();
    const { facts } = JSON.parse(found.stdout) as { facts: object };

    assert.deepEqual(facts, {
      ...{
        name: "orders",
        type: "STANDARD",
        executionsPerMonth: 2_000_000,
        transitions: 5,
        passes: 1,
      },
      ...{
        events: 11,
        payloadBytes: 200_000,
        durationMs: 1000,
        longestMs: 3_000_000,
        timeoutSeconds: 3600,
      },
      // 9,000,000,000 bytes of 2,000,000 executions.
      ...{ memoryMB: 64, logLevel: "ALL", logBytes: 4500, tracing: true, versions: 600 },
      forExpress: ["/TimeoutSeconds: an Express run ends after 300 s"],
      functions: [
        {
          ...{ name: "charge", invocations: 2, durationMs: 200, longestMs: 27_000, memoryMB: 1024 },
          ...{ usedMB: 236, timeoutSeconds: 30, architecture: "arm64" },
        },
      ],
    });
  });

  it("leaves out a function that is gone, and what the log of one that never logged would tell", async () => {
    const gone = (): never => {
      throw new AwsError("ResourceNotFoundException", "it is not there", 404);
    };
    const ask = async (operations: Operations): Promise<object[]> => {
      const aws = await fakeAws({ ...measuredWorld(), ...operations });
      const args = ["advise", "--machine", MACHINE, "--endpoint", aws.endpoint, "--json"];
      const { stdout } = await capture(() => ops(args));
      aws.close();
      return (JSON.parse(stdout) as { facts: { functions: object[] } }).facts.functions;
    };

    const withoutLog = await ask({ FilterLogEvents: gone });
    const withoutFunction = await ask({ GetFunctionConfiguration: gone });

    assert.deepEqual(withoutLog, [
      {
        ...{ name: "charge", invocations: 2, durationMs: 200, longestMs: 27_000, memoryMB: 1024 },
        ...{ timeoutSeconds: 30, architecture: "arm64" },
      },
    ]);
    assert.deepEqual(withoutFunction, []);
  });

  it("takes another number of executions, and says what is wrong with given facts", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ops-"));
    const file = path.join(folder, "facts.json");
    const run = (facts: object, ...args: string[]) => {
      writeFileSync(file, JSON.stringify(facts));
      return capture(() => ops(["advise", "--facts", file, ...args]));
    };
    const facts = { executionsPerMonth: 10, transitions: 4, durationMs: 100 };
    const more = await run(facts, "--executions", "1e6", "--json");
    const bad = await run({ transitions: "4", durationMs: 1, executionsPerMonth: 1, memory: 5 });
    const both = await run(facts, "--stack", "dev");
    rmSync(folder, { recursive: true });

    assert.equal((JSON.parse(more.stdout) as { cost: { standard: number } }).cost.standard, 100);
    assert.equal(bad.exit, 2);
    assert.match(
      bad.stderr,
      /facts\.json: transitions: Invalid input: expected number, received string; the whole: Unrecognized key: "memory"\n$/,
    );
    assert.deepEqual(
      [both.exit, both.stderr],
      [2, "error: give either --facts FILE or a machine, by --stack or --machine\n"],
    );
  });
});
