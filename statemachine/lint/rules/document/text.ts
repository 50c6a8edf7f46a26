import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json";
import type { LintRule } from "../../rule";

/** Rules about the text of a document and the value in it. */
export const TEXT_RULES: readonly LintRule[] = [
  {
    id: "not-readable",
    meta: {
      description: "The text is JSON, or YAML that means the same.",
      pillar: "operations",
      severity: "error",
      remedy: "correct the text at the position that the message gives",
    },
    on: "document",
    check: ({ document, report }) => {
      if (document.syntaxError !== undefined) report([], document.syntaxError);
    },
  },
  {
    id: "duplicate-key",
    meta: {
      description:
        "No object has the same key twice: the first value would be lost without a word.",
      pillar: "operations",
      severity: "warning",
      remedy: "remove or rename one of the two",
    },
    on: "document",
    check: ({ document, report }) => {
      for (const steps of document.duplicates) {
        report(steps, `the key '${steps.at(-1)}' is written twice; the last one counts`);
      }
    },
  },
  {
    id: "not-an-object",
    meta: {
      description: "A definition is an object.",
      pillar: "operations",
      severity: "error",
      remedy: "write an object with StartAt and States",
    },
    on: "document",
    check: ({ document: { readable, value }, report }) => {
      if (!readable || isRecord(value) || isDeferred(value)) return;
      const type = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
      report([], `the definition is ${type}, not an object`);
    },
  },
  {
    id: "not-a-definition",
    meta: {
      description:
        "What is not a definition has some in it: state machines in a template of CloudFormation, SAM, the CDK or Terraform.",
      pillar: "operations",
      severity: "error",
      remedy: "name a file that has a definition, or write it into the template",
    },
    on: "document",
    check: ({ document: { machines }, report }) => {
      if (machines?.length === 0) report([], "this is a template without a state machine");
      for (const { definition, steps } of machines ?? []) {
        if (definition.is === "missing") report(steps, definition.reason);
      }
    },
  },
];
