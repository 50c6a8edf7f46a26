import { daysUntil } from "../../host/today";
import * as t from "../shared/types";
import { textList } from "../shared/settings";
import type { PolicyMeta, PolicyRule } from "../../host/rule";
import LIFECYCLES from "./runtime-lifecycles.json";

/** The day from which AWS no longer mends a runtime, by its name. */
const LAST_DAYS: Readonly<Record<string, string>> = LIFECYCLES.deprecated;

const COMMON = {
  remedy: "Set `runtime` to a supported one.",
  docs: { url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html" },
} as const satisfies Partial<PolicyMeta>;

export const lambdaRuntimes: readonly PolicyRule[] = [
  {
    id: "lambda-function-runtime",
    meta: {
      ...COMMON,
      description: "A function runs on a runtime that AWS still mends.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_363", "Lambda.2", "E2531", "E2533", "end_of_life"],
    },
    types: [t.FUNCTION],
    settings: {
      deprecated: textList([], "Runtimes to refuse besides those that AWS no longer mends."),
    },
    check: ({ resource: lambda, report, setting }) => {
      const runtime = lambda.text("runtime") ?? "";
      const last = LAST_DAYS[runtime];
      if (isDeprecated(runtime)) report(`runtime is ${runtime}, which AWS deprecated on ${last}.`);
      else if (setting<string[]>("deprecated").includes(runtime))
        report(`runtime is ${runtime}, which the settings refuse.`);
    },
  },
  {
    id: "lambda-function-runtime-ending",
    meta: {
      ...COMMON,
      description: "A function leaves its runtime before AWS stops to mend it.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: [],
    },
    types: [t.FUNCTION],
    settings: {
      days: {
        type: "integer",
        minimum: 1,
        default: 180,
        description: "How many days before the last one the rule begins to tell.",
      },
    },
    check: ({ resource: lambda, report, setting }) => {
      const runtime = lambda.text("runtime") ?? "";
      const last = LAST_DAYS[runtime];
      if (last === undefined || isDeprecated(runtime)) return;
      if (daysUntil(last) <= setting<number>("days"))
        report(`runtime is ${runtime}, which AWS deprecates on ${last}.`);
    },
  },
  {
    id: "lambda-function-runtime-newest",
    meta: {
      ...COMMON,
      description: "A function runs on the newest runtime of its family.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["AwsSolutions-L1"],
      remedy: "Set `runtime` to the newest of its family.",
    },
    types: [t.FUNCTION],
    settings: { newest: textList(LIFECYCLES.newest, "The newest runtime of each family.") },
    check: ({ resource: lambda, report, setting }) => {
      const runtime = lambda.text("runtime");
      if (!runtime || isDeprecated(runtime)) return;
      const newest = setting<string[]>("newest").find(
        (each) => familyOf(each) === familyOf(runtime),
      );
      if (newest !== undefined && newest !== runtime)
        report(`runtime is ${runtime}, not ${newest}.`);
    },
  },
];

function isDeprecated(runtime: string): boolean {
  const last = LAST_DAYS[runtime];
  return last !== undefined && daysUntil(last) <= 0;
}

function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime.replace(/^dotnetcore/, "dotnet"))?.[0] ?? runtime;
}
