import { display } from "../../../statemachine/json";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../../../statemachine/cli";
import { isGoMap, readGoYaml, type GoValue } from "./go-yaml";
import { declaredValues } from "./project";
import { configText, qualified } from "./values";

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

/** The stacks that have a `Pulumi.<stack>.yaml` in the folder, sorted. */
export function stackNames(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

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
  const project = file === undefined ? {} : read(file);
  const name = textOf(project["name"]) ?? "project";
  const { runtime = "nodejs" } = project;
  const options = isGoMap(runtime) ? (runtime["options"] ?? null) : null;
  const stackValues = valuesOf(folder, stack, name, needed);
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

function valuesOf(
  folder: string,
  stack: string,
  project: string,
  needed: boolean,
): Map<string, GoValue> {
  const names = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`];
  const file = names.map((name) => path.join(folder, name)).find((name) => existsSync(name));
  if (file === undefined) {
    if (!needed) return new Map();
    const known = stackNames(folder).join(", ") || "none";
    throw new UsageError(
      `unknown stack "${stack}": no ${names[0]} in ${folder}; stacks: ${known}. One without settings is an empty file`,
    );
  }
  const { config = null } = read(file);
  return inFile(file, () => {
    if (config !== null && !isGoMap(config)) throw new Error("config is not a map");
    return new Map(
      Object.entries(config ?? {}).map(([key, value]) => [
        configKey(qualified(key, project)),
        value,
      ]),
    );
  });
}

/** `namespace:key`; of the older form `namespace:config:key` the middle goes. @throws Error for another form */
function configKey(key: string): string {
  const [namespace = "", name = "", last, ...more] = key.split(":");
  if (last === undefined) return key;
  if (name === "config" && more.length === 0) return `${namespace}:${last}`;
  throw new Error(`${key} is not a key: keys have the form <namespace>:<name>`);
}

function read(file: string): { readonly [key: string]: GoValue } {
  return inFile(file, () => {
    const value = readGoYaml(readFileSync(file, "utf8")) ?? {};
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
