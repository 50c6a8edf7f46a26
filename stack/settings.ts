import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { shellWord } from "../statemachine/cli";
import { SETTINGS } from "./settings-schema";
import { keepSecret, mustBePlain } from "./secrets";

/** The project's name in Pulumi.yaml: it is the namespace of every setting and part of every URN. */
export const PROJECT = "stepfunctions";

/** The settings of one stack, checked and with every default filled in. */
export type Settings = z.output<typeof SETTINGS>;

/**
 * Reads and checks the stack's settings. A part of an object may have a key of its own (`function.timeout`, set without
 * `--path`). A secret stays one: the settings hold an Output in its place.
 *
 * @throws pulumi.RunError that lists every missing or wrong setting with its key, its value and the fix.
 */
export function readSettings(): Settings {
  let raw: Record<string, unknown> = {};
  const secrets: [path: string[], value: unknown][] = [];
  for (const [key, text] of Object.entries(pulumi.runtime.allConfig()).sort()) {
    const [namespace, name] = key.split(":");
    if (namespace !== PROJECT || name === undefined) continue;
    const path = name.split(".");
    const value = parse(name, text);
    raw = withValue(raw, path, value);
    if (isConfigSecret(key)) secrets.push([path, value]);
  }
  const paths = secrets.map(([path]) => path);
  return keepSecrets(checkSettings(raw, paths), secrets);
}

/** Checks plain values as `readSettings` does; separate so that it can be tested without a stack. */
export function checkSettings(
  raw: Readonly<Record<string, unknown>>,
  secrets: readonly (readonly string[])[] = [],
): Settings {
  const result = SETTINGS.safeParse(raw, { reportInput: true });
  if (result.success) return result.data;
  refuse(result.error.issues.map((issue) => describe(issue, secrets)));
}

/** Ends the program with what is wrong, a line for each. */
function refuse(lines: readonly string[]): never {
  throw new pulumi.RunError(
    `${lines.length === 1 ? "a setting of this stack is" : `${lines.length} settings of this stack are`} ` +
      `missing or wrong:\n${lines.map((line) => `  - ${line}`).join("\n")}`,
  );
}

/** The settings with an Output in place of every secret. @throws pulumi.RunError where a secret must be plain */
function keepSecrets(settings: Settings, given: readonly [string[], unknown][]): Settings {
  const wrong = given.flatMap(([path, value]) => mustBePlain(PROJECT, path, value));
  if (wrong.length > 0) refuse(wrong);
  return given.reduce((kept, [path, value]) => keepSecret(kept, path, value), settings);
}

/** The settings with a value at a path, in objects that are made on the way; a key may be `__proto__`. */
function withValue(
  settings: object,
  [first = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const entries = new Map<string, unknown>(Object.entries(settings));
  const inner = entries.get(first);
  const outer = typeof inner === "object" && inner !== null ? inner : {};
  entries.set(first, rest.length === 0 ? value : withValue(outer, rest, value));
  return Object.fromEntries(entries);
}

/** Exported, but left out of the package's type declarations. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** The keys of names and of single tags. */
const TEXTS = /^(prefix|environment|name|(function\.)?tags\..*)$/;

/** Names and single tags stay text, also when they look like numbers; anything else is JSON to Pulumi's configuration. */
function parse(key: string, text: string): unknown {
  if (TEXTS.test(key)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function describe(issue: z.core.$ZodIssue, secrets: readonly (readonly string[])[]): string {
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
  const isSecret = secrets.some((secret) => secret.every((part, at) => part === path[at]));
  const shown = isSecret ? "the secret" : JSON.stringify(issue.input);
  return `${key}: ${shown} is not allowed: ${issue.message}. ${fix}`;
}
