import type { LintRule } from "../../rule";
import { expressionIn, isShort, readExpression } from "../../syntax/expressions";

/** Rules about JSONata. */
export const JSONATA_RULES: readonly LintRule[] = [
  {
    id: "jsonata-delimiters",
    meta: {
      description: "A JSONata string begins with `{%` and ends with `%}`.",
      pillar: "operations",
      severity: "error",
      remedy: "write {% expression %}",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      if (!isShort(value)) return;
      const open = value.startsWith("{%");
      if (open !== value.endsWith("%}") || value === "{%}") {
        report([], `'${key}' is not closed on both sides by {% and %}`);
      }
    },
  },
  {
    id: "jsonata-syntax",
    meta: {
      description: "An expression between {% and %} is JSONata.",
      pillar: "operations",
      severity: "error",
      remedy: "correct the expression; docs.jsonata.org has the language",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      const expression = isShort(value) ? expressionIn(value) : undefined;
      const problem = expression === undefined ? undefined : readExpression(expression).problem;
      if (problem !== undefined) report([], `'${key}' does not compile: ${problem}`);
    },
  },
];
