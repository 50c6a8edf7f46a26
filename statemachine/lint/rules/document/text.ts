import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json";
import { HARD_LIMIT, MAX_BYTES } from "../../document";
import type { LintRule } from "../../rule";

/** Rules about the text of a document, the value in it, and its size. */
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
  {
    id: "definition-too-large",
    meta: {
      description: "A definition has at most 1,048,576 bytes; AWS refuses a larger one.",
      pillar: "operations",
      severity: "error",
      remedy: "move data to S3, or parts of the workflow to machines of their own",
    },
    on: "document",
    check: ({ document: { tooLong, size }, report }) => {
      if (tooLong !== undefined) report([], tooLong);
      if (size.bytes <= MAX_BYTES) return;
      const many = size.bytes > HARD_LIMIT.bytes;
      const count = many ? `more than ${HARD_LIMIT.bytes}` : `about ${size.bytes}`;
      report([], `the definition has ${count} bytes; AWS takes at most ${MAX_BYTES}`);
    },
  },
  {
    id: "nesting-too-deep",
    meta: {
      description: "Lists and objects are nested at most 1,000 levels deep.",
      pillar: "operations",
      severity: "error",
      remedy: "move inner levels to machines of their own",
    },
    on: "document",
    check: ({ document: { size }, report }) => {
      if (size.depth <= HARD_LIMIT.depth) return;
      report(
        [],
        `the definition nests lists and objects more than ${HARD_LIMIT.depth} levels deep`,
      );
    },
  },
];
