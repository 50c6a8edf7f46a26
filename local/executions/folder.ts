import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { release, take } from "../../engine/lock.cjs";

const FOLDER = path.join("out", "local");

/**
 * Gives a run of a program the folder for what it writes, its own until the run ends: `out/local`, or while another run
 * has that, the first that is free of `out/local-2`, `out/local-3` ...
 * @param note told of a folder that is not the usual one
 */
export async function withResultsFolder<Result>(
  program: string,
  note: (text: string) => void,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const first = path.join(program, FOLDER);
  const owner = take(`${first}.lock`);
  let folder = first;
  for (let number = 2; owner !== undefined; number++) {
    folder = `${first}-${number}`;
    if (take(`${folder}.lock`) === undefined) break;
  }
  if (owner !== undefined) {
    const shown = path.relative(process.cwd(), folder);
    note(`note: process ${owner} runs the same program; the results of this run go to ${shown}`);
  }
  try {
    return await run(folder);
  } finally {
    release(`${folder}.lock`);
  }
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
