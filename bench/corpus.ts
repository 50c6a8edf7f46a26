/**
 * Lints every definition below a folder, also in templates, for example checked-out repositories of others, and prints each error. On
 * definitions that AWS takes each of them is a false one. Run with
 * `node engine/command.mjs bench/corpus.ts FOLDER [CODE...]`; with codes, findings of those rules only, warnings too.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readText } from "../statemachine/definition/parse";
import { machinesIn } from "../statemachine/embedded";
import { has, isRecord } from "../statemachine/json";
import { lintText } from "../statemachine/lint";

const DEFINITION = /\.(?:json5?|ya?ml|asl)$/;

/** Longer files are data. */
const MAX_BYTES = 1_048_576;

function main([folder, ...codes]: readonly string[]): void {
  if (folder === undefined) throw new Error("write the folder that has the definitions");
  let definitions = 0;
  let found = 0;
  for (const file of filesBelow(folder)) {
    const text = readFileSync(file, "utf8");
    if (!isDefinition(text)) continue;
    definitions++;
    for (const { code, severity, path: at, message } of lintText(text)) {
      if (codes.length > 0 ? !codes.includes(code) : severity !== "error") continue;
      found++;
      console.log(`${path.relative(folder, file)}: ${at}: ${code}: ${message}`);
    }
  }
  console.log(`${definitions} definitions, ${found} ${codes.length > 0 ? "findings" : "errors"}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => DEFINITION.test(name) && !name.includes("node_modules"))
    .map((name) => path.join(folder, name))
    .filter((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.size <= MAX_BYTES;
    })
    .sort();
}

function isDefinition(text: string): boolean {
  if (!/StartAt|StateMachine|aws_sfn_state_machine/.test(text)) return false;
  const { value } = readText(text);
  const machines = machinesIn(value) ?? [];
  return machines.length > 0 || (isRecord(value) && has(value, "StartAt") && has(value, "States"));
}

main(process.argv.slice(2));
