import type { TextProblem } from "../../definition/parse";
import { machine, pass } from "./examples";
import type { OwnRule } from "../rule";
import type { Size } from "../../json/values";

/** What AWS accepts of a definition in bytes (CreateStateMachine, `definition`). */
const MAX_BYTES = 1_048_576;

/** Past this a document is not read any further: it is no definition, and reading on would only take time. */
export const HARD_LIMIT: Size = { bytes: 8 * MAX_BYTES, depth: 1000 };

/** What is wrong with a document of that size. */
export function oversize({ bytes, depth }: Size): TextProblem[] {
  const problems: TextProblem[] = [];
  if (bytes > MAX_BYTES) {
    const count = bytes > HARD_LIMIT.bytes ? `more than ${HARD_LIMIT.bytes}` : `about ${bytes}`;
    const message = `the definition has ${count} bytes; AWS takes at most ${MAX_BYTES}`;
    problems.push({ code: "definition-too-large", steps: [], message });
  }
  if (depth > HARD_LIMIT.depth) {
    const message = `the definition nests lists and objects more than ${HARD_LIMIT.depth} levels deep`;
    problems.push({ code: "nesting-too-deep", steps: [], message });
  }
  return problems;
}

const GOOD = machine({ Done: pass() });

/** Lists inside each other, `levels` deep. */
function nested(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** Rules about the document as a whole, applied before its content is looked at. */
export const DOCUMENT_RULES: readonly OwnRule[] = [
  {
    code: "not-readable",
    severity: "error",
    practice: "operations",
    summary: "The text is JSON, or YAML that means the same.",
    fix: "correct the text at the position that the message gives",
    on: "document",
    failing: { definition: undefined, text: '{ "StartAt": "Done", "States": {' },
    fixed: { ...GOOD, text: JSON.stringify(GOOD.definition) },
  },
  {
    code: "duplicate-key",
    severity: "warning",
    practice: "operations",
    summary: "No object has the same key twice: the first value would be lost without a word.",
    fix: "remove or rename one of the two",
    on: "document",
    failing: {
      definition: undefined,
      text: JSON.stringify(GOOD.definition).replace("{", '{ "TimeoutSeconds": 60, '),
    },
    fixed: { ...GOOD, text: JSON.stringify(GOOD.definition) },
  },
  {
    code: "not-an-object",
    severity: "error",
    practice: "operations",
    summary: "A definition is an object.",
    fix: "write an object with StartAt and States",
    on: "document",
    failing: { definition: ["Done"] },
    fixed: GOOD,
  },
  {
    code: "not-a-definition",
    severity: "error",
    practice: "operations",
    summary: "A CloudFormation template is no definition, though it may contain one.",
    fix: "keep the definition in a file of its own (DefinitionUri, DefinitionS3Location) and name that",
    on: "document",
    failing: { definition: { Resources: { Orders: { Type: "AWS::Serverless::StateMachine" } } } },
    fixed: GOOD,
  },
  {
    code: "definition-too-large",
    severity: "error",
    practice: "operations",
    summary: "A definition has at most 1,048,576 bytes; AWS refuses a larger one.",
    fix: "move data to S3, or parts of the workflow to machines of their own",
    on: "document",
    failing: machine({ Done: pass() }, { Comment: " ".repeat(MAX_BYTES) }),
    fixed: GOOD,
  },
  {
    code: "nesting-too-deep",
    severity: "error",
    practice: "operations",
    summary: "Lists and objects are nested at most 1,000 levels deep.",
    fix: "move inner levels to machines of their own",
    on: "document",
    failing: machine({ Done: pass({ Result: nested(1000) }) }),
    fixed: GOOD,
  },
];
