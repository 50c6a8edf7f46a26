import {
  type Document,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  type ScalarTag,
  stringify,
  type ToStringOptions,
  YAMLMap,
  YAMLSeq,
} from "yaml";
import { isPlainText } from "../../engine/program/config";
import { display, isRecord } from "../../statemachine/json";
import { UsageError } from "../../statemachine/cli";

/** A value that is left out, as after `key:`. */
const NOTHING: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^$/,
  identify: (value) => value === null,
  resolve: () => new Scalar(null),
  stringify: () => "",
};

/**
 * Reads YAML so that it is written back as it is spelled: no plain scalar is taken for a number, a date or a switch, all
 * are the texts that stand there.
 *
 * @throws UsageError for what is not YAML.
 */
export function parseYaml(text: string): Document {
  const document = parseDocument(text, {
    schema: "failsafe",
    customTags: (tags) => [...tags, NOTHING],
    logLevel: "error",
  }) as unknown as Document;
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(error.message);
  if (document.contents === null) document.contents = new YAMLMap();
  return document;
}

/** How a file is laid out, so that what is not changed is written as it was. */
export function layoutOf(text: string): ToStringOptions {
  return {
    lineWidth: 0,
    indent: /^[^\s#-].*:\s*\n( {1,8})\S/m.exec(text)?.[1]?.length ?? 2,
    indentSeq: !/^( *)[^\s#-].*:\s*\n\1- /m.test(text),
    flowCollectionPadding: !/[[{](?! |$)[^\]}]/m.test(text),
  };
}

/** Whether a plain scalar of this spelling would not be read as the text that it is. */
function isRetyped(text: string): boolean {
  if (text === "=" || !isPlainText(text)) return true;
  return /^["']/.test(stringify(text, { compat: "yaml-1.1", lineWidth: 0 }));
}

/** Whether a scalar is a text to every reader. */
export function isText({ type, value }: Scalar): boolean {
  return (type !== undefined && type !== "PLAIN") || !isRetyped(display(value));
}

/** A tab in the first line with anything in it, which Go takes in no block. */
const TAB_FIRST = /^(\n*)\t/;

/**
 * The node of a value. A text that YAML 1.1 would read as something else (`017`, `2024-05-01`, `yes`, `1_000`) is quoted,
 * as a key too.
 *
 * @param name of the setting, for the error
 * @throws UsageError for a text that the engine could read in no spelling, as it writes the file anew and reads that
 */
export function nodeOf(value: unknown, name = ""): Node {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items = value.map((each) => nodeOf(each, name));
    return list;
  }
  if (isRecord(value)) {
    const map = new YAMLMap<Node, Node>();
    for (const [key, each] of Object.entries(value)) {
      if (each !== undefined) map.items.push(new Pair(nodeOf(key, key), nodeOf(each, key)));
    }
    return map;
  }
  // Half of a character is none: it becomes U+FFFD, as in every file.
  const scalar = new Scalar(Buffer.from(display(value)).toString());
  if (typeof value !== "string") {
    scalar.type = "PLAIN";
    return scalar;
  }
  const [block, breaks] = (value.includes("\n") && TAB_FIRST.exec(value)) || [];
  if (breaks === "") {
    throw new UsageError(
      `${name} is a text of several lines that begins with a tab, which the engine cannot read: take the tab away ` +
        "where Terraform has it, apply, and plan again",
    );
  }
  if (block !== undefined || isRetyped(value)) scalar.type = "QUOTE_DOUBLE";
  return scalar;
}
