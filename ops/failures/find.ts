import { printLines, UsageError } from "../../statemachine/cli";
import { targetOf, type Target, type TargetFlags } from "../target";
import { expressFailures } from "./express";
import type { Failure, FailureSource } from "./failure";
import { FailureGroups, type FailureGroup } from "./group";
import { standardFailures } from "./standard";

/** Which failures of which machine. */
export interface FailureFlags extends TargetFlags {
  /** Milliseconds before now. */
  readonly since: number;
}

/** The failures of a machine, in groups. */
export interface Found {
  readonly target: Target;
  readonly source: FailureSource;
  readonly since: Date;
  readonly groups: readonly FailureGroup[];
}

/** Failures between two lines of progress. */
const STEP = 500;

/**
 * Finds and groups the failures since then, and says on stderr how far it is.
 * @param each told of each failure and its group
 * @throws UsageError for Express executions without a log
 */
export async function findFailures(
  flags: FailureFlags,
  each: (failure: Failure, group: FailureGroup) => void = () => undefined,
): Promise<Found> {
  const target = await targetOf(flags);
  const source = sourceOf(target);
  if (target.type === "EXPRESS") {
    printLines(
      process.stderr,
      `${target.arn} is an Express machine, of which AWS keeps no list of executions: reading its log ${target.logGroup}`,
    );
  }
  const since = new Date(Date.now() - flags.since);
  const groups = new FailureGroups();
  let count = 0;
  for await (const failure of source.failures(since)) {
    each(failure, groups.add(failure));
    if (++count % STEP === 0) printLines(process.stderr, `looked at ${count} failures`);
  }
  return { target, source, since, groups: groups.all() };
}

/** Where the executions of a machine are read from. @throws UsageError for an Express machine without a log */
export function sourceOf(target: Target): FailureSource {
  const { arn, type, logGroup } = target;
  if (type === "STANDARD") return standardFailures(target);
  if (logGroup !== undefined) return expressFailures(target, logGroup);
  throw new UsageError(
    `AWS keeps no list and no history of Express executions, and ${arn} has no log: set logLevel to ALL`,
  );
}
