/** What a check gives back: a promise when it waits for something. */
export type Done = void | Promise<void>;

/** Waits only for what is asynchronous: most checks are not, and a promise for each would cost more than they do. */
export function allDone(pending: readonly Done[]): Done {
  const open = pending.filter((each) => each instanceof Promise);
  return open.length === 0 ? undefined : Promise.all(open).then(() => undefined);
}
