import { createHash } from "node:crypto";
import { normalizeCause } from "./cause";
import type { Failure } from "./failure";

/** Failures of one state, with one error and one kind of cause. */
export interface FailureGroup extends Pick<Failure, "status" | "state" | "error"> {
  /** The same for the same failures in every run: names the group for `ops redrive`. */
  readonly id: string;
  /** Without ids, numbers and times. */
  readonly cause: string;
  count: number;
  /** How many of them can be redriven, and why the newest other one cannot. */
  redrivable: number;
  notRedrivable?: string;
  /** When the first and the last of them ended. */
  first: Date;
  last: Date;
  /** The ARN of the last. */
  sample: string;
}

/** Groups failures as they come; what it holds grows with the number of groups only. */
export class FailureGroups {
  private readonly byId = new Map<string, FailureGroup>();

  /** Counts a failure. @returns the group it is in */
  public add(failure: Failure): FailureGroup {
    const { status, state, error, stop, arn, notRedrivable } = failure;
    const cause = normalizeCause(failure.cause);
    const id = groupId([status, state, error, cause]);
    const group = this.byId.get(id) ?? {
      ...{ id, status, state, error, cause, count: 0, redrivable: 0 },
      ...{ first: stop, last: stop, sample: arn },
    };
    this.byId.set(id, group);
    const isNewest = stop >= group.last;
    group.count++;
    if (notRedrivable === undefined) group.redrivable++;
    else if (isNewest || group.notRedrivable === undefined) group.notRedrivable = notRedrivable;
    if (stop < group.first) group.first = stop;
    if (isNewest) Object.assign(group, { last: stop, sample: arn });
    return group;
  }

  /** The largest first. */
  public all(): FailureGroup[] {
    return [...this.byId.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  }
}

function groupId(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
}
