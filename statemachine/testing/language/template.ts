import { display, isRecord } from "../../json";
import { looksIntrinsic, parseCall, type Argument, type Call } from "../../lint/syntax/calls";
import { TaskError, WorkflowTestError } from "../errors";
import { FUNCTIONS } from "./intrinsics";
import { read, type Readable } from "./path";

/** A payload template of JSONPath: each field that ends in `.$` becomes what its path or function gives. */
export function fill(template: unknown, from: Readable): unknown {
  if (Array.isArray(template)) return template.map((each) => fill(each, from));
  if (!isRecord(template)) return template;
  const entries = Object.entries(template).map(([key, value]) =>
    key.endsWith(".$") ? [key.slice(0, -2), compute(value, from, key)] : [key, fill(value, from)],
  );
  return Object.fromEntries(entries) as unknown;
}

/**
 * What a path or a call of intrinsic functions gives.
 *
 * @throws WorkflowTestError for text that is neither, which AWS would not have accepted.
 */
export function compute(source: unknown, from: Readable, field: string): unknown {
  if (typeof source !== "string") {
    throw new WorkflowTestError(`"${field}" is ${JSON.stringify(source)}, not a path or function`);
  }
  if (!looksIntrinsic(source)) return read(source, from, field);
  const { call, problem } = parseCall(source);
  if (call && problem === undefined) return evaluate(call, { from, source });
  throw new WorkflowTestError(
    `${source} is not a call of an intrinsic function: ${display(problem)}`,
  );
}

interface Evaluation {
  readonly from: Readable;
  /** The whole text, for messages. */
  readonly source: string;
}

function evaluate(call: Call, evaluation: Evaluation): unknown {
  const values = call.arguments.map((argument, index) =>
    // States.Format reads the escapes of its template itself: \{ is not a place for a value.
    call.name === "Format" && index === 0 && argument.kind === "text"
      ? argument.source.slice(1, -1)
      : valueOf(argument, evaluation),
  );
  try {
    return FUNCTIONS[call.name](...values);
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const { source } = evaluation;
    throw new TaskError(
      error.name,
      `the function '${source}' had the following error: ${error.message}`,
    );
  }
}

function valueOf(argument: Argument, evaluation: Evaluation): unknown {
  switch (argument.kind) {
    case "call":
      return evaluate(argument, evaluation);
    case "path":
      return read(argument.source, evaluation.from, evaluation.source);
    case "text":
      return argument.source.slice(1, -1).replaceAll(/\\(.)/gu, "$1");
    case "constant":
      return JSON.parse(argument.source) as unknown;
  }
}
