/** One measured line: ours beside a named peer, on the same input, in the same run. */
export interface Measurement {
  readonly subject: string;
  readonly input: string;
  readonly milliseconds: number;
  /** What the line must keep, in words, and whether it does. Absent for peers. */
  readonly bound?: Bound;
}

interface Bound {
  readonly text: string;
  readonly holds: boolean;
}

/** A group of measurements; one file of this folder each. */
export interface Benchmark {
  readonly name: string;
  readonly run: () => Promise<readonly Measurement[]>;
}

/** A measured line. @param limit milliseconds under which it must stay, or another bound */
export function measurement(
  subject: string,
  input: string,
  milliseconds: number,
  limit?: number | Bound,
): Measurement {
  const bound =
    typeof limit === "number" ? { text: `under ${limit} ms`, holds: milliseconds < limit } : limit;
  return { subject, input, milliseconds, ...(bound ? { bound } : {}) };
}

/** How long a group of rounds may take, in milliseconds: on a busy machine there are fewer of them, but always one. */
const BUDGET_MS = 20_000;

/** Does `round` up to `most` times, as far as its time goes. */
export async function repeat(most: number, round: () => unknown): Promise<void> {
  const start = performance.now();
  for (let done = 0; done < most; done++) {
    if (done > 0 && performance.now() - start > BUDGET_MS) return;
    await round();
  }
}

/** The time that some work takes, in milliseconds. */
export async function wallTime(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The CPU time of this process for some work, in milliseconds: what else runs on the machine counts less than in wall time. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
