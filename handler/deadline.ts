import { type Context } from "aws-lambda";

/** What an invocation keeps to answer in, in milliseconds, when S3 takes all of the rest. */
const RESERVE_MS = 500;

/**
 * When the calls of an invocation have to have ended, in milliseconds since 1970: half a second before Lambda ends the
 * invocation, whatever timeout the function has. Undefined outside of Lambda.
 */
export function deadlineOf(context: Context | undefined): number | undefined {
  return context && Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
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
