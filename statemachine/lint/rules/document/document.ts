import { isDeferred } from "../../../definition/placeholder";
import { isRecord } from "../../../json";
import { HARD_LIMIT, MAX_BYTES } from "../../document";
import { type Checks, on } from "../../rule";

/** Rules about the text of a document, the value in it, its size, and what its Comments accept. */
export const documentChecks = {
  "not-readable": on("document", ({ document, report }) => {
    if (document.syntaxError !== undefined) report([], document.syntaxError);
  }),
  "duplicate-key": on("document", ({ document, report }) => {
    for (const steps of document.duplicates) {
      report(steps, `the key '${steps.at(-1)}' is written twice; the last one counts`);
    }
  }),
  "not-an-object": on("document", ({ document: { readable, value }, report }) => {
    if (!readable || isRecord(value) || isDeferred(value)) return;
    const type = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    report([], `the definition is ${type}, not an object`);
  }),
  "not-a-definition": on("document", ({ document: { machines }, report }) => {
    if (machines?.length === 0) report([], "this is a template without a state machine");
    for (const { definition, steps } of machines ?? []) {
      if (definition.is === "missing") report(steps, definition.reason);
    }
  }),
  "definition-too-large": on("document", ({ document: { tooLong, size }, report }) => {
    if (tooLong !== undefined) report([], tooLong);
    if (size.bytes <= MAX_BYTES) return;
    const many = size.bytes > HARD_LIMIT.bytes;
    const count = many ? `more than ${HARD_LIMIT.bytes}` : `about ${size.bytes}`;
    report([], `the definition has ${count} bytes; AWS takes at most ${MAX_BYTES}`);
  }),
  "nesting-too-deep": on("document", ({ document: { size }, report }) => {
    if (size.depth <= HARD_LIMIT.depth) return;
    report([], `the definition nests lists and objects more than ${HARD_LIMIT.depth} levels deep`);
  }),
  "acceptance-unused": on("acceptance", ({ acceptance: { id, isUsed, isLinted }, report }) => {
    if (!isUsed && isLinted) report(["Comment"], `there is no finding '${id}' to accept here`);
  }),
  "acceptance-without-reason": on("acceptance", ({ acceptance: { id, reason }, report }) => {
    if (reason === "") report(["Comment"], `'${id}' is accepted without a reason`);
  }),
} satisfies Checks;
