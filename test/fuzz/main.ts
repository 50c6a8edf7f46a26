/**
 * Attacks every command with spoilt inputs: `npm run fuzz`, or for some of it
 * `npm run fuzz -- --runs 500 --seed 7 --only "asl lint"`. Prints each input on which a command crashes, hangs or ends oddly.
 */
import { command } from "../../engine/cli";
import { Exit, runCommand } from "../../statemachine/cli";
import { attack } from "./attack";
import { TARGETS } from "./targets";

async function main(): Promise<Exit> {
  const { runs, seed, only } = command("fuzz", "Attack every command with spoilt inputs.")
    .option("--runs <count>", "inputs for a command", "20000")
    .option("--seed <number>", "where the random numbers begin", "1")
    .option("--only <text>", "commands with this in their name", "")
    .parse()
    .opts<{ runs: string; seed: string; only: string }>();
  let failed = 0;
  for (const target of TARGETS.filter(({ name }) => name.includes(only))) {
    const start = performance.now();
    const failures = await attack(target, Number(runs), Number(seed));
    const seconds = Math.round((performance.now() - start) / 1000);
    failed += failures.length;
    console.log(`${target.name}: ${runs} inputs in ${seconds} s, ${failures.length} failures`);
    for (const { seed: at, problem, input } of failures.slice(0, 5)) {
      console.log(`  --seed ${at}: ${problem.trim()}\n  ${input.slice(0, 500)}`);
    }
  }
  return failed === 0 ? Exit.ok : Exit.findings;
}

void runCommand(main);
