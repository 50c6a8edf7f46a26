import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Exit } from "../../statemachine/cli";
import { capture } from "../support/capture";
import { randomNumbers } from "../support/random";
import type { Target } from "./target";
import { mutate, pick } from "./mutate";

/** An input on which a command did not end as it should. */
export interface Failure {
  readonly target: string;
  /** Gives the same input again. */
  readonly seed: number;
  readonly problem: string;
  readonly input: string;
}

/** What only the engine says, about a mistake of the program. */
const CRASH =
  /TypeError|RangeError|ReferenceError|Cannot read prop|Cannot set prop|Cannot convert|is not a function|is not iterable|Maximum call stack|serialization failure|\d+ INTERNAL|\[object Object\]|\n\s+at .*:\d+:\d+/;

/** A failure that the command did not foresee: for wrong usage and input there is another exit code. */
const UNFORESEEN = /^error: (?!AWS says |.*: the permissions of some states cannot be known )/m;

/** What a terminal would act upon: no command sends it to one that asks for no colours. */
const CONTROL = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u;

/** Longest time of one run, in milliseconds of this process. */
const SLOWEST = 5000;

/** Memory where there is such a folder: to write an input to a disk takes longer than most commands do. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Runs a command on `runs` spoilt inputs. */
export async function attack(target: Target, runs: number, seed: number): Promise<Failure[]> {
  const folder = mkdtempSync(path.join(FOLDER, "fuzz-"));
  const failures: Failure[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      const random = randomNumbers(seed + run);
      const input = mutate(pick(target.seeds(), random), random, target.typed);
      const file = path.join(folder, target.file);
      writeFileSync(file, input);
      const problem = await problemOf(() => target.run(file, random));
      if (problem !== undefined)
        failures.push({ target: target.name, seed: seed + run, problem, input });
    }
  } finally {
    await target.close?.();
    rmSync(folder, { recursive: true });
  }
  return failures;
}

async function problemOf(run: Parameters<typeof capture>[0]): Promise<string | undefined> {
  const before = process.cpuUsage();
  const { exit, stdout, stderr } = await capture(run);
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > SLOWEST) return `took ${Math.round(milliseconds)} ms`;
  if (![0, 1, 2].includes(exit)) return `ended with ${String(exit)}`;
  const sent = CONTROL.exec(stdout + stderr);
  if (sent !== null) {
    const around = (stdout + stderr).slice(Math.max(0, sent.index - 80), sent.index + 80);
    return `sends a control character: ${JSON.stringify(around)}`;
  }
  const failed = CRASH.test(stderr) || (exit === Exit.findings && UNFORESEEN.test(stderr));
  return failed ? stderr.slice(0, 500) : undefined;
}
