/** Takes a lock for this process, until {@link release} or its end. @returns the process that has it, and still runs, if one has */
export function take(file: string): number | undefined;

/** Takes a lock as soon as it is free. @param waiting told once, when another process has it */
export function takeTurn(file: string, waiting: (owner: number) => void): Promise<void>;

/** Makes a lock of this process that of one which it has started, and which may outlive it. */
export function handOver(file: string, pid: number): void;

/** Gives a lock back. */
export function release(file: string): void;

/** The process that a file names; undefined when there is no such file. */
export function ownerOf(file: string): number | undefined;

/** Whether a process has not ended; one of another user counts as well. */
export function isRunning(pid: number): boolean;
