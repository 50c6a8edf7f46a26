import { HARD_LIMIT, MAX_BYTES } from "../../document";
import type { LintRule } from "../../rule";

/** Rules about the size of a document. */
export const SIZE_RULES: readonly LintRule[] = [
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
