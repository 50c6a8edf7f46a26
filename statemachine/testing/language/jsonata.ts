import { randomUUID } from "node:crypto";
import jsonata from "jsonata";
import { isRecord, type JsonRecord } from "../../json";
import { expressionIn, readExpression } from "../../lint/syntax/expressions";
import { TaskError, WorkflowTestError } from "../errors";
import { hash, partition, range, share } from "./intrinsics";

/** Parts of one expression that are evaluated: after so many it is taken to be endless, as nothing else would end it. */
const MOST_STEPS = 1_000_000;

/** What jsonata calls before each part of an expression. */
const ENTRY = Symbol.for("jsonata.__evaluate_entry") as unknown as string;

/** What jsonata marks its own functions with, and those of an expression. */
const FUNCTION_MARKS = ["_jsonata_function", "_jsonata_lambda"];

/** The functions that Step Functions adds to JSONata. Source: "Transforming data with JSONata in Step Functions". */
const FUNCTIONS: JsonRecord = {
  partition,
  // A range of one number is that number, as a sequence of one is everywhere in JSONata.
  range: (first: number, last: number, step: number) => {
    const numbers = range(first, last, step);
    return numbers.length === 1 ? numbers[0] : numbers;
  },
  hash,
  random: share,
  uuid: () => randomUUID(),
  parse: (text: string) => JSON.parse(text) as unknown,
};

/**
 * `template` with each `{% ... %}` replaced by what it gives.
 *
 * @throws TaskError States.QueryEvaluationError, which Retry and Catch of the state may match.
 * @throws WorkflowTestError for an expression with a syntax error, which AWS would not have accepted.
 */
export async function evaluate(
  template: unknown,
  variables: JsonRecord,
  where: string,
): Promise<unknown> {
  if (Array.isArray(template)) {
    return Promise.all(template.map((each) => evaluate(each, variables, where)));
  }
  if (isRecord(template)) {
    const entries = Object.entries(template).map(
      async ([key, value]) => [key, await evaluate(value, variables, where)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  const source = typeof template === "string" ? expressionIn(template) : undefined;
  return source === undefined ? template : evaluateOne(source.trim(), variables, where);
}

async function evaluateOne(source: string, variables: JsonRecord, where: string): Promise<unknown> {
  const expression = parse(source, where);
  let steps = 0;
  expression.assign(ENTRY, () => {
    if (++steps > MOST_STEPS)
      throw new WorkflowTestError(`${where} has an expression that does not end: ${source}`);
  });
  let value: unknown;
  try {
    // Copies: an expression must not change what it reads.
    const bindings = structuredClone(variables);
    value = await expression.evaluate(undefined, { ...FUNCTIONS, ...bindings });
  } catch (error) {
    if (error instanceof WorkflowTestError) throw error;
    throw failure(`${source}: ${(error as Error).message}`);
  }
  if (value === undefined) throw failure(`${source} gives nothing`);
  return JSON.parse(JSON.stringify(value, onlyJson(source))) as unknown;
}

/** Refuses what JSON has no word for: a function, a regular expression (one too, here), a number without an end. */
function onlyJson(source: string): (key: string, value: unknown) => unknown {
  return (_key, value) => {
    const isCallable =
      typeof value === "function" ||
      (isRecord(value) && FUNCTION_MARKS.some((mark) => value[mark] === true));
    if (isCallable) throw failure(`${source} gives a function, which is not JSON`);
    if (typeof value === "number" && !Number.isFinite(value))
      throw failure(`${source} gives ${value}, which is not JSON`);
    return value;
  };
}

function parse(source: string, where: string): jsonata.Expression {
  const { problem } = readExpression(source);
  if (problem === undefined) return jsonata(source);
  throw new WorkflowTestError(
    `${where} has a JSONata expression with an error: ${problem}: ${source}`,
  );
}

/** The error of an expression that fails or gives what its field does not take. */
export function failure(message: string): TaskError {
  return new TaskError("States.QueryEvaluationError", message);
}
