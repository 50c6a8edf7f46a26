/** One measured line: ours beside a named peer, on the same input, in the same run. */
export interface Measurement {
  readonly benchmark: string;
  readonly subject: string;
  readonly input: string;
  readonly milliseconds: number;
  /** The bound that the line must keep, in words, and whether it does. Absent for peers. */
  readonly bound?: { readonly text: string; readonly holds: boolean };
}

/** A group of measurements; one file of this folder each. */
export interface Benchmark {
  readonly name: string;
  readonly run: () => Promise<readonly Measurement[]>;
}
