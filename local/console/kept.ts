import { spawn } from "node:child_process";
import path from "node:path";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { createClients } from "../../engine/aws";
import { PROJECT_DIR } from "../../engine/program";
import { startEmulator, type Emulator } from "../emulator/emulator";
import type { LocalRun } from "../run";
import { startConsole } from "./server";

/** What a console has to know of a run that has ended. */
interface Ended extends Pick<LocalRun, "account" | "region" | "document" | "policies"> {
  readonly emulator: Pick<Emulator, "endpoint">;
}

/** A console that says nothing for so long does not come: the emulator is of use without it. */
const START_MILLISECONDS = 30_000;

/** Starts a console in a process of its own, which ends with the emulator. @returns its address, if it has started */
export async function keepConsole(run: Ended): Promise<string | undefined> {
  const { emulator, account, region, document, policies } = run;
  const command = [path.join("engine", "command.mjs"), path.join("local", "console", "kept.ts")];
  const child = spawn(process.execPath, command, {
    cwd: PROJECT_DIR,
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const { endpoint } = emulator;
  child.stdin.on("error", () => undefined);
  child.stdin.end(
    JSON.stringify({ emulator: { endpoint }, account, region, document, policies } satisfies Ended),
  );
  const said = once(child.stdout, "data", { signal: AbortSignal.timeout(START_MILLISECONDS) });
  const [url] = (await Promise.race([said, once(child, "close")]).catch(() => [])) as unknown[];
  child.stdout.destroy();
  child.unref();
  return Buffer.isBuffer(url) ? url.toString() : undefined;
}

/** What that process does. */
async function main(): Promise<void> {
  const { emulator, account, region, ...run } = JSON.parse(await text(process.stdin)) as Ended;
  const { endpoint } = emulator;
  const { lost } = await startEmulator({ endpoint });
  const { show, url } = await startConsole();
  show({ ...run, clients: createClients(endpoint, region, account) });
  process.stdout.write(url);
  await lost.catch(() => process.exit());
}

if (process.argv[1] === __filename) void main();
