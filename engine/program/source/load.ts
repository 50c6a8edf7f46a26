import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../../statemachine/cli";
import { isRecord } from "../../../statemachine/json";
import { importAfresh } from "./es-module";
import { syntaxFault } from "./syntax";

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

/**
 * Evaluates a program afresh: what it exports is the stack's outputs, and of a function that it exports, the result.
 *
 * Source: cmd/run/run.js of @pulumi/pulumi.
 * @throws UsageError for packages that are not installed, and for exports that Pulumi's host refuses
 */
export async function load({ folder, entry }: Program): Promise<unknown> {
  for (const file of Object.keys(require.cache)) {
    // This project's other modules stay: the engine uses them too, and a second copy would be strange to the first.
    const own = folder !== PROJECT_DIR && isProgramFile(file, folder);
    if (own || file === entry) delete require.cache[file];
  }
  try {
    const exported = await (isEsPackage(folder) ? importProgram(entry) : requireProgram(entry));
    return await (typeof exported === "function" ? (exported as () => unknown)() : exported);
  } catch (error) {
    throw notInstalled(error, folder) ?? awaiting(error, folder) ?? error;
  }
}

/** What a module exports that Pulumi's host would require: all of it. */
function requireProgram(file: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program's file is known at run time only
  const module: unknown = require(file);
  const isIgnored = isRecord(module) && typeof module["default"] === "function";
  if (isIgnored) process.stderr.write(DEFAULT_NOT_CALLED);
  return module;
}

/** What a module exports that Pulumi's host would import: a default export stands for all of it. */
async function importProgram(file: string): Promise<unknown> {
  const module = await importAfresh(file).catch((error: unknown) => {
    throw placed(error, file);
  });
  if (!("default" in module)) return module;
  const others = Object.keys(module).filter((name) => name !== "default");
  if (others.length === 0) return module["default"];
  throw new UsageError(
    `the program has a default export and others (${others.join(", ")}): Pulumi takes one or the others, not both`,
  );
}

/** A syntax error that Node.js found while it loaded an ES module, before any of the program ran. */
const UNPLACED = /^SyntaxError: [^\n]*\n +at [^\n]*\(node:internal\/modules\//;

/** Node.js does not say where the syntax of an ES module is wrong. The compiler of what is required does. */
function placed(error: unknown, file: string): unknown {
  const folder = path.dirname(file);
  if (!(error instanceof SyntaxError) || !UNPLACED.test(error.stack ?? "")) return error;
  try {
    requireProgram(file);
  } catch (compiled) {
    if (!(compiled instanceof Error)) return error;
    const fault = syntaxFault(compiled, folder);
    if (fault !== undefined && !fault.isAwait) return compiled;
  }
  return error;
}

const DEFAULT_NOT_CALLED =
  "note: the program's default export is a function, which Pulumi does not call in a package that is not of ES modules: " +
  "write 'export =' in place of 'export default'\n";

/** Whether the package.json nearest to a folder says so. */
function isEsPackage(folder: string): boolean {
  const parent = path.dirname(folder);
  const manifest = manifestIn(folder);
  if (manifest === undefined) return parent !== folder && isEsPackage(parent);
  return manifest["type"] === "module";
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
  const main = manifestIn(folder)?.["main"];
  return typeof main === "string" ? path.join(folder, main) : undefined;
}

function manifestIn(folder: string): Record<string, unknown> | undefined {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

function notInstalled(error: unknown, folder: string): UsageError | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, name] =
    /^Cannot find (?:module|package) '(@[^'/]+\/[^'/]+|[^'./@][^'/]*)/.exec(message) ?? [];
  if (!code?.endsWith("MODULE_NOT_FOUND") || name === undefined) return undefined;
  const { dependencies, devDependencies } = manifestIn(folder) ?? {};
  const listed = [dependencies, devDependencies].some((names) => isRecord(names) && name in names);
  return new UsageError(
    `the program needs the package ${name}, which is not installed: run npm install${listed ? "" : ` ${name}`} in ${folder}`,
  );
}

/** `await` outside of every function is for ES modules: neither Node.js nor Pulumi's host takes it in what is required. */
function awaiting(error: unknown, folder: string): UsageError | undefined {
  if (!(error instanceof Error)) return undefined;
  const fault = syntaxFault(error, folder);
  if (!fault?.isAwait && (error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ASYNC_MODULE") {
    return undefined;
  }
  return new UsageError(
    `${fault === undefined ? "the program" : fault.place}: 'await' outside of a function does not run here: ` +
      `write "type": "module" into the program's package.json, or put the program into 'export = async () => { ... }', ` +
      `whose result is the stack's outputs`,
  );
}
