import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from "yaml";
import { scalar } from "./go-scalar";
import { refuseCharacters } from "./go-text";
import { isGoMap, keyText, type GoValue } from "./go-value";

/**
 * Reads YAML as Go's yaml.v3 does, with which Pulumi reads its files: `017` is 15, `1.10` is 1.1, `no` is a text, a date is
 * what Go prints for it. Only the first document is read.
 *
 * Source: resolve.go and decode.go of yaml.v3 3.0.1; test/engine/program/config-values.json holds what the engine gives.
 * @param levels of maps inside each other, from the outside, of which the engine takes keys that are texts only
 * @throws Error that says in one line what is wrong
 */
export function readGoYaml(text: string, levels = 0): GoValue {
  const [document] = parseAllDocuments(text.replace(/^\ufeff/, ""), OPTIONS);
  if (document === undefined || !("contents" in document)) return null;
  refuse(document, text);
  return document.contents === null ? null : valueOf(document.contents, document, levels);
}

const OPTIONS = {
  schema: "failsafe",
  resolveKnownTags: false,
  keepSourceTokens: true,
  logLevel: "silent",
} as const;

/** What is YAML, and Go refuses. */
function refuse({ errors, directives }: Document, text: string): void {
  const [error] = errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]);
  if (directives?.yaml.explicit === true && directives.yaml.version !== "1.1") {
    throw new Error(`%YAML ${directives.yaml.version} is not supported: only 1.1 is`);
  }
  refuseCharacters(text);
}

function valueOf(node: Node, document: Document, levels: number): GoValue {
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target !== undefined) return valueOf(target, document, levels);
    throw new Error(`there is no anchor ${node.source}`);
  }
  if (isScalar(node)) return scalar(node as Scalar<string>);
  if (isSeq(node)) return node.items.map((item) => valueOf(item as Node, document, levels));
  if (!isMap(node)) return null;
  const entries = new Map<string, GoValue>();
  const merged: GoValue[] = [];
  for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
    const content = value === null ? null : valueOf(value, document, levels - 1);
    if (isScalar(key) && key.value === "<<") merged.push(content);
    else {
      const found = valueOf(key, document, levels);
      const name = keyText(found);
      if (levels > 0 && typeof found !== "string") throw new Error(`the key ${name} is not a text`);
      if (entries.has(name)) throw new Error(`the key ${name} is there twice`);
      entries.set(name, content);
    }
  }
  for (const [name, value] of merged.flatMap(mergedEntries)) {
    if (!entries.has(name)) entries.set(name, value);
  }
  return Object.fromEntries(entries);
}

/** What `<<` brings in: a map, or several, of which the first wins. */
function mergedEntries(value: GoValue): [string, GoValue][] {
  const maps = Array.isArray(value) ? (value as readonly GoValue[]) : [value];
  return maps.flatMap((map) => {
    if (isGoMap(map)) return Object.entries(map);
    throw new Error("<< takes a map, or a list of maps");
  });
}
