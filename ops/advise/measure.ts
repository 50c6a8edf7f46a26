import type { Clients } from "../../engine/aws";
import { lint } from "../../statemachine/lint";
import { parseArn } from "../../statemachine/iam";
import { targetOf, type Target, type TargetFlags } from "../target";
import { factsOf, type Facts } from "./facts";
import { metricsOf, ratio, type Metric } from "./metrics";
import { sampleOf } from "./sample";
import { logGroupOf } from "../executions/invocations";
import { ifThere } from "../pages";

/** What metrics are looked at. */
const STATES: Readonly<Record<"started" | "time" | "times" | "longest" | "memory", Metric>> = {
  started: ["AWS/States", "ExecutionsStarted", "Sum"],
  time: ["AWS/States", "ExecutionTime", "Sum"],
  times: ["AWS/States", "ExecutionTime", "SampleCount"],
  longest: ["AWS/States", "ExecutionTime", "Maximum"],
  memory: ["AWS/States", "ExpressExecutionMemory", "Maximum"],
};

/** Measures a machine that runs: its metrics of 30 days, and the histories of its newest executions. */
export async function measure(flags: TargetFlags): Promise<Facts> {
  const target = await targetOf(flags);
  const { arn, clients, type, definition, logLevel, logGroup, tracing } = target;
  const [metrics, sample, versions, logged] = await Promise.all([
    metricsOf(clients.cloudwatch, STATES, { StateMachineArn: arn }),
    sampleOf(target),
    versionsOf(target),
    loggedBytes(clients, logGroup),
  ]);
  const executions = metrics.started;
  const { TimeoutSeconds: timeoutSeconds } = definition;
  return factsOf(
    {
      name: parseArn(arn)?.resource.split(":")[1],
      type,
      executionsPerMonth: executions,
      transitions: sample.transitions,
      passes: sample.passes,
      events: sample.events,
      payloadBytes: sample.payloadBytes,
      durationMs: ratio(metrics.time, metrics.times),
      longestMs: metrics.longest,
      ...(typeof timeoutSeconds === "number" ? { timeoutSeconds } : {}),
      ...(metrics.memory > 0 ? { memoryMB: metrics.memory / 2 ** 20 } : {}),
      logLevel,
      logBytes: ratio(logged, executions),
      tracing,
      versions,
      forExpress: forExpress(definition),
      functions: await functionFacts(clients, sample.functions),
    },
    arn,
  );
}

/** What the linter says of a definition as Express, and does not say of it as Standard. */
export function forExpress(definition: unknown): string[] {
  const key = ({ code, path }: { code: string; path: string }): string => `${code} ${path}`;
  const known = new Set(lint(definition, { type: "STANDARD" }).map(key));
  return lint(definition, { type: "EXPRESS" })
    .filter((finding) => !known.has(key(finding)))
    .map(({ path, message }) => `${path}: ${message}`);
}

/** A machine has at most a thousand versions (service quota): one page, or a few where an emulator gives fewer at once. */
const MOST_PAGES = 10;

async function versionsOf({ clients: { sfn }, arn: stateMachineArn }: Target): Promise<number> {
  let versions = 0;
  let nextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await sfn.listStateMachineVersions({
      stateMachineArn,
      nextToken,
      maxResults: 1000,
    });
    versions += page.stateMachineVersions?.length ?? 0;
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return versions;
}

async function loggedBytes({ cloudwatch }: Clients, group: string | undefined): Promise<number> {
  if (group === undefined) return 0;
  const metric: Metric = ["AWS/Logs", "IncomingBytes", "Sum"];
  const { bytes } = await metricsOf(cloudwatch, { bytes: metric }, { LogGroupName: group });
  return bytes;
}

const METRICS: Readonly<Record<"time" | "times" | "longest", Metric>> = {
  time: ["AWS/Lambda", "Duration", "Sum"],
  times: ["AWS/Lambda", "Duration", "SampleCount"],
  longest: ["AWS/Lambda", "Duration", "Maximum"],
};

/** What Lambda writes at the end of each call, as text or as JSON. */
const USED = /Max Memory Used: (\d+) MB|"maxMemoryUsedMB":\s*(\d+)/;

const DAY = 86_400_000;

/** What is known of functions, for the facts; nothing of those that are not there. @param calls in an execution, by name */
async function functionFacts(
  clients: Clients,
  calls: ReadonlyMap<string, number>,
): Promise<object[]> {
  const facts = [...calls].map(async ([name, invocations]) => {
    const config = await ifThere(clients.lambda.getFunctionConfiguration({ FunctionName: name }));
    if (config === undefined) return [];
    const [metrics, used] = await Promise.all([
      metricsOf(clients.cloudwatch, METRICS, { FunctionName: name }),
      usedMemory(clients, logGroupOf(name, config)),
    ]);
    return {
      name,
      invocations,
      durationMs: ratio(metrics.time, metrics.times),
      longestMs: metrics.longest,
      memoryMB: config.MemorySize,
      timeoutSeconds: config.Timeout,
      architecture: config.Architectures?.[0],
      ...(used === 0 ? {} : { usedMB: used }),
    };
  });
  return (await Promise.all(facts)).flat();
}

/** The most memory that a call of the last day has used, as far as one page of its log says; 0 where it does not. */
async function usedMemory({ logs }: Clients, logGroupName: string): Promise<number> {
  const startTime = Date.now() - DAY;
  const filterPattern = '?"Max Memory Used" ?maxMemoryUsedMB';
  const page = await ifThere(logs.filterLogEvents({ logGroupName, startTime, filterPattern }));
  const used = (page?.events ?? []).map(({ message = "" }) => {
    const [, text, json] = USED.exec(message) ?? [];
    return Number(text ?? json ?? 0);
  });
  return Math.max(0, ...used);
}
