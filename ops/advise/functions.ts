import type { Clients } from "../../engine/aws";
import { ifThere } from "../pages";
import { metricsOf, ratio, type Metric } from "./metrics";

const METRICS: Readonly<Record<"time" | "times" | "longest", Metric>> = {
  time: ["AWS/Lambda", "Duration", "Sum"],
  times: ["AWS/Lambda", "Duration", "SampleCount"],
  longest: ["AWS/Lambda", "Duration", "Maximum"],
};

/** What Lambda writes at the end of each call, as text or as JSON. */
const USED = /Max Memory Used: (\d+) MB|"maxMemoryUsedMB":\s*(\d+)/;

const DAY = 86_400_000;

/** What is known of functions, for the facts; nothing of those that are not there. @param calls in an execution, by name */
export async function functionFacts(
  clients: Clients,
  calls: ReadonlyMap<string, number>,
): Promise<object[]> {
  const facts = [...calls].map(async ([name, invocations]) => {
    const config = await ifThere(clients.lambda.getFunctionConfiguration({ FunctionName: name }));
    if (config === undefined) return [];
    const group = config.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
    const [metrics, used] = await Promise.all([
      metricsOf(clients.cloudwatch, METRICS, { FunctionName: name }),
      usedMemory(clients, group),
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
