import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Exit } from "../../statemachine/cli";
import { isRecord, jsonIn } from "../../statemachine/json";

/** A command under attack: what it reads, and how it runs on a file with that in it. */
export interface Target {
  readonly name: string;
  /** Texts that are right, to spoil. */
  readonly seeds: () => readonly string[];
  /** Whether what it reads keeps the types that it has: AWS's clients take care of that. */
  readonly typed?: boolean;
  /** The name of the file that it reads. */
  readonly file: string;
  readonly run: (file: string, random: () => number) => Exit | Promise<Exit>;
  /** Ends what it started. */
  readonly close?: () => Promise<void>;
  /** How much longer one run takes than those of the others: the unit tests try so many fewer. */
  readonly weight: number;
}

export const ROOT = path.join(__dirname, "../..");

/** The texts of files in a folder of the repository. */
export function textsIn(folder: string, pattern: RegExp): string[] {
  const found = path.join(ROOT, folder);
  return readdirSync(found)
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(path.join(found, name), "utf8"));
}

/** The seeds, read once. */
export function once<T>(read: () => T): () => T {
  let seeds: { readonly value: T } | undefined;
  return () => (seeds ??= { value: read() }).value;
}

/**
 * Puts each field of an input that stands for several files into a file of its own: a text as it is, anything else as JSON.
 * An input that is not such an object any more is in each of them as it is.
 * @returns the files by their fields
 */
export function parts<Name extends string>(
  file: string,
  names: readonly Name[],
): Record<Name, string> {
  const whole = readFileSync(file, "utf8");
  const value = jsonIn(whole);
  const files = names.map((name) => {
    const part = isRecord(value) ? value[name] : whole;
    const at = `${file}.${name}.json`;
    writeFileSync(at, typeof part === "string" ? part : (JSON.stringify(part) ?? ""));
    return [name, at];
  });
  return Object.fromEntries(files) as Record<Name, string>;
}
