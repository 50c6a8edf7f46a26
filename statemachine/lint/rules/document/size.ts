import { HARD_LIMIT, MAX_BYTES } from "../../document";
import type { LintRule } from "../../rule";
import { faulty, machine, pass } from "../examples";

const GOOD = machine({ Done: pass() });

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
    examples: {
      correct: [GOOD],
      incorrect: [
        faulty(machine({ Done: pass() }, { Comment: " ".repeat(MAX_BYTES) }), [
          "",
          "the definition has about 1048700 bytes; AWS takes at most 1048576",
        ]),
      ],
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
    examples: {
      correct: [GOOD],
      incorrect: [
        faulty(machine({ Done: pass({ Result: nested(1000) }) }), [
          "",
          "the definition nests lists and objects more than 1000 levels deep",
        ]),
      ],
    },
  },
];

/** Lists inside each other, `levels` deep. */
function nested(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
