import { display } from "../../../statemachine/json";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../../statemachine/cli";
import { isGoMap, type GoValue } from "./go-value";
import { readGoYaml } from "./go-yaml";
import { declaredValues } from "./project";
import { configKey, configText } from "./values";

export { isPlainText } from "./go-scalar";
export { withEscapes } from "./go-text";
export { qualified, SECRET_TEXT, UNKNOWN_TEXT } from "./values";

/** The project file's facts and one stack's configuration, as the engine hands it to a program. */
export interface StackConfig {
  readonly project: string;
  /** The language that the program is written in: `nodejs` unless the project file says otherwise. */
  readonly runtime: string;
  /** Whether Pulumi's host compiles the program itself: unless the option `typescript` of the runtime says otherwise. */
  readonly typescript: boolean;
  /** `main` of the project file: the program's file or folder, when it is not the project's folder. */
  readonly main?: string;
  /** `namespace:key` -> text; structured values are JSON text. */
  readonly values: Record<string, string>;
}

/** The stacks that have a file in a folder, sorted: `Pulumi.<stack>` with this ending. */
export function stackNames(folder: string, ending = ".yaml"): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.startsWith(STACK_FILE) && file.endsWith(ending))
    .map((file) => file.slice(STACK_FILE.length, -ending.length))
    .filter((name) => name !== "")
    .sort();
}

const STACK_FILE = "Pulumi.";

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` as Pulumi's engine does: the defaults that the project declares, then the
 * stack's values. Which settings must be there, and their types, is left to the program, which reports all at once.
 * An encrypted value, which only the Pulumi CLI can read, becomes {@link SECRET_TEXT}.
 *
 * @param needed false: a stack without a file has an empty configuration, for programs in tests
 * @throws UsageError for an unknown stack or what the engine would refuse, naming the file
 */
export function readConfig(folder: string, stack: string, needed = true): StackConfig {
  const file = projectFile(folder);
  const project = file === undefined ? {} : read(file, Infinity);
  const name = textOf(project["name"]) ?? "project";
  const { runtime = "nodejs" } = project;
  const options = isGoMap(runtime) ? (runtime["options"] ?? null) : null;
  const place = inFile(file ?? folder, () => path.join(folder, stackFolder(project)));
  const stackValues = valuesOf(
    stackFile(place, stack, path.extname(file ?? "Pulumi.yaml"), needed),
    name,
  );
  return {
    project: name,
    runtime: textOf(isGoMap(runtime) ? runtime["name"] : runtime) ?? "nodejs",
    typescript: !isGoMap(options) || options["typescript"] !== false,
    main: textOf(project["main"]),
    values: inFile(file ?? folder, () =>
      declaredValues(project["config"] ?? null, name, stackValues),
    ),
  };
}

/** The project file of a folder, if it has one. */
export function projectFile(folder: string): string | undefined {
  return ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/** The text form in which the engine hands a value of a program to it. */
export function asText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : display(value);
}

/** The folder of the stacks' files below the project's. `config` is its first name in the engine. */
function stackFolder({ config, stackConfigDir }: { readonly [key: string]: GoValue }): string {
  if (typeof config === "string" && stackConfigDir !== undefined) {
    throw new Error(
      "config is a text, and there is a stackConfigDir: only one may name the stacks' folder",
    );
  }
  const found = stackConfigDir ?? (typeof config === "string" ? config : "");
  if (typeof found === "string") return found;
  throw new Error("stackConfigDir is not a text");
}

/** The file of a stack, which ends as the project's does; undefined where there is none, and none is needed. */
function stackFile(
  folder: string,
  stack: string,
  ending: string,
  needed: boolean,
): string | undefined {
  const name = `${STACK_FILE}${stack}${ending}`;
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  if (!needed) return undefined;
  const known = stackNames(folder, ending).join(", ") || "none";
  throw new UsageError(
    `unknown stack "${stack}": no ${name} in ${folder}; stacks: ${known}. One without settings is an empty file`,
  );
}

function valuesOf(file: string | undefined, project: string): Map<string, GoValue> {
  if (file === undefined) return new Map();
  const { config = null } = read(file, CONFIG_LEVELS);
  return inFile(file, () => {
    if (config !== null && !isGoMap(config)) throw new Error("config is not a map");
    return new Map(
      Object.entries(config ?? {}).map(([key, value]) => [configKey(key, project), value]),
    );
  });
}

/** `config` and its keys. */
const CONFIG_LEVELS = 2;

function read(file: string, levels: number): { readonly [key: string]: GoValue } {
  return inFile(file, () => {
    const value = readGoYaml(readFileSync(file, "utf8"), levels) ?? {};
    if (isGoMap(value)) return value;
    throw new Error("its content is not a map");
  });
}

/** Runs what may find something wrong in a file. @throws UsageError that names the file */
function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path.basename(file)}: ${(error as Error).message}`);
  }
}

function textOf(value: GoValue | undefined): string | undefined {
  return value === undefined || value === null ? undefined : configText(value);
}
