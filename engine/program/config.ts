import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseDocument, isMap, isScalar, type Document } from "yaml";
import { UsageError } from "../../statemachine/cli";

/** The project file's facts and one stack's configuration, as the engine hands it to a program. */
export interface StackConfig {
  readonly project: string;
  /** The program's file. */
  readonly main: string;
  /** `namespace:key` -> text; structured values are JSON text. */
  readonly values: Record<string, string>;
}

/** What stands in for a secret: offline, where only the Pulumi CLI could read it, and in every document. */
export const SECRET_TEXT = "[secret]";

/** The stacks that have a `Pulumi.<stack>.yaml` in the folder, sorted. */
export function stackNames(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml`: the defaults that the project declares, then the stack's values.
 * Which settings must be there, and their types, is left to the program, which reports all at once.
 * An encrypted value, which only the Pulumi CLI can read, becomes {@link SECRET_TEXT}.
 *
 * @param needed false: a stack without a file has an empty configuration, for programs in tests
 * @throws UsageError for an unknown stack or unreadable YAML, naming the fix
 */
export function readConfig(folder: string, stack: string, needed = true): StackConfig {
  const projectFile = path.join(folder, "Pulumi.yaml");
  const project = existsSync(projectFile) ? readYaml(projectFile).toJS() : {};
  const name: string = project.name ?? "project";
  const values: Record<string, string> = {};
  for (const [key, declared] of Object.entries<unknown>(project.config ?? {})) {
    const value = defaultOf(declared);
    if (value !== undefined) values[qualified(key, name)] = asText(value);
  }
  return {
    project: name,
    main: path.resolve(folder, project.main ?? "index.ts"),
    values: { ...values, ...stackValues(folder, stack, name, needed) },
  };
}

/** The text form in which the engine hands a value to a program. */
export function asText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A key without a namespace belongs to the project. */
export function qualified(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function stackValues(
  folder: string,
  stack: string,
  project: string,
  needed: boolean,
): Record<string, string> {
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    if (!needed) return {};
    const known = stackNames(folder).join(", ") || "none";
    throw new UsageError(
      `unknown stack "${stack}": no ${path.basename(file)} here; stacks: ${known}`,
    );
  }
  const config = readYaml(file).get("config");
  if (!isMap(config)) return {};
  const values: Record<string, string> = {};
  for (const { key, value } of config.items) {
    const name = qualified(String(key), project);
    if (isScalar(value)) {
      // The written text, as the engine keeps it: 010 stays 010.
      values[name] = value.source ?? String(value.value ?? "");
      continue;
    }
    const plain = isMap(value) || value !== null ? (value as { toJSON(): unknown }).toJSON() : "";
    values[name] = asText(withoutSecrets(plain));
  }
  return values;
}

/** `{default: x}` or `{value: x}` of a declaration, or the short form's value itself. */
function defaultOf(declared: unknown): unknown {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return declared;
  const { default: byType, value } = declared as { default?: unknown; value?: unknown };
  return byType ?? value;
}

/** `{secure: ciphertext}`, the form of an encrypted value, replaced at any depth. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[key, text] = []] = entries;
  if (entries.length === 1 && key === "secure" && typeof text === "string") return SECRET_TEXT;
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutSecrets(part)]));
}

function readYaml(file: string): Document {
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${path.basename(file)}: ${error.message}`);
  return document;
}
