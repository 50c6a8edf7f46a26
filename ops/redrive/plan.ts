import { Readable } from "node:stream";
import { UsageError } from "../../statemachine/cli";
import { findFailures, type FailureFlags } from "../failures/find";
import { targetOfArn, statesArn, type Target } from "../target";
import { regionalArn } from "../../statemachine/iam";
import type { Entry } from "./journal";

/** What to redrive: groups of `ops failures`, executions, or all. */
export interface RedriveFlags extends FailureFlags {
  readonly group?: readonly string[];
  readonly execution?: readonly string[];
  readonly all?: boolean;
}

/** What a redrive would do. */
export interface RedrivePlan {
  readonly target: Pick<Target, "arn" | "clients">;
  readonly entries: readonly Entry[];
  /** Lines for people: how many of what, and what is left and why. */
  readonly lines: readonly string[];
}

/**
 * Looks up what is to be redriven, and changes nothing.
 * @throws UsageError when nothing or two things are asked for, for a group that there is not, or another machine's execution
 */
export async function planRedrive(flags: RedriveFlags): Promise<RedrivePlan> {
  const { group, execution, all } = flags;
  if ([group, execution, all].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError("what is to be redriven? Give --group ID, --execution ARN or --all");
  }
  return execution === undefined ? planOfGroups(flags) : planOfExecutions(flags, execution);
}

async function planOfGroups(flags: RedriveFlags): Promise<RedrivePlan> {
  const wanted = flags.group && new Set(flags.group);
  const entries: Entry[] = [];
  const { target, groups } = await findFailures(flags, (failure, { id }) => {
    if (failure.notRedrivable !== undefined || (wanted && !wanted.has(id))) return;
    entries.push({ arn: failure.arn, step: "planned", redriveCount: failure.redriveCount });
  });
  const unknown = [...(wanted ?? [])].filter((id) => groups.every((each) => each.id !== id));
  if (unknown.length > 0) {
    const known = groups.map(({ id }) => id).join(", ") || "none";
    throw new UsageError(
      `--group ${unknown.join(", ")}: there is no such group of failures; there are: ${known}`,
    );
  }
  const lines = groups
    .filter(({ id }) => wanted?.has(id) ?? true)
    .map(({ id, count, redrivable, state, error, notRedrivable }) => {
      const left =
        count === redrivable ? "" : `; ${count - redrivable} cannot be: ${notRedrivable}`;
      return `${id}  ${redrivable} of ${count}  ${state}  ${error}${left}`;
    });
  return { target, entries, lines };
}

async function planOfExecutions(
  flags: RedriveFlags,
  executions: readonly string[],
): Promise<RedrivePlan> {
  const machines = new Set(executions.map(machineOfExecution));
  if (machines.size > 1) {
    throw new UsageError(
      `--execution: of one machine at a time, not of ${[...machines].join(" and ")}`,
    );
  }
  const [machine] = machines;
  const target = await targetOfArn({ endpoint: flags.endpoint, machine });
  const { sfn } = target.clients;
  const looked = Readable.from(new Set(executions)).map(
    async (executionArn: string) => sfn.describeExecution({ executionArn }),
    { concurrency: 8 },
  );
  const entries: Entry[] = [];
  const lines: string[] = [];
  for await (const found of looked) {
    const { executionArn: arn, redriveCount = 0, redriveStatus, redriveStatusReason } = found;
    const can = redriveStatus === "REDRIVABLE";
    if (can) entries.push({ arn, step: "planned", redriveCount });
    lines.push(
      `${arn}  ${can ? found.status : `cannot be: ${redriveStatusReason ?? found.status}`}`,
    );
  }
  return { target, entries, lines };
}

/** The ARN of the machine that an execution is of: also one that a Distributed Map started, `MACHINE/MAP:ID`. */
export function machineOfExecution(execution: string): string {
  const arn = statesArn(execution, "execution");
  return regionalArn(arn, "states", `stateMachine:${arn.resource.split(/[:/]/)[1]}`);
}
