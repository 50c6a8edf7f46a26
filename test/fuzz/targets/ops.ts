import { readFileSync } from "node:fs";
import path from "node:path";
import { ops } from "../../../ops/main";
import { type Exit } from "../../../statemachine/cli";
import { isRecord, jsonIn } from "../../../statemachine/json";
import { AwsError, fakeAws, type FakeAws, type Operations } from "../../ops/fake-aws";
import { measuredWorld } from "../../ops/measured-world";
import { ago, arnOf, failed, MACHINE, World } from "../../ops/world";
import { pick } from "../mutate";
import { once, type Target } from "../target";

const EXECUTION = arnOf("order-1");

/** What AWS answers, by operation, in one page each. */
function answersOf(operations: Operations): Record<string, unknown> {
  const asked = { executionArn: EXECUTION, statusFilter: "FAILED", MetricDataQueries: QUERIES };
  const found = Object.entries(operations).flatMap(([name, answer]) => {
    try {
      const page = JSON.stringify(answer(asked as never), asOnePage);
      return [[name, JSON.parse(page) as unknown]];
    } catch (error) {
      if (error instanceof AwsError) return [];
      throw error;
    }
  });
  return Object.fromEntries(found) as Json;
}

type Json = Record<string, unknown>;

const QUERIES = ["started", "time", "times", "longest"].map((Id) => ({
  Id,
  MetricStat: { Metric: { MetricName: "Duration" }, Stat: "Sum" },
}));

function asOnePage(this: Json, key: string, value: unknown): unknown {
  if (key.toLowerCase() === "nexttoken") return undefined;
  const date = this[key];
  return date instanceof Date ? date.getTime() / 1000 : value;
}

/** A line of an Express machine's log. */
const RECORD = JSON.stringify({
  ...{ id: "2", type: "ExecutionFailed", previous_event_id: "1", event_timestamp: "1700000000000" },
  execution_arn: EXECUTION.replace(":execution:", ":express:"),
  details: { error: "Busy", cause: '{"errorMessage":"no","errorType":"E"}' },
});

const worlds = (): string[] => {
  const failures = ["order-1", "order-2"].map((name) => failed(name, { stopDate: ago(0.5) }));
  const ran = answersOf(new World(failures).operations);
  const started = { executionArn: EXECUTION, startDate: 1 };
  const streams = { LoggingConfig: { LogGroup: "/aws/lambda/charge" } };
  const logs = { events: [{ eventId: "1", logStreamName: "s", timestamp: 1, message: "a b" }] };
  const measured = answersOf(measuredWorld());
  const express = {
    ...measured,
    DescribeStateMachine: { ...(measured["DescribeStateMachine"] as object), type: "EXPRESS" },
    FilterLogEvents: { events: [{ eventId: "2", timestamp: 1, message: RECORD }] },
  };
  const functions = { GetFunctionConfiguration: streams, FilterLogEvents: logs };
  return [{ ...ran, ...functions, StartExecution: started }, measured, express].map((each) =>
    JSON.stringify(each),
  );
};

/** So often an operation gives the same odd answer; then it refuses, so that whoever goes on asking ends. */
const ANSWERS = 4;

let aws: Promise<FakeAws> | undefined;
let answers: Json = {};
let asked: Record<string, number> = {};

/** Every operation gives what the input holds for it. */
const operations = new Proxy({} as Operations, {
  get: (_, name: string) => () => {
    asked[name] = (asked[name] ?? 0) + 1;
    const found = Object.hasOwn(answers, name) && asked[name] <= ANSWERS ? answers[name] : null;
    if (typeof found === "object" && found !== null) return found;
    throw Object.assign(new Error("said by the test"), { name: "AccessDenied", status: 400 });
  },
});

const COMMANDS: readonly (readonly string[])[] = [
  ["failures", "--machine", MACHINE],
  ["failures", "--machine", MACHINE, "--json"],
  ["redrive", "--machine", MACHINE, "--all"],
  ["redrive", "--machine", MACHINE, "--all", "--yes", "--report"],
  ["redrive", "--execution", EXECUTION],
  ["start", "--machine", MACHINE, "--yes"],
  ["watch", EXECUTION],
  ["tail", EXECUTION],
  ["tail", EXECUTION, "--json"],
  ["advise", "--machine", MACHINE],
  ["advise", "--machine", MACHINE, "--json"],
];

async function operate(file: string, random: () => number): Promise<Exit> {
  const value = jsonIn(readFileSync(file, "utf8"));
  answers = isRecord(value) ? value : {};
  asked = {};
  aws ??= fakeAws(operations);
  const { endpoint } = await aws;
  const args = pick(COMMANDS, random);
  const report = args.at(-1) === "--report" ? [path.join(path.dirname(file), "report.jsonl")] : [];
  return ops([...args, ...report, "--endpoint", endpoint]);
}

async function closeAws(): Promise<void> {
  (await aws)?.close();
  aws = undefined;
}

const FACTS = {
  ...{ name: "orders", type: "STANDARD", executionsPerMonth: 1e6, transitions: 5, passes: 1 },
  ...{ events: 20, payloadBytes: 2000, durationMs: 900, longestMs: 2000, timeoutSeconds: 60 },
  ...{ memoryMB: 64, logLevel: "ALL", logBytes: 100, tracing: true, versions: 3 },
  forExpress: ["a"],
  functions: [
    { name: "f", invocations: 1, durationMs: 100, longestMs: 200, memoryMB: 128, usedMB: 60 },
  ],
  children: { type: "EXPRESS", perExecution: 100, transitions: 4, durationMs: 10 },
};

const report = (): string[] => {
  const step = { arn: EXECUTION, step: "planned", redriveCount: 0 };
  const lines = [{ redrive: 1, machine: MACHINE }, step, { ...step, step: "intended" }];
  return [lines.map((line) => `${JSON.stringify(line)}\n`).join("")];
};

/** Goes on with a redrive, of an account that refuses. */
async function resume(file: string): Promise<Exit> {
  answers = {};
  aws ??= fakeAws(operations);
  const { endpoint } = await aws;
  return ops(["redrive", "--resume", file, "--yes", "--endpoint", endpoint]);
}

/** `ops`. */
export const OPS: readonly Target[] = [
  {
    name: "ops (what AWS answers)",
    seeds: once(worlds),
    typed: true,
    file: "aws.json",
    run: operate,
    close: closeAws,
    weight: 5,
  },
  {
    name: "ops advise --facts",
    seeds: () => [JSON.stringify(FACTS)],
    file: "facts.json",
    run: (file, random) =>
      ops(["advise", "--facts", file, ...pick([[], ["--json"], ["--executions", "5"]], random)]),
    weight: 1,
  },
  {
    name: "ops redrive --resume",
    seeds: once(report),
    file: "report.jsonl",
    run: resume,
    close: closeAws,
    weight: 2,
  },
];
