import type * as pulumi from "@pulumi/pulumi";
import { type AlarmMetric } from "./alarms";
import { type Part } from "./parts";

/** One line of a graph, as a dashboard has it: namespace, metric, its dimensions, and settings. */
export type Metric = readonly (string | Readonly<Record<string, unknown>>)[];

/** A part of the workflow with its alarms, once its names are known. */
export type GraphedPart = pulumi.Unwrap<Part>;

/** The lines of each graph that the alarms add to the dashboard, by its title. */
export function alarmGraphs(parts: readonly GraphedPart[]): Map<string, Metric[]> {
  const graphs = new Map<string, Metric[]>();
  for (const part of parts) {
    for (const alarm of part.alarms) {
      if (alarm.graph === undefined) continue;
      const lines = graphs.get(alarm.graph) ?? [];
      graphs.set(alarm.graph, [...lines, ...linesOf(part, alarm, lines.length)]);
    }
  }
  return graphs;
}

/** The lines of one alarm. @param before lines that the graph has already, which keeps ids apart */
function linesOf(
  part: GraphedPart,
  alarm: GraphedPart["alarms"][number],
  before: number,
): Metric[] {
  const { metrics, expression } = alarm;
  const label = `${part.key}${alarm.id}`;
  const each = Object.entries(metrics);
  if (expression === undefined) {
    return each.map(([, metric]) => [...series(part, metric), { stat: metric.statistic, label }]);
  }
  const names = new RegExp(`\\b(${Object.keys(metrics).join("|")})\\b`, "g");
  return [
    ...each.map(([key, metric]) => [
      ...series(part, metric),
      { id: `${key}${before}`, stat: metric.statistic, visible: false },
    ]),
    [{ id: `result${before}`, expression: expression.replace(names, `$1${before}`), label }],
  ];
}

function series({ dimensions }: GraphedPart, metric: AlarmMetric): string[] {
  const { namespace = "AWS/States", name, of } = metric;
  return [namespace, name, ...Object.entries(dimensions[of] ?? {}).flat()];
}
