import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { SFN } from "@aws-sdk/client-sfn";
import { printLines } from "../../statemachine/cli";
import { reasonOf } from "../../engine/aws";
import type { Entry, Journal } from "./journal";

/** Errors about one execution; after any other the rest would fail too, and is left for later. */
const ABOUT_ONE: ReadonlySet<string> = new Set(["ExecutionNotRedrivable", "ExecutionDoesNotExist"]);

/** Executions between two lines of progress. */
const STEP = 50;

/**
 * Redrives what a report has not ended, and writes each step into it. An execution is redriven once, whatever cuts this
 * off: the step is written before the call, its client token is made of the execution and of how often it was redriven
 * before (AWS takes the same token once, for 15 minutes), and one that was redriven since is left.
 *
 * @param stopped asked before each execution
 * @throws Error of AWS that is not about one execution
 */
export async function redriveAll(
  sfn: SFN,
  journal: Journal,
  { concurrency, stopped }: { concurrency: number; stopped: () => boolean },
): Promise<void> {
  const open = journal.entries().filter(({ step }) => step === "planned" || step === "intended");
  const pending = function* (): Iterable<Entry> {
    for (const entry of open) {
      if (stopped()) return;
      yield entry;
    }
  };
  const results = Readable.from(pending()).map(
    async (entry: Entry) => journal.write(await redriveOne(sfn, journal, entry)),
    { concurrency },
  );
  let done = 0;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- only counted
  for await (const _ of results) {
    if (++done % STEP === 0) printLines(process.stderr, `${done} of ${open.length}`);
  }
}

async function redriveOne(sfn: SFN, journal: Journal, entry: Entry): Promise<Entry> {
  const { arn: executionArn, redriveCount, step } = entry;
  try {
    const now = await sfn.describeExecution({ executionArn });
    if ((now.redriveCount ?? 0) > redriveCount) {
      // After an intention it was this redrive, which did not live to say so.
      return step === "intended"
        ? { ...entry, step: "redriven" }
        : { ...entry, step: "refused", reason: "it was redriven since, by someone else" };
    }
    if (now.redriveStatus !== "REDRIVABLE") {
      const reason = now.redriveStatusReason ?? `${now.status}, ${now.redriveStatus}`;
      return { ...entry, step: "refused", reason };
    }
    journal.write({ ...entry, step: "intended" });
    await sfn.redriveExecution({ executionArn, clientToken: tokenOf(entry) });
    return { ...entry, step: "redriven" };
  } catch (error) {
    if (!(error instanceof Error && ABOUT_ONE.has(error.name))) throw error;
    return { ...entry, step: "refused", reason: `${error.name}: ${reasonOf(error)}` };
  }
}

/** The same for the same redrive, in whatever process: 64 characters, as many as AWS takes. */
function tokenOf({ arn, redriveCount }: Entry): string {
  return createHash("sha256").update(`${arn} ${redriveCount}`).digest("hex");
}
