/** The end of a command: everything held, something was found, or it was asked wrongly. */
export enum Exit {
  ok = 0,
  findings = 1,
  usage = 2,
}

/** Wrong usage or input that cannot be read: one sentence for stderr, exit code 2. */
export class UsageError extends Error {
  public override readonly name = "UsageError";
}
