import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../statemachine/cli";

/**
 * One run of the workflow, a file `local/events/<name>.json`:
 *
 * ```json
 * {
 *   "description": "one sentence",
 *   "input": { "payload": { "bucket": "${payloadBucket}", "key": "orders/1.json" } },
 *   "objects": [{ "when": "Wait", "bucket": "${payloadBucket}", "key": "orders/1.json", "content": { "order": 1 } }],
 *   "expect": { "status": "SUCCEEDED", "path": ["LambdaInvoke", "CheckStatusCode", "SuccessState"] }
 * }
 * ```
 *
 * `${output}` in any text stands for that output of the stack.
 */
export interface WorkflowEvent {
  /** The file's name without its ending. */
  readonly name: string;
  readonly description: string;
  readonly input: unknown;
  /** What appears in S3, and when. */
  readonly objects: readonly EventObject[];
  readonly expect: {
    /** SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
    readonly status: string;
    /** The states entered, in order. */
    readonly path: readonly string[];
  };
}

/** An object that is put into a bucket. */
export interface EventObject {
  /** `start`: before the execution; otherwise the name of a state: when the execution first enters it. */
  readonly when: string;
  readonly bucket: string;
  readonly key: string;
  /** Stored as JSON. */
  readonly content: unknown;
}

/** The files of a folder that hold events, sorted. @throws UsageError when there are none */
export function eventFiles(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  if (files.length === 0) throw new UsageError(`${folder} holds no events: add a .json file`);
  return files.sort().map((file) => path.join(folder, file));
}

/**
 * Reads an event file.
 * @throws UsageError naming the file and every field that is missing or of the wrong kind
 */
export function readEvent(file: string): WorkflowEvent {
  const parsed = parse(file);
  const { description = "", input, objects = [], expect } = parsed;
  const problems = [
    ...("input" in parsed ? [] : ["input is missing"]),
    ...(typeof description === "string" ? [] : ["description must be a text"]),
    ...objectProblems(objects),
    ...expectProblems(expect),
  ];
  if (problems.length > 0) throw new UsageError(`${file}: ${problems.join("; ")}`);
  return {
    name: path.basename(file, ".json"),
    description: description as string,
    input,
    objects: objects as EventObject[],
    expect: expect as WorkflowEvent["expect"],
  };
}

/**
 * Puts the stack's outputs in place of `${name}`.
 * @throws UsageError for a name that is no output, listing those there are
 */
export function withOutputs(event: WorkflowEvent, outputs: Record<string, unknown>): WorkflowEvent {
  return fill(event) as WorkflowEvent;

  function fill(value: unknown): unknown {
    if (typeof value === "string")
      return value.replace(/\$\{(\w+)\}/g, (_, name: string) => text(name));
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
  }

  function text(name: string): string {
    const value = outputs[name];
    if (typeof value === "string") return value;
    const known = Object.keys(outputs).filter((key) => typeof outputs[key] === "string");
    throw new UsageError(
      `event ${event.name}: \${${name}} is no output of the stack; there are ${known.join(", ")}`,
    );
  }
}

function parse(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read: give the path of an event file`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}`);
  }
  throw new UsageError(`${file} must hold a JSON object with input and expect`);
}

function objectProblems(objects: unknown): string[] {
  if (!Array.isArray(objects)) return ["objects must be a list"];
  return objects.flatMap((object: unknown, index) =>
    ["when", "bucket", "key"]
      .filter((key) => !isObject(object) || typeof object[key] !== "string")
      .map((key) => `objects[${index}].${key} must be a text`),
  );
}

function expectProblems(expect: unknown): string[] {
  if (!isObject(expect)) return ["expect must be an object with status and path"];
  const { status, path: states } = expect;
  const isPath = Array.isArray(states) && states.every((state) => typeof state === "string");
  return [
    ...(typeof status === "string" ? [] : ["expect.status must be a text, such as SUCCEEDED"]),
    ...(isPath ? [] : ["expect.path must be a list of names of states"]),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
