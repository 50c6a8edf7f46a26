import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { take } from "../../engine/lock.cjs";

const FOLDER = path.join("out", "local");

/**
 * The folder for what a run of a program writes, its own until this process ends: `out/local`, or while another run has
 * that, the first that is free of `out/local-2`, `out/local-3` ...
 * @param note told of a folder that is not the usual one
 */
export function resultsFolder(program: string, note: (text: string) => void): string {
  const first = path.join(program, FOLDER);
  const owner = take(`${first}.lock`);
  if (owner === undefined) return first;
  let number = 2;
  while (take(`${first}-${number}.lock`) !== undefined) number++;
  const folder = `${first}-${number}`;
  const shown = path.relative(process.cwd(), folder);
  note(`note: process ${owner} runs the same program; the results of this run go to ${shown}`);
  return folder;
}

/** The `run.json` of the run of a program that ended last; where there was none, the place of the usual one. */
export function lastRun(program: string): string {
  const usual = path.join(program, FOLDER, "run.json");
  const out = path.join(program, path.dirname(FOLDER));
  const names = existsSync(out) ? readdirSync(out) : [];
  const files = names
    .filter((name) => /^local(-\d+)?$/.test(name))
    .map((name) => path.join(out, name, "run.json"))
    .filter((file) => existsSync(file));
  const time = (file: string): number => statSync(file).mtimeMs;
  return files.sort((a, b) => time(b) - time(a))[0] ?? usual;
}
