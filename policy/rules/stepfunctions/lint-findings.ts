import { pointer, stepsTo, walk } from "asl-toolkit/json";
import { lintText, type Finding } from "asl-toolkit/lint";
import { remembering } from "../../host/memory";
import type { Resource } from "../../host/resource";
import { secretIn } from "../shared/secrets";
import { parsedDefinition, typeOf } from "./tasks";

/** The linter's code for a secret, which has a rule of its own here. */
export const SECRET = "secret-literal";

const lint = remembering((key): readonly Finding[] => {
  const [, type, account, definition = ""] = /^(\S*) (\S*) (.*)$/s.exec(key) ?? [];
  return lintText(definition, {
    type: type as "EXPRESS" | "STANDARD",
    ...(account && { account }),
  });
});

/** Many rules read the same findings: a definition is linted once. */
export function findingsOf(machine: Resource): readonly Finding[] {
  const definition = machine.text("definition");
  // The linter reads YAML too, which AWS does not: what is no JSON has a finding of its own.
  if (definition === undefined || parsedDefinition(definition) === undefined) return [];
  const type = typeOf(machine) === "EXPRESS" ? "EXPRESS" : "STANDARD";
  const role = machine.knownText("roleArn");
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? "")?.[1] ?? "";
  return lint(`${type} ${account} ${definition}`);
}

/** The places of a definition that hold a secret, with its kind. */
export function secretsOf(machine: Resource): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const leaf of walk(parsedDefinition(machine.text("definition")), "")) {
    const kind = typeof leaf.value === "string" ? secretIn(leaf.value) : undefined;
    if (kind !== undefined) found.set(pointer(stepsTo(leaf).slice(1)), `looks like ${kind}`);
  }
  for (const { code, path, message } of findingsOf(machine)) {
    if (code === SECRET && !found.has(path)) found.set(path, `holds a secret: ${message}`);
  }
  return found;
}
