/**
 * Attacks every command with spoilt inputs: `npm run fuzz`, or for some of it
 * `npm run fuzz -- --runs 500 --seed 7 --only "asl lint"`. Prints each input on which a command crashes, hangs or ends oddly.
 */
import { spawnSync } from "node:child_process";
import { command, wholeNumber } from "../../engine/cli";
import { PROJECT_DIR } from "../../engine/program";
import { Exit, runCommand, UsageError } from "../../statemachine/cli";
import { attack } from "./attack";
import { TARGETS } from "./targets";

/** The SDK keeps something of each program that a process has run: these many are for one process. */
const BATCH = 2_000;

/** Runs the command. @returns its exit code */
export async function fuzz(args: readonly string[]): Promise<Exit> {
  const { runs, seed, only } = command("fuzz", "Attack every command with spoilt inputs.")
    .option("--runs <count>", "inputs for a command", wholeNumber(1), 20_000)
    .option("--seed <number>", "where the random numbers begin", wholeNumber(1), 1)
    .option("--only <text>", "commands with this in their name", "")
    .parse(args, { from: "user" })
    .opts<{ runs: number; seed: number; only: string }>();
  const targets = TARGETS.filter(({ name }) => name.includes(only));
  if (targets.length === 0) {
    const names = TARGETS.map(({ name }) => name).join(", ");
    throw new UsageError(`no command has "${only}" in its name; there are ${names}`);
  }
  if (runs > BATCH) return inBatches(runs, seed, only);
  let failed = 0;
  for (const target of targets) {
    const start = performance.now();
    const failures = await attack(target, runs, seed);
    const seconds = Math.round((performance.now() - start) / 1000);
    failed += failures.length;
    console.log(`${target.name}: ${runs} inputs in ${seconds} s, ${failures.length} failures`);
    for (const { seed: at, problem, input } of failures.slice(0, 5)) {
      console.log(`  --seed ${at}: ${problem.trim()}\n  ${input.slice(0, 500)}`);
    }
  }
  return failed === 0 ? Exit.ok : Exit.findings;
}

/** The same inputs, by a process of its own for every so many. */
function inBatches(runs: number, seed: number, only: string): Exit {
  let exit = Exit.ok;
  for (let done = 0; done < runs; done += BATCH) {
    const count = Math.min(BATCH, runs - done);
    const args = ["--runs", String(count), "--seed", String(seed + done), "--only", only];
    const script = ["engine/command.mjs", "test/fuzz/main.ts", ...args];
    const { status } = spawnSync(process.execPath, script, { cwd: PROJECT_DIR, stdio: "inherit" });
    if (status !== Exit.ok) exit = Exit.findings;
  }
  return exit;
}

if (process.argv[1] === __filename) void runCommand(() => fuzz(process.argv.slice(2)));
