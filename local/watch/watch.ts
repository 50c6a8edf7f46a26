import { randomInt } from "node:crypto";
import path from "node:path";
import { RunningPack } from "../../engine/policy/running";
import { Changes, isTool, mayBeBundled, restartNotice } from "./changes";
import type { Emulator } from "../emulator/emulator";
import type { WorkflowEvent } from "../executions/events";
import { seconds } from "../executions/timeline";
import { Progress } from "../progress";
import { NotInPlace } from "../stack/made";
import { planOf, type LocalOptions, type Plan } from "../plan";
import { guarded, make, started, tryOut, type LocalRun } from "../run";
import type { LocalStack } from "../stack/stack";
import { visibleLines } from "../../statemachine/cli";
import { messageOf } from "../../statemachine/json";

/** What a watcher works on. */
export interface WatchOptions extends Omit<LocalOptions, "events" | "keep"> {
  readonly program: string;
  /** Reads the events, which may have changed. */
  readonly readEvents: () => readonly WorkflowEvent[];
  /** Shows what a round found. */
  readonly show: (run: LocalRun) => Promise<void>;
}

/**
 * Keeps an emulator and runs again at every change of the program's folder: an event runs in the stack that is there; a
 * program, definition or function that gives another stack changes what is not the same, or makes the stack anew in an
 * empty account where something cannot be changed in place. Errors are shown, and it goes on. It ends with the process, or with the emulator.
 *
 * @throws Error when the emulator is lost
 */
export async function watchLocally(options: WatchOptions): Promise<never> {
  const { program, readEvents, show } = options;
  const progress = new Progress();
  const emulator = await started(options, progress);
  let stack: { made: LocalStack; document: string } | undefined;
  let ran = new Map<string, string>();
  const pack = new RunningPack();
  let notes = "";
  let isLost = false;
  emulator.lost.catch(() => (isLost = true));

  const round = async (changed: ReadonlySet<string>): Promise<void> => {
    const begin = performance.now();
    forget(changed, program);
    progress.say(restartNotice([...changed].map((file) => path.relative(program, file))));
    const events = readEvents();
    const plan = await planOf({ ...options, events });
    if (plan.notes.join() !== notes) progress.say(plan.notes);
    notes = plan.notes.join();
    const document = JSON.stringify(plan.offline);
    const now = new Map(events.map((event) => [event.name, JSON.stringify(event)]));
    const isMade = stack?.document !== document;
    const run = await guarded(emulator, plan, async () => {
      if (stack === undefined || isMade) {
        const before = stack?.made;
        // Half a change is not kept: after an error the stack is made anew.
        stack = undefined;
        stack = { made: await renew(plan, emulator, progress, before), document };
      }
      // In the same stack only what changed is run again.
      const due = events.filter(({ name }) => isMade || ran.get(name) !== now.get(name));
      return tryOut({ ...plan, events: due }, emulator, stack.made, pack, progress);
    });
    ran = now;
    await show(run);
    progress.say([
      `Ran in ${seconds(performance.now() - begin)}. Waiting for changes in ${program} ...`,
    ]);
  };

  const changes = new Changes(program);
  for (
    let changed: ReadonlySet<string> = new Set();
    ;
    changed = await Promise.race([changes.next(), emulator.lost])
  ) {
    try {
      await round(changed);
    } catch (error) {
      progress.end();
      if (isLost) throw error;
      process.stderr.write(`error: ${visibleLines(messageOf(error))}\n`);
      progress.say(["Waiting for changes ..."]);
    }
  }
}

/** Changes a stack where it is, or makes it in an empty account when there is none or that is not possible. */
async function renew(
  plan: Plan,
  emulator: Emulator,
  progress: Progress,
  before?: LocalStack,
): Promise<LocalStack> {
  try {
    if (before) return await make(plan, emulator, before.account, progress, before);
  } catch (error) {
    if (before) await endFunctions(before);
    if (!(error instanceof NotInPlace)) throw error;
  }
  return make(plan, emulator, String(randomInt(1e11, 1e12)), progress);
}

/** The processes of functions in a stack that is no longer used. */
async function endFunctions({ cloud }: LocalStack): Promise<void> {
  const functions = cloud.resources.filter(({ type }) => type === "aws:lambda/function:Function");
  await Promise.all(
    functions.map(async ({ id }) =>
      cloud.context.clients.lambda.deleteFunction({ FunctionName: id }),
    ),
  );
}

const PACKAGE = `${path.sep}node_modules${path.sep}`;
const BUNDLER = `${PACKAGE}esbuild${path.sep}`;

/**
 * Drops loaded modules that changed, and whatever of the program loaded them. A file that is not loaded may be one
 * of a function: then what bundles is dropped, which may keep bundles.
 */
function forget(changed: ReadonlySet<string>, program: string): void {
  const modules = Object.values(require.cache).filter((module) => module !== undefined);
  const bundled = [...changed].some(
    (file) => !require.cache[file] && mayBeBundled(path.relative(program, file)),
  );
  const bundlers = modules.filter(({ filename }) => bundled && filename.includes(BUNDLER));
  const stale = new Set([...changed, ...bundlers.map(({ filename }) => filename)]);
  for (let before = -1; before < stale.size;) {
    before = stale.size;
    for (const { children, filename } of modules) {
      if (children.some((child) => stale.has(child.filename))) stale.add(filename);
    }
  }
  for (const file of stale) {
    const kept = file.includes(PACKAGE) || isTool(program, path.relative(program, file));
    if (!kept) delete require.cache[file];
  }
}
