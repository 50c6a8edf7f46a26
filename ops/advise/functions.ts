import type { Clients } from "../../engine/aws";
import { metricsOf, ratio, type Metric } from "./metrics";

const METRICS: Readonly<Record<"time" | "times" | "longest", Metric>> = {
  time: ["AWS/Lambda", "Duration", "Sum"],
  times: ["AWS/Lambda", "Duration", "SampleCount"],
  longest: ["AWS/Lambda", "Duration", "Maximum"],
};

/** What Lambda writes at the end of each call, as text or as JSON. */
const USED = /Max Memory Used: (\d+) MB|"maxMemoryUsedMB":\s*(\d+)/;

const DAY = 86_400_000;

/** What is known of functions, for the facts. @param calls in an execution, by their names */
export async function functionFacts(
  clients: Clients,
  calls: ReadonlyMap<string, number>,
): Promise<object[]> {
  return Promise.all(
    [...calls].map(async ([name, invocations]) => {
      const [config, metrics] = await Promise.all([
        clients.lambda.getFunctionConfiguration({ FunctionName: name }),
        metricsOf(clients.cloudwatch, METRICS, { FunctionName: name }),
      ]);
      const used = await usedMemory(
        clients,
        config.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      );
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
    }),
  );
}

/** The most memory that a call of the last day has used, as far as one page of its log says; 0 where it does not. */
async function usedMemory({ logs }: Clients, logGroupName: string): Promise<number> {
  const { events = [] } = await logs.filterLogEvents({
    logGroupName,
    startTime: Date.now() - DAY,
    filterPattern: '?"Max Memory Used" ?maxMemoryUsedMB',
  });
  const used = events.map(({ message = "" }) => {
    const [, text, json] = USED.exec(message) ?? [];
    return Number(text ?? json ?? 0);
  });
  return Math.max(0, ...used);
}
