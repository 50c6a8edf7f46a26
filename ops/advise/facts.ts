import { z } from "zod";
import { UsageError } from "../../statemachine/cli";

const positive = z.number().nonnegative();

const FUNCTION = z.strictObject({
  name: z.string(),
  /** Calls in an execution, mean. */
  invocations: positive,
  /** Mean, and the longest, in milliseconds. */
  durationMs: positive,
  longestMs: positive.optional(),
  memoryMB: positive,
  /** The most that a call has used. */
  usedMB: positive.optional(),
  timeoutSeconds: positive.optional(),
  architecture: z.enum(["x86_64", "arm64"]).default("x86_64"),
});

/** The executions that a Distributed Map starts. */
const CHILDREN = z.strictObject({
  type: z.enum(["STANDARD", "EXPRESS"]),
  /** In an execution of the workflow, mean. */
  perExecution: positive,
  transitions: positive,
  durationMs: positive,
  memoryMB: positive.default(64),
});

const FACTS = z.strictObject({
  name: z.string().default("the workflow"),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  executionsPerMonth: positive,
  /** Of an execution, mean: states entered, retries, and one for the start. */
  transitions: positive,
  /** Of these, into Pass states. */
  passes: positive.default(0),
  /** Events of the longest history. */
  events: positive.optional(),
  /** The largest input or output of a state. */
  payloadBytes: positive.optional(),
  durationMs: positive,
  longestMs: positive.optional(),
  /** Of the machine. */
  timeoutSeconds: positive.optional(),
  /** Of an Express execution; 64 is the least that is billed. */
  memoryMB: positive.default(64),
  logLevel: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).default("OFF"),
  /** Of an execution, mean, that the machine logs. */
  logBytes: positive.default(0),
  tracing: z.boolean().default(false),
  /** Published versions of the machine. */
  versions: positive.default(0),
  /** What of the definition would have to change for Express. */
  forExpress: z.array(z.string()).default([]),
  functions: z.array(FUNCTION).default([]),
  children: CHILDREN.optional(),
});

/** What is known of a workflow; numbers of a month, or of an execution. */
export type Facts = z.infer<typeof FACTS>;
export type FunctionFacts = Facts["functions"][number];

/** Checks facts that someone gave. @throws UsageError that names all that is wrong, and where they are from */
export function factsOf(value: unknown, from: string): Facts {
  const result = FACTS.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
  );
  throw new UsageError(`${from}: ${problems.join("; ")}`);
}
