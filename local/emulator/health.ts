import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord, jsonIn } from "../../statemachine/json";

const MOST_BYTES = 1_000_000;

/** What is at an address: an emulator, something else that answers, or nothing. */
export type Health = "emulator" | "other" | "silent";

/**
 * Asks an address for the emulator's health. Directly: `fetch` would follow the proxies of the environment.
 * @param milliseconds how long an answer may take
 */
export function healthOf(endpoint: string, milliseconds = 2_000): Promise<Health> {
  return new Promise((resolve) => {
    const url = new URL("/_ministack/health", endpoint);
    const get = url.protocol === "https:" ? getSecure : getPlain;
    const request = get(url, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        if ((text += chunk).length > MOST_BYTES) finish("other");
      });
      response.once("end", () => finish(isHealth(text) ? "emulator" : "other"));
      response.once("error", () => finish("silent"));
    });
    const limit = setTimeout(() => finish("silent"), milliseconds);
    request.once("error", ({ code }: NodeJS.ErrnoException) =>
      finish(code?.startsWith("HPE_") ? "other" : "silent"),
    );
    function finish(health: Health): void {
      clearTimeout(limit);
      request.destroy();
      resolve(health);
    }
  });
}

/** How often a healthy emulator is asked, and how long it may be silent: 15 s at most, less than a call of it may take. */
const WATCH = { everyMs: 1_000, answerMs: 4_000, silences: 3 } as const;

/**
 * Waits for an emulator that has answered to fall silent: three questions in a row, 4 s each, without an answer. Does not
 * keep the process running.
 * @param stopped ends the watch, which then never settles
 */
export async function silenceOf(endpoint: string, stopped: AbortSignal): Promise<void> {
  for (let silences = 0; silences < WATCH.silences;) {
    await sleep(WATCH.everyMs, undefined, { ref: false });
    if (stopped.aborted) return new Promise<never>(() => undefined);
    silences = (await healthOf(endpoint, WATCH.answerMs)) === "emulator" ? 0 : silences + 1;
  }
}

function isHealth(text: string): boolean {
  const health = jsonIn(text);
  return isRecord(health) && isRecord(health["services"]);
}
