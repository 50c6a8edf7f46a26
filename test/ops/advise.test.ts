import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { costOf, type Cost } from "../../ops/advise/cost";
import { factsOf, type Facts } from "../../ops/advise/facts";
import { forExpress } from "../../ops/advise/measure";
import { advise } from "../../ops/advise/rules";
import { returns, WorkflowTest } from "../../statemachine/testing";

/** Cents are right, and no more is shown. */
const cents = (cost: Cost): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cost).map(([part, amount]: [string, number]) => [part, amount.toFixed(2)]),
  );

const advice = (facts: Facts): (string | undefined)[][] =>
  advise(facts).map(({ about, argument, saving }) => [about, argument, saving?.toFixed(2)]);

/** A program of this project, its way through the workflow, and a million executions a month of it. */
interface Program {
  readonly file: string;
  readonly input: unknown;
  /** What its tasks give, on the usual way. */
  readonly results: Readonly<Record<string, unknown>>;
  /** By hand: the states on that way, and one for the start. */
  readonly transitions: number;
  readonly facts: Record<string, unknown>;
  readonly cost: Record<string, string>;
  readonly advice: readonly (readonly (string | undefined)[])[];
  readonly forExpress: readonly string[];
}

const PROGRAMS: readonly Program[] = [
  {
    file: "statemachine/definition.asl.json",
    input: { order: 1 },
    results: { LambdaInvoke: { Payload: { statusCode: 200 } } },
    // LambdaInvoke, CheckStatusCode, SuccessState.
    transitions: 4,
    facts: {
      ...{ durationMs: 250, logLevel: "ALL", logBytes: 3000, tracing: true },
      functions: [{ name: "function", invocations: 1, durationMs: 200, memoryMB: 256, usedMB: 90 }],
    },
    cost: {
      // 1,000,000 * 4 * 0.000025
      standard: "100.00",
      // Requests 1,000,000 * 0.000001 = 1; 250 ms are billed as 300: 1,000,000 * 0.3 s * 64/1024 GB = 18,750 GB-s * 0.00001667 = 0.31
      express: "1.31",
      children: "0.00",
      // Requests 1,000,000 * 0.0000002 = 0.2; 1,000,000 * 0.2 s * 256/1024 GB = 50,000 GB-s * 0.0000166667 = 0.83
      functions: "1.03",
      // 3,000,000,000 bytes / 1,073,741,824 = 2.794 GB * 0.5
      logs: "1.40",
      // 1,000,000 * 0.000005
      traces: "5.00",
    },
    advice: [
      // 100 - 1.3125625
      ["type", 'type: "EXPRESS"', "98.69"],
      ["traces", "tracing: false", "5.00"],
      ["log", 'logLevel: "ERROR"', "1.40"],
      // 128 MB for 90 used would save 25,000 GB-s * 0.0000166667 = 0.42: too little to be told.
    ],
    forExpress: ["/TimeoutSeconds: an Express run ends after 300 s"],
  },
  {
    file: "examples/order-saga/workflow.asl.json",
    input: { id: "1", items: [{}, {}] },
    results: {
      ...{ Score: { Payload: { risk: 0.1 } }, Take: { Payload: {} }, Charge: { Payload: {} } },
      ...{ Save: {}, Tell: {} },
    },
    // Score, Risky?, Reserve, Take twice, Charge, Save, Tell.
    transitions: 9,
    facts: {
      ...{ durationMs: 2000, longestMs: 90_000_000, logLevel: "ALL", logBytes: 9000 },
      functions: [
        {
          name: "stock",
          invocations: 2,
          durationMs: 100,
          memoryMB: 1024,
          usedMB: 100,
          longestMs: 25_000,
          timeoutSeconds: 30,
        },
      ],
    },
    cost: {
      // 1,000,000 * 9 * 0.000025
      standard: "225.00",
      // 1 + 1,000,000 * 2 s * 0.0625 GB = 125,000 GB-s * 0.00001667 = 2.08
      express: "3.08",
      children: "0.00",
      // Requests 2,000,000 * 0.0000002 = 0.4; 2,000,000 * 0.1 s * 1 GB = 200,000 GB-s * 0.0000166667 = 3.33
      functions: "3.73",
      // 9,000,000,000 bytes = 8.382 GB * 0.5
      logs: "4.19",
      traces: "0.00",
    },
    advice: [
      // 225 - 3.08375
      ["type", 'type: "EXPRESS"', "221.92"],
      ["log", 'logLevel: "ERROR"', "4.19"],
      // 100 MB and a third are 133.3, in steps of 64: 192 MB. 200,000 GB-s * (1024 - 192)/1024 = 162,500 * 0.0000166667
      ["function stock", "memorySize: 192", "2.71"],
      // 25 s of 30: twice 25.
      ["function stock", "timeout: 50", undefined],
    ],
    forExpress: [
      "/States/Approve/Resource: an Express workflow cannot call with .waitForTaskToken",
      "/States/Approve/TimeoutSeconds: an Express run ends after 300 s",
      "/TimeoutSeconds: an Express run ends after 300 s",
    ],
  },
  {
    file: "examples/batch-over-s3/workflow.asl.json",
    input: {},
    results: { Process: [], Call: { Payload: {} } },
    // Process: its items are executions of their own.
    transitions: 2,
    facts: {
      ...{ durationMs: 60_000, events: 12_600 },
      // Of each batch: Call, and the start.
      children: { type: "STANDARD", perExecution: 20, transitions: 2, durationMs: 1000 },
    },
    cost: {
      // 1,000,000 * 2 * 0.000025
      standard: "50.00",
      // 1 + 1,000,000 * 60 s * 0.0625 GB = 3,750,000 GB-s: 3,600,000 * 0.00001667 = 60.012, 150,000 * 0.00000833 = 1.2495
      express: "62.26",
      // 20,000,000 * 2 * 0.000025
      children: "1000.00",
      functions: "0.00",
      logs: "0.00",
      traces: "0.00",
    },
    advice: [
      // As Express 20,000,000 * 0.000001 = 20, and 20,000,000 * 1 s * 0.0625 GB = 1,250,000 GB-s * 0.00001667 = 20.8375
      ["children of the map", 'ExecutionType: "EXPRESS" in the ProcessorConfig', "959.16"],
      ["history", "definition", undefined],
    ],
    forExpress: [
      "/States/Process: an Express workflow has no Distributed Map",
      "/TimeoutSeconds: an Express run ends after 300 s",
    ],
  },
  {
    file: "examples/data-pipeline/workflow.asl.json",
    input: { detail: { object: { key: "inbox/sales.csv" } } },
    results: { Load: {}, Report: { Body: '{"rows": 100, "bad": 0}' }, TellGood: {} },
    // Upload, Load, Report, Good?, TellGood.
    transitions: 6,
    facts: { durationMs: 240_000, passes: 1, payloadBytes: 140_000, versions: 600 },
    cost: {
      // 1,000,000 * 6 * 0.000025
      standard: "150.00",
      // 1 + 1,000,000 * 240 s * 0.0625 GB = 15,000,000 GB-s: 60.012 for 3,600,000, 11,400,000 * 0.00000833 = 94.962
      express: "155.97",
      children: "0.00",
      functions: "0.00",
      logs: "0.00",
      traces: "0.00",
    },
    advice: [
      // 1,000,000 * 1 * 0.000025
      ["transitions", "definition", "25.00"],
      ["payload", "Output or ResultSelector of the definition; a Bucket for payloads", undefined],
      ["versions", "keepVersions: 100", undefined],
    ],
    forExpress: [
      "/States/Load/Resource: an Express workflow cannot call with .sync",
      "/States/Load/TimeoutSeconds: an Express run ends after 300 s",
      "/TimeoutSeconds: an Express run ends after 300 s",
    ],
  },
  {
    file: "examples/event-driven/workflow.asl.json",
    input: { id: "1", detail: {} },
    results: { Remember: {}, Invoice: { Payload: {} } },
    // Remember, Invoice.
    transitions: 3,
    facts: { durationMs: 800, longestMs: 500_000, timeoutSeconds: 600 },
    cost: {
      // 1,000,000 * 3 * 0.000025
      standard: "75.00",
      // 1 + 1,000,000 * 0.8 s * 0.0625 GB = 50,000 GB-s * 0.00001667 = 0.83
      express: "1.83",
      children: "0.00",
      functions: "0.00",
      logs: "0.00",
      traces: "0.00",
    },
    advice: [
      // 75 - 1.8335
      ["type", 'type: "EXPRESS"', "73.17"],
      // 500 s of 600: twice 500.
      ["time", "TimeoutSeconds: 1000", undefined],
    ],
    forExpress: ["/TimeoutSeconds: an Express run ends after 300 s"],
  },
  {
    file: "examples/express-api/workflow.asl.json",
    input: { country: "NP", kilograms: 2 },
    results: { Rate: { Item: { rate: { N: "4.2" } } }, Price: { Payload: {} } },
    // Complete?, Rate, Known?, Price.
    transitions: 5,
    facts: {
      ...{ type: "EXPRESS", durationMs: 120, memoryMB: 65, logLevel: "ALL", logBytes: 5000 },
      functions: [
        {
          name: "price",
          invocations: 1,
          durationMs: 50,
          memoryMB: 128,
          usedMB: 120,
          architecture: "arm64",
        },
      ],
    },
    cost: {
      // 1,000,000 * 5 * 0.000025
      standard: "125.00",
      // 1 + 200 ms and 128 MB are billed: 1,000,000 * 0.2 s * 0.125 GB = 25,000 GB-s * 0.00001667 = 0.42
      express: "1.42",
      children: "0.00",
      // 0.2 + 1,000,000 * 0.05 s * 0.125 GB = 6,250 GB-s * 0.0000133334 = 0.08
      functions: "0.28",
      // 5,000,000,000 bytes = 4.657 GB * 0.5. Express has no other history: nothing is said about it.
      logs: "2.33",
      traces: "0.00",
    },
    // 120 of 128 MB: 160 are a third more, in steps of 64.
    advice: [["function price", "memorySize: 192", undefined]],
    forExpress: [],
  },
];

describe("ops advise, by hand calculation", () => {
  for (const program of PROGRAMS) {
    const facts = factsOf(
      { executionsPerMonth: 1_000_000, transitions: program.transitions, ...program.facts },
      program.file,
    );
    const definition: unknown = JSON.parse(
      readFileSync(path.join(__dirname, "..", "..", program.file), "utf8"),
    );

    it(`counts the transitions of ${program.file}`, async () => {
      const isMap = program.file.includes("batch");
      if (isMap)
        delete (definition as { States: { Process: { ResultWriter?: unknown } } }).States.Process
          .ResultWriter;
      const tasks = Object.fromEntries(
        Object.entries(program.results).map(([state, result]) => [state, returns(result as never)]),
      );
      const run = await new WorkflowTest(definition as object).run(program.input as never, {
        tasks,
      });

      assert.deepEqual([run.status, run.path.length + 1], ["SUCCEEDED", program.transitions]);
    });

    it(`knows what ${program.file} costs, and what to change`, () => {
      const cost = cents(costOf(facts));
      const found = advice(facts);

      assert.deepEqual(cost, program.cost);
      assert.deepEqual(found, program.advice);
    });

    it(`knows what Express does not have of ${program.file}`, () => {
      const found = forExpress(definition);

      assert.deepEqual(found, program.forExpress);
    });
  }

  it("advises nothing that Lambda does not have: at most 900 s and 10,240 MB", () => {
    const slow = { name: "slow", invocations: 1, durationMs: 1, longestMs: 800_000, memoryMB: 128 };
    const large = { name: "large", invocations: 1, durationMs: 1, memoryMB: 9000, usedMB: 8500 };
    const largest = { ...large, name: "largest", memoryMB: 10_240, usedMB: 10_000 };
    const functions = [{ ...slow, timeoutSeconds: 900 }, large, largest];
    const facts = { executionsPerMonth: 1, transitions: 1, durationMs: 1, functions };

    const found = advise(factsOf(facts, "facts"));

    assert.deepEqual(
      found.map(({ about, advice, argument }) => [about, advice, argument]),
      [
        ["function slow", "it cannot have more time: give it less to do at once", "definition"],
        ["function large", "give it more memory before it runs out", "memorySize: 10240"],
        [
          "function largest",
          "it cannot have more memory: give it less to do at once",
          "definition",
        ],
      ],
    );
  });

  it("says with the type what would have to change for it", () => {
    const facts = factsOf(
      {
        executionsPerMonth: 1_000_000,
        transitions: 9,
        durationMs: 400_000,
        forExpress: ["/A: no"],
      },
      "facts",
    );
    const [found] = advise({ ...facts, durationMs: 1000, longestMs: 400_000 });

    assert.equal(
      found?.advice,
      "Express costs less; for it: it runs 400 s, Express at most 300 s; /A: no; each task must bear to run twice",
    );
  });
});
