import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json/values";
import { isTemplate } from "../../document";
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
      description: "A CloudFormation template is not a definition, though it may contain one.",
      pillar: "operations",
      severity: "error",
      remedy:
        "keep the definition in a file of its own (DefinitionUri, DefinitionS3Location) and name that",
    },
    on: "document",
    check: ({ document, report }) => {
      if (!isTemplate(document.value)) return;
      report(
        ["Resources"],
        "this is a CloudFormation template, not the definition of a state machine",
      );
    },
  },
];
