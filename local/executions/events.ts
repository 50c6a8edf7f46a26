import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readJson } from "../../engine/cli";
import { UsageError } from "../../statemachine/cli";

const text = (hint = ""): z.ZodString => z.string(`must be a text${hint}`);

const OBJECT = z.object(
  {
    /** `start`: before the execution; otherwise the name of a state: when the execution first enters it. */
    when: text(),
    bucket: text(),
    key: text(),
    /** Stored as JSON. */
    content: z.unknown().optional(),
  },
  "must be an object with when, bucket, key and content",
);

const EVENT = z.object(
  {
    description: text().default(""),
    input: z.unknown().refine((input) => input !== undefined, "is missing"),
    /** What appears in S3, and when. */
    objects: z.array(OBJECT, "must be a list").default([]),
    expect: z.object(
      {
        /** SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
        status: text(", such as SUCCEEDED"),
        /** The states entered, in order. */
        path: z.array(text(), "must be a list of names of states"),
      },
      "must be an object with status and path",
    ),
  },
  "must hold a JSON object with input and expect",
);

/** An object that is put into a bucket. */
export type EventObject = z.infer<typeof OBJECT>;

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
export type WorkflowEvent = z.infer<typeof EVENT> & {
  /** The file's name without its ending. */
  readonly name: string;
};

/** The files of a folder that hold events, sorted. @throws UsageError when there are none */
export function eventFiles(folder: string): string[] {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  const files = found.filter((file) => file.endsWith(".json"));
  if (files.length === 0) {
    throw new UsageError(`${folder} holds no events: add a .json file, or name one with --event`);
  }
  return files.sort().map((file) => path.join(folder, file));
}

/**
 * Reads an event file.
 * @throws UsageError naming the file and every field that is missing or of the wrong type
 */
export function readEvent(file: string): WorkflowEvent {
  const result = EVENT.safeParse(readJson(file));
  if (result.success) return { name: path.basename(file, ".json"), ...result.data };
  const problems = result.error.issues.map(({ path: at, message }) =>
    [z.core.toDotPath(at), message].filter(Boolean).join(" "),
  );
  throw new UsageError(`${file}: ${problems.join("; ")}`);
}

/**
 * Puts the stack's outputs in place of `${name}`.
 * @throws UsageError for a name that is not an output, listing those there are
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
      `event ${event.name}: \${${name}} is not an output of the stack; there are ${known.join(", ")}`,
    );
  }
}
