import { lintText, type Finding } from "asl-toolkit/lint";
import type { Practice, Resource, ResourceRule } from "../host/rule";
import { PRACTICES } from "../host/rule";
import * as t from "../types";
import { secretIn } from "./secrets";

interface Task {
  readonly state: string;
  readonly resource: string;
  /** The function that a Lambda task calls, as an ARN or a name. */
  readonly target: string;
  readonly timeout: number | undefined;
}

/** The tasks of a definition that call a function, at any depth. */
export function lambdaTasks(text: string | undefined): Task[] {
  return tasksOf(text).filter(({ resource }) => /:lambda:/.test(resource));
}

/** Actions of AWS services that change nothing. */
const READS =
  /:(get|list|describe|head|query|scan|batchGet|select|lookup|check|detect|search)[A-Za-z]*(\.[a-z:0-9]+)?$/;

/** The names of the states whose second run would act again. */
export function sideEffects(text: string | undefined): string[] {
  return tasksOf(text)
    .filter(({ resource }) => !READS.test(resource))
    .map(({ state }) => state);
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
  walk(parsed(text), "");
  return found;
}

/** How each practice reads in a rule's sentence. */
const WORDS: Readonly<Record<Practice, string>> = {
  performance: "runs fast",
  security: "is safe",
  operations: "can be operated",
  reliability: "is reliable",
  cost: "costs no more than it must",
};

/**
 * Warnings of the linter that block all the same: AWS takes the definition, but an execution hangs, loops, loses work or
 * fails on a fault of the service.
 */
const BLOCKING = new Set([
  "distributed-only-field",
  "endless-loop",
  "express-path",
  "express-timeout",
  "heartbeat-missing",
  "heartbeat-too-long",
  "http-timeout",
  "lambda-retry",
  "lambda-throttle-retry",
  "resource-stand-in",
  "task-timeout",
  "task-token-missing",
  "undefined-variable",
  "unknown-states-error",
]);

type Weight = "blocks" | "advises";

const EXAMPLES: Readonly<
  Record<string, { readonly violation: string; readonly fix: string } | undefined>
> = {
  "performance blocks": {
    violation:
      '"ErrorEquals": ["Lambda.ServiceException"] // without Lambda.TooManyRequestsException',
    fix: '"ErrorEquals": ["Lambda.ServiceException", "Lambda.TooManyRequestsException"]',
  },
  "performance advises": {
    violation: '"Type": "Map" // without MaxConcurrency',
    fix: '"MaxConcurrency": 10',
  },
  "security blocks": {
    violation: '"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:*"',
    fix: "// one function's ARN",
  },
  "security advises": {
    violation: "// a task on another account's queue without Credentials",
    fix: '"Credentials": { "RoleArn": "arn:aws:iam::999999999999:role/orders" }',
  },
  "operations blocks": { violation: '"Type": "Wait" // without a time', fix: '"Seconds": 10' },
  "operations advises": {
    violation: '"Type": "Fail" // without a Cause',
    fix: '"Cause": "The order is unknown"',
  },
  "reliability blocks": {
    violation: '"Type": "Task" // without TimeoutSeconds',
    fix: '"TimeoutSeconds": 30',
  },
  "reliability advises": {
    violation: '"Type": "Choice" // without Default',
    fix: '"Default": "Unknown"',
  },
  "cost advises": { violation: '"Type": "Pass" // without effect', fix: "// the state is removed" },
};

/** What the linter finds in each definition that must not be deployed, by practice; nothing of cost is that grave. */
export const sfnDefinitionErrors: readonly ResourceRule[] = (
  ["performance", "security", "operations", "reliability"] as const
).map((practice) => definitionRule(practice, "blocks"));

/** What else the linter finds in each definition, by practice. */
export const sfnDefinitionAdvice: readonly ResourceRule[] = PRACTICES.map((practice) =>
  definitionRule(practice, "advises"),
);

function definitionRule(practice: Practice, weight: Weight): ResourceRule {
  const blocks = weight === "blocks";
  return {
    name: `sfn-definition-${practice}${blocks ? "" : "-advice"}`,
    description: `A definition ${WORDS[practice]}: the linter finds ${blocks ? "nothing that must not be deployed" : "nothing to better"}.`,
    group: practice,
    level: blocks ? "mandatory" : "advisory",
    severity: blocks ? "high" : "low",
    controls: [],
    remedy: "Change `definition` as the finding says; docs/lint.md explains each code.",
    url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    types: [t.MACHINE],
    example: EXAMPLES[`${practice} ${weight}`] ?? { violation: "", fix: "" },
    check: (machine, judge) => {
      for (const finding of findingsOf(machine)) {
        const weighs = finding.severity === "error" || BLOCKING.has(finding.code);
        // Secrets have a rule of their own.
        if (finding.practice !== practice || weighs !== blocks || finding.code === SECRET) continue;
        judge.report(
          `definition${finding.path}: ${finding.message}; ${finding.fix} (${finding.code})`,
        );
      }
    },
  };
}

const SECRET = "secret-literal";

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

const memory = new Map<string, readonly Finding[]>();
const MEMORY_SIZE = 200;

/** Ten rules read the same findings: a definition is linted once. */
function findingsOf(machine: Resource): readonly Finding[] {
  const definition = machine.text("definition");
  if (definition === undefined) return [];
  const type =
    (machine.text("type") ?? "STANDARD").toUpperCase() === "EXPRESS" ? "EXPRESS" : "STANDARD";
  const role = machine.pending("roleArn") ? undefined : machine.text("roleArn");
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? "")?.[1];
  const key = `${type} ${account} ${definition}`;
  let found = memory.get(key);
  if (found === undefined) {
    if (memory.size >= MEMORY_SIZE) memory.clear();
    memory.set(key, (found = lintText(definition, { type, ...(account && { account }) })));
  }
  return found;
}

function tasksOf(text: string | undefined): Task[] {
  const tasks: Task[] = [];
  const visit = (machine: unknown): void => {
    if (!isRecord(machine) || !isRecord(machine.States)) return;
    for (const [name, state] of Object.entries(machine.States)) {
      if (!isRecord(state)) continue;
      if (state.Type === "Task") tasks.push(taskOf(name, state));
      for (const inner of [state.Iterator, state.ItemProcessor].concat(state.Branches))
        visit(inner);
    }
  };
  visit(parsed(text));
  return tasks;
}

function taskOf(state: string, task: Record<string, unknown>): Task {
  const resource = String(task.Resource ?? "");
  const given = [task.Parameters, task.Arguments].find(isRecord);
  const name = given?.FunctionName;
  const target = typeof name === "string" ? name : resource;
  const timeout = typeof task.TimeoutSeconds === "number" ? task.TimeoutSeconds : undefined;
  return { state, resource, target, timeout };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    // The linter's findings say so.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
