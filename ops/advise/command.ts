import { readJson } from "../../engine/cli";
import { columns } from "../../engine/table";
import { Exit, jsonText, UsageError, visibleLines } from "../../statemachine/cli";
import type { TargetFlags } from "../target";
import { costOf, PRICES } from "./cost";
import { factsOf, type Facts } from "./facts";
import { money } from "./figures";
import type { Advice } from "./function-advice";
import { measure } from "./measure";
import { advise as adviceOn } from "./rules";

interface Flags extends TargetFlags {
  readonly facts?: string;
  /** Another number than was given or measured. */
  readonly executions?: number;
  readonly json?: boolean;
}

/** `ops advise`: what a workflow costs in a month, as it is and as it could be. */
export async function advise(flags: Flags): Promise<Exit> {
  const { facts: file, executions, json } = flags;
  if (file !== undefined && (flags.stack ?? flags.machine) !== undefined) {
    throw new UsageError("give either --facts FILE or a machine, by --stack or --machine");
  }
  const known = file === undefined ? await measure(flags) : factsOf(readJson(file), file);
  const facts = executions === undefined ? known : { ...known, executionsPerMonth: executions };
  const advice = adviceOn(facts);
  const text = json
    ? jsonText({ facts, cost: costOf(facts), advice, prices: PRICES.asOf })
    : visibleLines(report(facts, advice));
  process.stdout.write(text);
  return Exit.ok;
}

function report(facts: Facts, advice: readonly Advice[]): string {
  const { name, type, executionsPerMonth, transitions, durationMs } = facts;
  const cost = costOf(facts);
  const mark = (which: Facts["type"]): string => (which === type ? "as it is" : "");
  const rows = [
    ["as Standard", money(cost.standard), `${transitions} transitions`, mark("STANDARD")],
    ["as Express", money(cost.express), `${durationMs} ms, ${facts.memoryMB} MB`, mark("EXPRESS")],
    ...(facts.children
      ? [["children", money(cost.children), `${facts.children.perExecution} an execution`, ""]]
      : []),
    ["functions", money(cost.functions), facts.functions.map((each) => each.name).join(", "), ""],
    ["logs", money(cost.logs), `logLevel ${facts.logLevel}`, ""],
    ["traces", money(cost.traces), facts.tracing ? "if each is sampled" : "off", ""],
  ];
  const { region, currency, asOf } = PRICES;
  return [
    `${name}, ${type}, ${executionsPerMonth.toLocaleString("en-US")} executions a month`,
    `(list prices of ${region} in ${currency}, ${asOf}, without free tiers)`,
    "",
    columns(rows),
    "",
    ...(advice.length === 0 ? ["nothing to advise"] : advice.map(adviceText)),
    "",
  ].join("\n");
}

function adviceText({ about, figure, advice, argument, saving }: Advice): string {
  const saves = saving === undefined ? "" : ` (saves ${money(saving)} a month)`;
  return [`${about}: ${figure}${saves}`, `  ${advice}`, `  set ${argument}`].join("\n");
}
