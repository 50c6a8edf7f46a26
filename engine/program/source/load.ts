import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../../statemachine/cli";

const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;

/** Where a program's sources are. */
export interface Program {
  /** The folder of Pulumi.yaml, or the folder that its `main` names: where Pulumi's host runs the program. */
  readonly folder: string;
  /** The file that is run. */
  readonly entry: string;
}

/**
 * Finds the file that Pulumi's Node.js host would run: `main` of Pulumi.yaml, a file or a folder, and in a folder `main` of its
 * package.json, or else `index`.
 *
 * Source: cmd/run/run.js of @pulumi/pulumi.
 * @throws UsageError when there is none
 */
export function programOf(project: string, main = "."): Program {
  const target = path.resolve(project, main);
  const isFile = existsSync(target) && statSync(target).isFile();
  const folder = isFile ? path.dirname(target) : target;
  const named = isFile ? target : packageMain(folder);
  const candidates = [named, path.join(folder, "index.ts"), path.join(folder, "index.js")];
  const entry = candidates.find((file) => file !== undefined && existsSync(file));
  if (entry === undefined) {
    throw new UsageError(
      `${target} has no program: "main" of Pulumi.yaml names a file, or a folder with index.ts or index.js`,
    );
  }
  // As `require` names what it has loaded: without links, and with the index of a folder.
  return { folder: realpathSync(folder), entry: require.resolve(entry) };
}

/** Evaluates a program afresh: its exports are the stack's outputs. @throws UsageError for packages that are not installed */
export function load({ folder, entry }: Program): Record<string, unknown> {
  for (const file of Object.keys(require.cache)) {
    // This project's other modules stay: the engine uses them too, and a second copy would be strange to the first.
    const own = folder !== PROJECT_DIR && isProgramFile(file, folder);
    if (own || file === entry) delete require.cache[file];
  }
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program's file is known at run time only
    return { ...(require(entry) as Record<string, unknown>) };
  } catch (error) {
    throw notInstalled(error, folder) ?? error;
  }
}

/** Whether a file is a program's own source: in its folder, and neither a package nor the engine. */
export function isProgramFile(file: string, folder: string): boolean {
  const inside = file.startsWith(folder + path.sep) && !file.includes(DEPENDENCIES);
  return inside && (folder !== PROJECT_DIR || !file.startsWith(ENGINE));
}

/** This project's root folder. */
export const PROJECT_DIR = path.resolve(__dirname, "../../..");

const ENGINE = path.join(PROJECT_DIR, "engine") + path.sep;

function packageMain(folder: string): string | undefined {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const { main } = JSON.parse(readFileSync(file, "utf8")) as { main?: unknown };
  return typeof main === "string" ? path.join(folder, main) : undefined;
}

function notInstalled(error: unknown, folder: string): UsageError | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name] = /^Cannot find (?:module|package) '([^'./][^']*)'/.exec(message) ?? [];
  if (code !== "MODULE_NOT_FOUND" || name === undefined) return undefined;
  return new UsageError(
    `the program needs the package ${name}, which is not installed: run npm install in ${folder}`,
  );
}
