import { PILLARS, type Pillar } from "asl-toolkit/rule";
import type { PolicyRule, ResourceRule } from "../../host/rule";
import * as t from "../shared/types";
import { findingsOf, SECRET } from "./lint-findings";
import { parsedDefinition } from "./tasks";

/** How each pillar reads in a rule's sentence. */
const WORDS: Readonly<Record<Pillar, string>> = {
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
  "in-progress-window",
  "lambda-retry",
  "lambda-throttle-retry",
  "resource-stand-in",
  "task-timeout",
  "task-token-missing",
  "undefined-variable",
  "unknown-states-error",
]);

/** What the linter finds in each definition, by pillar; nothing of cost is so grave that it must not be deployed. */
export const stepfunctionsDefinition: readonly PolicyRule[] = [
  ...PILLARS.filter((pillar) => pillar !== "cost").map((pillar) => definitionRule(pillar, true)),
  ...PILLARS.map((pillar) => definitionRule(pillar, false)),
];

function definitionRule(pillar: Pillar, blocks: boolean): ResourceRule {
  const id = `sfn-definition-${pillar}${blocks ? "" : "-advice"}`;
  return {
    id,
    meta: {
      description: `A definition ${WORDS[pillar]}: the linter finds ${blocks ? "nothing that must not be deployed" : "nothing to better"}.`,
      pillar,
      severity: blocks ? "high" : "low",
      level: blocks ? "mandatory" : "advisory",
      controls: [],
      remedy: "Change `definition` as the finding says; docs/lint.md explains each code.",
      docs: {
        url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
      },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      const text = machine.text("definition");
      const isData = text === undefined || parsedDefinition(text) !== undefined;
      if (!isData && id === "sfn-definition-operations") {
        report(
          `definition is ${JSON.stringify(text.slice(0, 40))}, and not JSON, as AWS takes it.`,
        );
      }
      for (const { code, severity, practice, path, message, fix } of findingsOf(machine)) {
        const weighs = severity === "error" || BLOCKING.has(code);
        if (practice !== pillar || weighs !== blocks || code === SECRET) continue;
        report(`definition${path}: ${message}; ${fix} (${code})`);
      }
    },
  };
}
