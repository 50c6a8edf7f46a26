import { Command, Option } from "commander";
import { UsageError } from "./exit";
import { visibleLines } from "./terminal";

/**
 * A command line whose mistakes are thrown, so that `runCommand` alone decides the exit code. What it says of arguments
 * reaches the terminal without their control characters.
 */
export function commandLine(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ writeErr: (text) => void process.stderr.write(visibleLines(text)) });
}

/** An option that takes one of some words, by default the first. */
export function oneOf(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words).default(words[0]);
}

/**
 * The address of an emulator, for an option `--endpoint`.
 * @throws UsageError for anything else, also an empty text: without an address AWS itself would be asked
 */
export function emulatorAddress(text: string): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return text;
  throw new UsageError(`--endpoint takes an address such as http://127.0.0.1:4566, not "${text}"`);
}
