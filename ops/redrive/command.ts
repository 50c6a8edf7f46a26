import path from "node:path";
import { Exit, jsonText, printLines, shellWord } from "../../statemachine/cli";
import { confirmed } from "../confirm";
import { patientClients, statesArn } from "../target";
import { Journal } from "./journal";
import { planRedrive, type RedriveFlags } from "./plan";
import { redriveAll } from "./run";

interface Flags extends RedriveFlags {
  readonly resume?: string;
  readonly report?: string;
  readonly concurrency: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `ops redrive`: shows what would be redriven, and redrives it after a yes. */
export async function redrive(flags: Flags): Promise<Exit> {
  const journal = flags.resume === undefined ? await begin(flags) : await goOn(flags.resume, flags);
  if (journal === undefined) return Exit.ok;
  const { region, accountId } = statesArn(journal.header.machine, "stateMachine");
  const endpoint = flags.endpoint ?? journal.header.endpoint;
  const { sfn } = patientClients(region, endpoint, accountId);
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    printLines(process.stderr, "stopping after what is under way ...");
  };
  process.once("SIGINT", stop);
  try {
    await redriveAll(sfn, journal, { concurrency: flags.concurrency, stopped: () => stopping });
  } finally {
    process.removeListener("SIGINT", stop);
    print(journal, flags.json);
  }
  return journal.entries().every(({ step }) => step === "redriven") ? Exit.ok : Exit.findings;
}

/** Shows the plan, and after a yes makes the report of it. */
async function begin(flags: Flags): Promise<Journal | undefined> {
  const { target, entries, lines } = await planRedrive(flags);
  printLines(process.stderr, `of ${target.arn}`, ...lines);
  const count = entries.length;
  if (count === 0) {
    printLines(process.stderr, "nothing can be redriven");
    return undefined;
  }
  if (!(await confirmed(`${count} would be redriven.`, flags.yes))) return undefined;
  const name = `redrive-${new Date().toISOString().replace(/\W/g, "-")}.jsonl`;
  const file = flags.report ?? path.join("out", "ops", name);
  const { endpoint } = flags;
  const header = { redrive: 1 as const, machine: target.arn, ...(endpoint ? { endpoint } : {}) };
  return Journal.create(file, header, entries);
}

async function goOn(file: string, { yes }: Flags): Promise<Journal | undefined> {
  const journal = Journal.open(file);
  const open = countOf(journal, "planned") + countOf(journal, "intended");
  printLines(process.stderr, `${file}: ${open} of ${journal.entries().length} are left`);
  if (open === 0) return journal;
  return (await confirmed(`${open} would be redriven.`, yes)) ? journal : undefined;
}

function countOf(journal: Journal, step: string): number {
  return journal.entries().filter((entry) => entry.step === step).length;
}

function print(journal: Journal, json: boolean | undefined): void {
  const refused = journal.entries().filter(({ step }) => step === "refused");
  const left = countOf(journal, "planned") + countOf(journal, "intended");
  const redriven = countOf(journal, "redriven");
  const { file } = journal;
  if (json) {
    process.stdout.write(jsonText({ report: file, redriven, left, refused }));
    return;
  }
  const lines = [
    `${redriven} redriven, ${refused.length} refused, ${left} left; report: ${file}`,
    ...refused.map(({ arn, reason }) => `  refused ${arn}: ${reason}`),
    ...(left > 0 ? [`go on with: npm run -s ops -- redrive --resume ${shellWord(file)}`] : []),
  ];
  printLines(process.stdout, ...lines);
}
