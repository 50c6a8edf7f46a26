import { Option } from "commander";
import { command } from "../engine/cli";
import { grid } from "../engine/table";
import type { Benchmark, Measurement } from "./benchmark";
import { CONSOLE } from "./console";
import { DIAGRAM } from "./diagram";
import { LINT } from "./lint";
import { LOCAL } from "./local";
import { POLICY } from "./policy";
import { Exit, runCommand } from "../statemachine/cli";

/** Every benchmark of the project. */
export const BENCHMARKS: readonly Benchmark[] = [LINT, DIAGRAM, POLICY, LOCAL, CONSOLE];

/** Runs the benchmarks and prints what they measured; exit 1 when a bound does not hold. */
export async function bench(args: readonly string[]): Promise<Exit> {
  const { only, format } = command(
    "bench",
    "Measure this project beside its peers; exit 1 when a bound does not hold.",
  )
    .addOption(
      new Option("--only <name>", "one benchmark").choices(BENCHMARKS.map(({ name }) => name)),
    )
    .addOption(new Option("--format <format>").choices(["table", "json", "both"]).default("both"))
    .parse([...args], { from: "user" })
    .opts<{ only?: string; format: string }>();
  const chosen = BENCHMARKS.filter(({ name }) => only === undefined || name === only);
  const measured: Measured[] = [];
  for (const { name, run } of chosen) {
    process.stderr.write(`measuring ${name} ...\n`);
    measured.push(...(await run()).map((line) => ({ benchmark: name, ...line })));
  }
  if (format !== "json") process.stdout.write(`${asTable(measured)}\n`);
  if (format !== "table") process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  return measured.every(({ bound }) => bound?.holds !== false) ? Exit.ok : Exit.findings;
}

/** A line with the name of its benchmark, as the JSON has it. */
type Measured = Measurement & { readonly benchmark: string };

function asTable(measured: readonly Measured[]): string {
  return grid(
    ["Benchmark", "Subject", "Input", "ms", "Bound", "Holds"],
    measured.map(({ benchmark, subject, input, milliseconds, bound }) => {
      const holds = bound === undefined ? "" : bound.holds ? "yes" : "NO";
      return [benchmark, subject, input, milliseconds.toFixed(1), bound?.text ?? "", holds];
    }),
    { colAligns: ["left", "left", "left", "right", "left", "left"] },
  );
}

if (process.argv[1] === __filename) void runCommand(() => bench(process.argv.slice(2)));
