import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isAlias, isMap, isScalar, type Node, visit, YAMLMap } from "yaml";
import { withEscapes } from "../../engine/program/config";
import { PROJECT } from "../../stack/settings";
import { isRecord } from "../../statemachine/json";
import { UsageError, writeFileAtomic } from "../../statemachine/cli";
import { isText, layoutOf, nodeOf, parseYaml } from "./yaml-text";

/** What is done to the settings of a stack's file; keys have their namespace. */
export interface ConfigChanges {
  /** Values to set. An object is put into what the file has: members that it does not name stay. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Values that take the place of what the file has as a whole; undefined removes the key. */
  readonly replace?: Readonly<Record<string, unknown>>;
  /** Paths in replaced values that stay as the file has them: secrets, which only the Pulumi CLI can write. */
  readonly keep?: readonly (readonly string[])[];
}

/**
 * Changes settings in `Pulumi.<stack>.yaml` and leaves everything else as it is: comments, the spelling of other
 * values, encrypted values, line ends, a byte order mark, the file's mode, and a link to it. The file appears whole or
 * not at all.
 *
 * @returns the file's path.
 * @throws UsageError for what is not the name of a stack, for a file that is not YAML with a map in `config`, for
 * anchors that the change would break, and for a text that the engine cannot read.
 */
export function setConfig(folder: string, stack: string, changes: ConfigChanges): string {
  if (!/^[\w.-]+$/.test(stack)) {
    throw new UsageError(
      `${JSON.stringify(stack)} is not the name of a stack: letters, digits, hyphens, underscores and dots`,
    );
  }
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  try {
    writeFileAtomic(file, changed(before, changes));
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`${path.basename(file)}: ${error.message}`);
    throw error;
  }
  return file;
}

/** The text of a stack's file with changed settings. */
function changed(before: string, { set = {}, replace = {}, keep = [] }: ConfigChanges): string {
  const [mark = ""] = /^\uFEFF/.exec(before) ?? [];
  const document = parseYaml(before.slice(mark.length));
  if (!isMap(document.contents)) throw new UsageError("is not a map of settings");
  const config = configOf(document.contents);
  const kept = keep.map(([first = "", ...rest]) => {
    const keys = [keyIn(config, first), ...rest];
    return { keys, node: config.getIn(keys, true) as Node | undefined };
  });
  for (const [key, value] of Object.entries(replace)) {
    if (value === undefined) config.delete(keyIn(config, key));
    else put(config, keyIn(config, key), nodeOf(value, key));
  }
  for (const { keys, node } of kept) if (node !== undefined) putIn(config, keys, node);
  for (const [key, value] of Object.entries(set)) merge(config, keyIn(config, key), value);
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      throw new UsageError(
        `*${alias.source} needs &${alias.source}, which stands in a value that is replaced: write the value of ` +
          `*${alias.source} out`,
      );
    },
  });
  const after = withEscapes(document.toString(layoutOf(before)));
  return mark + (before.includes("\r\n") ? after.replace(/\r?\n/g, "\r\n") : after);
}

/** The map of settings, made where there is none. */
function configOf(contents: YAMLMap): YAMLMap {
  const config = contents.get("config", true) as Node | undefined;
  if (isMap(config)) return withoutMergeKey(config);
  if (isAlias(config)) throw new UsageError(`config is *${config.source}: write its settings out`);
  const empty = config === undefined || (isScalar(config) && config.value === null);
  if (!empty) throw new UsageError("config is not a map");
  const made = new YAMLMap();
  put(contents, "config", made);
  return made;
}

/** A key as the file writes it: the project's own may stand without its namespace. */
function keyIn(config: YAMLMap, key: string): string {
  const short = key.startsWith(`${PROJECT}:`) ? key.slice(PROJECT.length + 1) : key;
  return !config.has(key) && config.has(short) ? short : key;
}

/** Sets a value; of an object only the members that it names, at every depth. */
function merge(map: YAMLMap, key: string, value: unknown): void {
  const old = map.get(key, true) as Node | undefined;
  if (!isRecord(value)) return put(map, key, nodeOf(value, key));
  if (isAlias(old)) throw new UsageError(`${key} is *${old.source}: write its settings out`);
  if (!isMap(old)) return put(map, key, nodeOf(value, key));
  withoutMergeKey(old);
  for (const [inner, each] of Object.entries(value)) merge(old, inner, each);
}

/** Sets a value and keeps the comments of the old one; the same value stays as it is written. */
function put(map: YAMLMap, key: string, node: Node): void {
  const old = map.get(key, true) as Node | undefined;
  if (isScalar(old) && isScalar(node)) {
    if (old.value === node.value && isText(old) === isText(node)) return;
    Object.assign(node, { comment: old.comment, commentBefore: old.commentBefore });
  }
  map.set(old === undefined ? nodeOf(key) : key, node);
}

function putIn(map: YAMLMap, [key = "", ...rest]: readonly string[], node: Node): void {
  if (rest.length === 0) return put(map, key, node);
  const inner = map.get(key, true) as Node | undefined;
  if (isMap(inner)) return putIn(inner, rest, node);
  const made = new YAMLMap();
  put(map, key, made);
  putIn(made, rest, node);
}

/** `<<` brings in members that stand elsewhere, where a change would change others too. */
function withoutMergeKey(map: YAMLMap): YAMLMap {
  if (!map.has("<<")) return map;
  throw new UsageError("has a merge key (<<) among the settings to change: write its settings out");
}
