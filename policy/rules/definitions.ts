import { lintText, type Finding } from "../../statemachine/lint";
import type { Practice, ResourceRule } from "../rule";
import { PRACTICES } from "../rule";
import * as t from "../types";

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
export function stringsOf(text: string | undefined): { path: string; text: string }[] {
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

const EXAMPLES: Readonly<
  Record<Practice, Readonly<Record<Finding["severity"], { violation: string; fix: string }>>>
> = {
  performance: {
    error: {
      violation: '"Resource": "arn:aws:states:::lambda:invoke.sync"',
      fix: '"Resource": "arn:aws:states:::lambda:invoke"',
    },
    warning: { violation: '"Type": "Map" // without MaxConcurrency', fix: '"MaxConcurrency": 10' },
  },
  security: {
    error: { violation: '"ApiKey": "AKIA..."', fix: '"SecretId": "orders/api-key"' },
    warning: {
      violation: '"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:*"',
      fix: "// one function's ARN",
    },
  },
  operations: {
    error: { violation: '"Type": "Wait" // without a time', fix: '"Seconds": 10' },
    warning: {
      violation: '"Type": "Fail" // without a Cause',
      fix: '"Cause": "The order is unknown"',
    },
  },
  reliability: {
    error: { violation: '"Type": "Task" // without TimeoutSeconds', fix: '"TimeoutSeconds": 30' },
    warning: { violation: '"Type": "Choice" // without Default', fix: '"Default": "Unknown"' },
  },
  cost: {
    error: {
      violation: "// a loop without an end",
      fix: '"TimeoutSeconds": 3600 // of the machine',
    },
    warning: { violation: '"Type": "Pass" // without effect', fix: "// the state is removed" },
  },
};

/** The linter's errors in each definition, by practice. */
export const sfnDefinitionErrors: readonly ResourceRule[] = PRACTICES.map((practice) =>
  definitionRule(practice, "error"),
);

/** The linter's warnings in each definition, by practice. */
export const sfnDefinitionWarnings: readonly ResourceRule[] = PRACTICES.map((practice) =>
  definitionRule(practice, "warning"),
);

function definitionRule(practice: Practice, severity: Finding["severity"]): ResourceRule {
  const isError = severity === "error";
  return {
    name: `sfn-definition-${practice}${isError ? "" : "-advice"}`,
    description: `A definition ${WORDS[practice]}: the linter finds no ${severity} of ${practice}.`,
    group: practice,
    level: isError ? "mandatory" : "advisory",
    severity: isError ? "high" : "low",
    controls: [],
    remedy: "Change `definition` as the finding says; docs/lint.md explains each code.",
    url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    types: [t.MACHINE],
    example: EXAMPLES[practice][severity],
    check: (machine, judge) => {
      const definition = machine.text("definition");
      if (definition === undefined) return;
      const express = (machine.text("type") ?? "STANDARD").toUpperCase() === "EXPRESS";
      for (const finding of findingsOf(definition, express)) {
        if (finding.practice !== practice || finding.severity !== severity) continue;
        judge.report(
          `definition${finding.path}: ${finding.message} ${finding.fix} (${finding.code})`,
        );
      }
    },
  };
}

const memory = new Map<string, readonly Finding[]>();
const MEMORY_SIZE = 200;

/** Ten rules read the same findings: a definition is linted once. */
function findingsOf(definition: string, express: boolean): readonly Finding[] {
  const key = `${express} ${definition}`;
  let found = memory.get(key);
  if (found === undefined) {
    if (memory.size >= MEMORY_SIZE) memory.clear();
    // Secrets have a rule of their own, which also says what kind they are.
    found = lintText(definition, { type: express ? "EXPRESS" : "STANDARD" }).filter(
      ({ code }) => !/secret|credential/.test(code),
    );
    memory.set(key, found);
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
