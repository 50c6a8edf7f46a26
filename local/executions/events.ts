import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readJson } from "../../engine/cli";
import { freeName } from "../../engine/free-name";
import { UsageError } from "../../statemachine/cli";
import { isRecord, mapTexts } from "../../statemachine/json";
import { problemsIn, type Mocks } from "../../statemachine/testing";

const text = (hint = ""): z.ZodString => z.string(`must be a text${hint}`);

const OBJECT = z
  .strictObject(
    {
      when: text().describe("start, or the name of a state: when the execution first enters it"),
      bucket: text(),
      key: text(),
      content: z.unknown().optional().describe("stored as JSON"),
      text: text().optional().describe("stored as it is, in place of content"),
    },
    "must be an object with when, bucket, key, and content or text",
  )
  .refine(
    ({ content, text }) => content === undefined || text === undefined,
    "has content and text: give one of them",
  );

const EXPECT = z.strictObject(
  {
    status: text(", such as SUCCEEDED").describe("SUCCEEDED, FAILED, TIMED_OUT or ABORTED"),
    path: z
      .array(text(), "must be a list of names of states")
      .optional()
      .describe(
        "the states entered, with those of branches and items, in the order of the definition and of the items",
      ),
    output: z.unknown().optional().describe("the whole output"),
    error: text().optional().describe("the name of the error that ends it"),
  },
  "must be an object with status, and path, output or error",
);

/** A file that holds an event. */
export const EVENT = z.strictObject(
  {
    $schema: text().optional(),
    description: text().default(""),
    input: z.unknown().refine((input) => input !== undefined, "is missing"),
    objects: z.array(OBJECT, "must be a list").default([]).describe("what appears in S3, and when"),
    mocks: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("answers in place of tasks, as in a file for --mock")
      .superRefine((mocks, context) => {
        for (const message of problemsIn(mocks)) context.addIssue({ code: "custom", message });
      }),
    expect: EXPECT.optional().describe("makes the event a test"),
  },
  "must hold a JSON object with input and expect",
);

/** An object that is put into a bucket. */
export type EventObject = z.infer<typeof OBJECT>;

/** What an execution has to be; what is left out may be anything. */
export type Expectation = z.infer<typeof EXPECT>;

/**
 * One run of the workflow. A file with `expect`, or with `input` and nothing that the format does not know, is an event;
 * any other JSON is the input itself. `${output}` in any text of an event stands for that output of the stack.
 */
export type WorkflowEvent = Omit<z.infer<typeof EVENT>, "mocks" | "$schema"> & {
  /** The file's name without its ending. */
  readonly name: string;
  readonly mocks: Mocks;
  /** Whether the file is nothing but the input, which is then taken as it is. */
  readonly plain?: boolean;
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

/** Reads files of events. Each gets a name of its own, by which its picture lies beside that of the workflow. */
export function readEvents(files: readonly string[]): WorkflowEvent[] {
  const taken = new Set(["workflow"]);
  return files.map((file) => {
    const event = readEvent(file);
    return { ...event, name: freeName(event.name, taken, "-") };
  });
}

/**
 * Reads an event file, or a file that is the input.
 * @throws UsageError naming the file and every field that is missing or of the wrong type
 */
export function readEvent(file: string): WorkflowEvent {
  const value = readJson(file);
  const name = path.basename(file, ".json");
  if (!isEvent(value))
    return { name, description: "", input: value ?? null, objects: [], mocks: {}, plain: true };
  const result = EVENT.safeParse(value);
  if (result.success) return { ...result.data, mocks: result.data.mocks as Mocks, name };
  const problems = result.error.issues.map(({ path: at, message }) =>
    [z.core.toDotPath(at), message].filter(Boolean).join(" "),
  );
  throw new UsageError(`${file}: ${problems.join("; ")}`);
}

/** @throws UsageError for objects that wait for a state that there is not, listing those there are */
export function checkMoments({ name, objects }: WorkflowEvent, states: readonly string[]): void {
  const moments = ["start", ...states];
  const unknown = objects.map(({ when }) => when).filter((when) => !moments.includes(when));
  if (unknown.length === 0) return;
  throw new UsageError(
    `event ${name}: objects: ${unknown.join(", ")}: no state of the workflow; there are ${states.join(", ")}`,
  );
}

function isEvent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const known = Object.keys(value).every((key) => Object.hasOwn(EVENT.shape, key));
  return "expect" in value || ("input" in value && known);
}

/** An output of the stack in a text of an event. */
const OUTPUT = /\$\{(\w+)\}/g;

/**
 * Puts the stack's outputs in place of `${name}`.
 * @throws UsageError for a name that is not an output, listing those there are
 */
export function withOutputs(event: WorkflowEvent, outputs: Record<string, unknown>): WorkflowEvent {
  if (event.plain) return event;
  return mapTexts(event, (text) =>
    text.replace(OUTPUT, (_, name: string) => outputText(name)),
  ) as WorkflowEvent;

  function outputText(name: string): string {
    const value = outputs[name];
    if (typeof value === "string") return value;
    const known = Object.keys(outputs).filter((key) => typeof outputs[key] === "string");
    throw new UsageError(
      `event ${event.name}: \${${name}} is not an output of the stack; there are ${known.join(", ")}`,
    );
  }
}
