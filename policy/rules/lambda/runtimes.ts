import { daysUntil } from "../../host/today";
import type { Checks } from "../shared/checks";
import LIFECYCLES from "./runtime-lifecycles.json";

/** The day from which AWS no longer mends a runtime, by its name. */
const LAST_DAYS: Readonly<Record<string, string>> = LIFECYCLES.deprecated;

export const lambdaRuntimes = {
  "lambda-function-runtime": ({ resource: lambda, report, setting }) => {
    const runtime = lambda.text("runtime") ?? "";
    const last = LAST_DAYS[runtime];
    if (isDeprecated(runtime)) report(`runtime is ${runtime}, which AWS deprecated on ${last}.`);
    else if (setting<string[]>("deprecated").includes(runtime))
      report(`runtime is ${runtime}, which the settings refuse.`);
  },
  "lambda-function-runtime-ending": ({ resource: lambda, report, setting }) => {
    const runtime = lambda.text("runtime") ?? "";
    const last = LAST_DAYS[runtime];
    if (last === undefined || isDeprecated(runtime)) return;
    if (daysUntil(last) <= setting<number>("days"))
      report(`runtime is ${runtime}, which AWS deprecates on ${last}.`);
  },
  "lambda-function-runtime-newest": {
    scope: "resource",
    settings: {
      newest: {
        type: "array",
        items: { type: "string" },
        default: LIFECYCLES.newest,
        description: "The newest runtime of each family.",
      },
    },
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
} satisfies Checks;

function isDeprecated(runtime: string): boolean {
  const last = LAST_DAYS[runtime];
  return last !== undefined && daysUntil(last) <= 0;
}

function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime.replace(/^dotnetcore/, "dotnet"))?.[0] ?? runtime;
}
