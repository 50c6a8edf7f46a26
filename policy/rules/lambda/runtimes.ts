import * as t from "../shared/types";
import { textList } from "../shared/settings";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Runtimes that AWS no longer mends (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). */
const DEPRECATED = [
  "dotnet5.0",
  "dotnet6",
  "dotnet7",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "go1.x",
  "java8",
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "nodejs16.x",
  "nodejs18.x",
  "provided",
  "python2.7",
  "python3.6",
  "python3.7",
  "python3.8",
  "python3.9",
  "ruby2.5",
  "ruby2.7",
];

/** The newest runtime of each family. */
const NEWEST = ["dotnet10", "java25", "nodejs24.x", "provided.al2023", "python3.14", "ruby3.4"];

export const lambdaRuntimes: readonly PolicyRule[] = [
  {
    id: "lambda-function-runtime",
    meta: {
      description: "A function runs on a runtime that AWS still mends.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_363", "Lambda.2", "E2531", "E2533", "end_of_life"],
      remedy: "Set `runtime` to a supported one.",
      docs: { url: `${GUIDE}/lambda-runtimes.html` },
    },
    types: [t.FUNCTION],
    settings: { deprecated: textList(DEPRECATED, "The runtimes to refuse.") },
    check: ({ resource: lambda, report, setting }) => {
      const runtime = lambda.text("runtime");
      if (runtime && setting<string[]>("deprecated").includes(runtime)) {
        report(`runtime is ${runtime}, which is deprecated.`);
      }
    },
  },
  {
    id: "lambda-function-runtime-newest",
    meta: {
      description: "A function runs on the newest runtime of its family.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["AwsSolutions-L1"],
      remedy: "Set `runtime` to the newest of its family.",
      docs: { url: `${GUIDE}/lambda-runtimes.html` },
    },
    types: [t.FUNCTION],
    settings: {
      newest: textList(NEWEST, "The newest runtime of each family."),
      deprecated: textList(DEPRECATED, "The runtimes that the rule on deprecated ones speaks of."),
    },
    check: ({ resource: lambda, report, setting }) => {
      const runtime = lambda.text("runtime");
      if (!runtime || setting<string[]>("deprecated").includes(runtime)) return;
      const newest = setting<string[]>("newest").find(
        (each) => familyOf(each) === familyOf(runtime),
      );
      if (newest !== undefined && newest !== runtime)
        report(`runtime is ${runtime}, not ${newest}.`);
    },
  },
];

function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime.replace(/^dotnetcore/, "dotnet"))?.[0] ?? runtime;
}
