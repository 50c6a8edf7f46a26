import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { UsageError, writeFileAtomic } from "../../statemachine/cli";

/**
 * Sets keys of `Pulumi.<stack>.yaml` and leaves everything else as it is, comments included. The file appears whole or
 * not at all: it is written beside the old one and then takes its place.
 *
 * @param values key with its namespace -> value; undefined removes the key.
 * @param keep paths inside those values that stay as the file has them: secrets, which only the Pulumi CLI can write.
 * @returns the file's path.
 * @throws UsageError for what is not the name of a stack, and for a file that is not YAML with a map in `config`.
 */
export function setConfig(
  folder: string,
  stack: string,
  values: Readonly<Record<string, unknown>>,
  keep: readonly (readonly string[])[] = [],
): string {
  if (!/^[\w.-]+$/.test(stack)) {
    throw new UsageError(
      `"${stack}" is not the name of a stack: letters, digits, hyphens, underscores and dots`,
    );
  }
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  const document = readDocument(file);
  const kept = keep.map((each) => [["config", ...each], document.getIn(["config", ...each], true)]);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], document.createNode(value));
  }
  for (const [keys, node] of kept) {
    if (node !== undefined) document.setIn(keys as string[], node);
  }
  writeFileAtomic(file, document.toString({ lineWidth: 0 }));
  return file;
}

function readDocument(file: string): Document {
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${path.basename(file)}: ${error.message}`);
  if (document.contents === null) document.set("config", document.createNode({}));
  if (!isMap(document.contents))
    throw new UsageError(`${path.basename(file)}: is not a map of settings`);
  const config = document.get("config");
  if (config === null || config === undefined) document.set("config", document.createNode({}));
  else if (!isMap(config)) throw new UsageError(`${path.basename(file)}: config is not a map`);
  return document;
}
