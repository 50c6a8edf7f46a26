import { appendFileSync, closeSync, fdatasyncSync, openSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readFile } from "../../engine/cli";
import { makeFolder, UsageError, writeNamed } from "../../statemachine/cli";
import { jsonIn } from "../../statemachine/json";
import { statesArnIn } from "../target";

const HEADER = z.object({
  redrive: z.literal(1),
  /** ARN of the state machine. */
  machine: z.string().refine((arn) => statesArnIn(arn, "stateMachine") !== undefined),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
});

const ENTRY = z.object({
  /** ARN of the execution. */
  arn: z.string().refine((arn) => statesArnIn(arn, "execution") !== undefined),
  /**
   * `intended` was written before the call: whether AWS has done it is not known. `refused` and `redriven` are ends.
   */
  step: z.enum(["planned", "intended", "redriven", "refused"]),
  /** How often it had been redriven when this was planned. */
  redriveCount: z.number().int(),
  reason: z.string().optional(),
  at: z.string().optional(),
});

export type Header = z.infer<typeof HEADER>;
export type Entry = z.infer<typeof ENTRY>;

/**
 * The report of a redrive: a line of JSON for the redrive, and one for each step of each execution, of which the last
 * counts. It is on the disk before the next step is taken, so that a run that is cut off at any point can go on.
 */
export class Journal {
  private constructor(
    public readonly file: string,
    public readonly header: Header,
    private readonly byArn: Map<string, Entry>,
  ) {
    // Whole or not at all; and without a line that a cut off run left unfinished.
    makeFolder(path.dirname(file));
    const lines = [header, ...byArn.values()].map((line) => `${JSON.stringify(line)}\n`);
    writeNamed(file, lines.join(""));
  }

  /** A new report, in which nothing is done yet. */
  public static create(file: string, header: Header, planned: readonly Entry[]): Journal {
    return new Journal(file, header, new Map(planned.map((entry) => [entry.arn, entry])));
  }

  /** The report of a run that was cut off. @throws UsageError when the file is not one */
  public static open(file: string): Journal {
    const [first = "", ...lines] = readFile(file)
      .split("\n")
      .filter((line) => line !== "");
    const header = HEADER.safeParse(jsonIn(first)).data;
    if (header === undefined) {
      throw new UsageError(`${file} is not the report of a redrive: its first line is "${first}"`);
    }
    const byArn = new Map<string, Entry>();
    for (const [index, line] of lines.entries()) {
      const entry = ENTRY.safeParse(jsonIn(line)).data;
      if (entry !== undefined) byArn.set(entry.arn, entry);
      else if (index < lines.length - 1) {
        throw new UsageError(
          `${file}, line ${index + 2}: this is not a step of a redrive: ${line}`,
        );
      }
    }
    return new Journal(file, header, byArn);
  }

  public entries(): Entry[] {
    return [...this.byArn.values()];
  }

  /** Puts a step on the disk. */
  public write(entry: Entry): void {
    const dated = { ...entry, at: new Date().toISOString() };
    const file = openSync(this.file, "a");
    try {
      appendFileSync(file, `${JSON.stringify(dated)}\n`);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    this.byArn.set(entry.arn, dated);
  }
}
