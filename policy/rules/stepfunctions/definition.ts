import { jsonIn, pointer, stepsTo, walk } from "asl-toolkit/json";
import { lintText, type Finding } from "asl-toolkit/lint";
import type { Pillar } from "asl-toolkit/rule";
import { remembering } from "../../host/memory";
import type { Resource } from "../../host/resource";
import type { ResourceRule } from "../../host/rule";
import type { Checks } from "../shared/checks";
import { secretIn } from "../shared/secrets";
import blockingWarnings from "./blocking-warnings.json";

/**
 * Warnings of the linter that block all the same: AWS takes the definition, but an execution hangs, loops, loses work or
 * fails on a fault of the service.
 */
const BLOCKING = new Set(blockingWarnings);

/** The linter's code for a secret, which has a rule of its own here. */
const SECRET = "secret-literal";

/** What the linter finds in each definition, by pillar; nothing of cost is so grave that it must not be deployed. */
export const stepfunctionsDefinition = {
  "sfn-definition-secrets": ({ resource: machine, report }) => {
    for (const [path, what] of secretsOf(machine)) report(`definition${path} ${what}.`);
  },
  "sfn-definition-performance": linted("performance", "blocks"),
  "sfn-definition-security": linted("security", "blocks"),
  "sfn-definition-operations": (context) => {
    const text = context.resource.text("definition");
    if (text !== undefined && parsedDefinition(text) === undefined) {
      const start = JSON.stringify(text.slice(0, 40));
      context.report(`definition is ${start}, and not JSON, as AWS takes it.`);
    }
    return linted("operations", "blocks")(context);
  },
  "sfn-definition-reliability": linted("reliability", "blocks"),
  "sfn-definition-performance-advice": linted("performance", "advice"),
  "sfn-definition-security-advice": linted("security", "advice"),
  "sfn-definition-operations-advice": linted("operations", "advice"),
  "sfn-definition-reliability-advice": linted("reliability", "advice"),
  "sfn-definition-cost-advice": linted("cost", "advice"),
} satisfies Checks;

/** What the linter finds of a pillar: what blocks, or the rest. */
function linted(pillar: Pillar, level: "blocks" | "advice"): ResourceRule["check"] {
  return ({ resource: machine, report }) => {
    for (const { code, severity, practice, path, message, fix } of findingsOf(machine)) {
      const weighs = severity === "error" || BLOCKING.has(code);
      if (practice !== pillar || weighs !== (level === "blocks") || code === SECRET) continue;
      report(`definition${path}: ${message}; ${fix} (${code})`);
    }
  };
}

const lint = remembering((key): readonly Finding[] => {
  const [, type, account, definition = ""] = /^(\S*) (\S*) (.*)$/s.exec(key) ?? [];
  return lintText(definition, {
    type: type as "EXPRESS" | "STANDARD",
    ...(account && { account }),
  });
});

/** Many rules read the same findings: a definition is linted once. */
function findingsOf(machine: Resource): readonly Finding[] {
  const definition = machine.text("definition");
  // The linter reads YAML too, which AWS does not: what is no JSON has a finding of its own.
  if (definition === undefined || parsedDefinition(definition) === undefined) return [];
  const type = typeOf(machine) === "EXPRESS" ? "EXPRESS" : "STANDARD";
  const role = machine.knownText("roleArn");
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? "")?.[1] ?? "";
  return lint(`${type} ${account} ${definition}`);
}

/** The places of a definition that hold a secret, with its kind. */
function secretsOf(machine: Resource): ReadonlyMap<string, string> {
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

/** The type of a machine, in capitals as AWS takes it. */
export function typeOf(machine: Resource): string {
  return (machine.text("type") ?? "STANDARD").toUpperCase();
}

/** A definition as data; undefined when it is not JSON, of which `sfn-definition-operations` tells. */
export function parsedDefinition(definition: string | undefined): unknown {
  return parse(definition ?? "");
}

const parse = remembering(jsonIn);
