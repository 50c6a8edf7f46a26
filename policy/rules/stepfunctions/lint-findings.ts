import { lintText, type Finding } from "asl-toolkit/lint";
import { remembering } from "../../host/memory";
import type { Resource } from "../../host/resource";
import { secretIn } from "../shared/secrets";
import { parsedDefinition } from "./tasks";

/** The linter's code for a secret, which has a rule of its own here. */
export const SECRET = "secret-literal";

const lint = remembering((key): readonly Finding[] => {
  const [, type, account, definition = ""] = /^(\S*) (\S*) (.*)$/s.exec(key) ?? [];
  return lintText(definition, {
    type: type === "EXPRESS" ? "EXPRESS" : "STANDARD",
    ...(account && { account }),
  });
});

/** Many rules read the same findings: a definition is linted once. */
export function findingsOf(machine: Resource): readonly Finding[] {
  const definition = machine.text("definition");
  // The linter reads YAML too, which AWS does not: what is no JSON has a finding of its own.
  if (definition === undefined || parsedDefinition(definition) === undefined) return [];
  const type =
    (machine.text("type") ?? "STANDARD").toUpperCase() === "EXPRESS" ? "EXPRESS" : "STANDARD";
  const role = machine.knownText("roleArn");
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? "")?.[1] ?? "";
  return lint(`${type} ${account} ${definition}`);
}

/** The places of a definition that hold a secret, with its kind. */
export function secretsOf(machine: Resource): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, text } of stringsOf(machine.text("definition"))) {
    const kind = secretIn(text);
    if (kind !== undefined) found.set(path, `looks like ${kind}`);
  }
  for (const { code, path, message } of findingsOf(machine)) {
    if (code === SECRET && !found.has(path)) found.set(path, `holds a secret: ${message}`);
  }
  return found;
}

/** Every text in a definition with the JSON pointer to it. */
function stringsOf(text: string | undefined): { path: string; text: string }[] {
  const found: { path: string; text: string }[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "string") found.push({ path, text: value });
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
    }
  };
  walk(parsedDefinition(text), "");
  return found;
}
