import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { shellWord } from "../statemachine/cli";
import { SETTINGS } from "./settings-schema";

/** The project's name in Pulumi.yaml: it is the namespace of every setting and part of every URN. */
export const PROJECT = "stepfunctions";

/** The settings of one stack, checked and with every default filled in. */
export type Settings = z.output<typeof SETTINGS>;

/**
 * Reads and checks the stack's settings.
 *
 * @throws pulumi.RunError that lists every missing or wrong setting with its key, its value and the fix.
 */
export function readSettings(): Settings {
  const raw: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(pulumi.runtime.allConfig())) {
    const [namespace, name] = key.split(":");
    if (namespace === PROJECT && name !== undefined) raw[name] = parse(name, text);
  }
  return checkSettings(raw);
}

/** Checks plain values as `readSettings` does; separate so that it can be tested without a stack. */
export function checkSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const result = SETTINGS.safeParse(raw, { reportInput: true });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  - ${describe(issue)}`);
  throw new pulumi.RunError(
    `${lines.length === 1 ? "a setting of this stack is" : `${lines.length} settings of this stack are`} ` +
      `missing or wrong:\n${lines.join("\n")}`,
  );
}

const NAMES = new Set(["prefix", "environment", "name"]);

/** Names stay text, also when they look like numbers; anything else is JSON to Pulumi's configuration. */
function parse(key: string, text: string): unknown {
  if (NAMES.has(key)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const { path } = issue;
  const key = `${PROJECT}:${z.core.toDotPath(path)}`;
  const flag = path.length > 1 ? "--path " : "";
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys
      .map((name) => `${PROJECT}:${z.core.toDotPath([...path, name])}`)
      .join(", ");
    return `${names}: no such setting. Remove it; docs/settings.md lists the settings.`;
  }
  const fix = `Fix: pulumi config set ${flag}${shellWord(key)} <value>`;
  if (issue.code === "custom" && typeof issue.input === "object")
    return `${key}: is missing: ${issue.message}. ${fix}`;
  if (issue.input === undefined) return `${key}: is missing. ${fix}`;
  return `${key}: ${JSON.stringify(issue.input)} is not allowed: ${issue.message}. ${fix}`;
}
