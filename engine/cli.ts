import { Command } from "commander";

/** A command line whose mistakes are thrown, so that `runCommand` alone decides the exit code. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride();
}
