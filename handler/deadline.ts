import { type Context } from "aws-lambda";

/** What an invocation keeps to answer in, in milliseconds, when S3 takes all of the rest. */
const RESERVE_MS = 500;

/** The times of an invocation, in milliseconds since 1970. None outside of Lambda. */
export interface InvocationTimes {
  /** When its calls of S3 have to have ended: half a second before Lambda ends it, whatever timeout the function has. */
  readonly deadline?: number;
  /**
   * Until when its work is begun: while half of its time is left, or an S3 that was slow so far could not be told the
   * outcome.
   */
  readonly latestStart?: number;
}

/** The times of the invocation that now begins. */
export function timesOf(context: Context | undefined): InvocationTimes {
  if (context === undefined) return {};
  const [now, left] = [Date.now(), context.getRemainingTimeInMillis()];
  return { deadline: now + left - RESERVE_MS, latestStart: now + left / 2 };
}

/**
 * Runs a call that has to end by the deadline, and stops it there.
 * @throws Error by the name TimeoutError when it does not
 */
export async function inTime<T>(
  deadline: number | undefined,
  run: (options?: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  if (deadline === undefined) return run();
  const left = deadline - Date.now();
  if (left <= 0) throw tooLate();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Raced, since the SDK does not look at the signal while it waits before a repetition.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(tooLate());
      controller.abort();
    }, left);
  });
  try {
    return await Promise.race([run({ abortSignal: controller.signal }), late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(): Error {
  const error = new Error("no answer before the invocation ends");
  return Object.assign(error, { name: "TimeoutError" });
}
