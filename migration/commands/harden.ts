import { PROJECT, type Settings } from "../../stack/settings";
import { PROJECT_DIR, readConfig, runProgram } from "../../engine/program";
import { setConfig } from "./config-file";
import { type Hardening, hardenings } from "../release/harden";
import { columns } from "../../engine/table";
import { shortUrn } from "../plan/report";
import type { FormatFlags } from "./flags";
import { Exit, jsonText, printLines } from "../../statemachine/cli";
import { mapValues } from "../../statemachine/json";

const TERRAFORM = `${PROJECT}:terraform`;
const ADOPTION = `${PROJECT}:adoption`;

/** `migrate -- harden`: what the stack's own settings and the hardened ones make different. */
export async function harden(
  flags: FormatFlags & { stack: string; only?: string; write?: boolean },
): Promise<Exit> {
  const { stack } = flags;
  // First, as the program says of a wrong setting what is wrong.
  const compatible = await runProgram({ stack, config: { [ADOPTION]: {} } });
  const text = readConfig(PROJECT_DIR, stack).values[TERRAFORM] ?? "{}";
  const entries = JSON.parse(text) as Settings["terraform"];
  const choice = flags.only?.split(",").map((each) => each.trim()) ?? true;
  const hardened = mapValues(entries, (entry) => ({ ...entry, hardened: choice }));
  const after = await runProgram({ stack, config: { [TERRAFORM]: hardened, [ADOPTION]: {} } });
  const changes = hardenings(compatible, after);
  process.stdout.write(flags.format === "json" ? jsonText(changes) : hardenText(changes));
  const safe = changes.every(({ action }) => action === "create" || action === "update");
  if (flags.write === true) writeStack(stack, Object.keys(entries), choice, safe);
  return safe ? Exit.ok : Exit.findings;
}

function writeStack(
  stack: string,
  names: readonly string[],
  hardened: readonly string[] | true,
  safe: boolean,
): void {
  if (!safe) {
    process.stderr.write("nothing written: AWS would replace or delete something\n");
    return;
  }
  const set = { [TERRAFORM]: Object.fromEntries(names.map((name) => [name, { hardened }])) };
  const file = setConfig(PROJECT_DIR, stack, { set, replace: { [ADOPTION]: undefined } });
  printLines(process.stderr, `written: ${file}`);
}

/** What hardening changes, for people. */
export function hardenText(changes: readonly Hardening[]): string {
  const rows = changes.flatMap(({ urn, action, properties }) => {
    const name = shortUrn(urn);
    if (properties.length === 0) return [[action, name, "", ""]];
    return properties.map(({ property, inPlace }) => [
      action,
      name,
      property,
      inPlace ? "in place" : "REPLACES",
    ]);
  });
  const count = (action: Hardening["action"]): number =>
    changes.filter((each) => each.action === action).length;
  const summary = (["create", "update", "replace", "delete"] as const)
    .map((action) => `${count(action)} to ${action}`)
    .join(", ");
  if (rows.length === 0) return "nothing to harden: the stack is what the hardened settings make\n";
  const table = columns([["Action", "URN", "Property", "AWS"], ...rows]);
  return `${table}\n${summary}\n`;
}
