import { TEMPLATES } from "./fields";
import { KINDS } from "./kinds";
import type { Part } from "./parts";
import { MAX_EXPRESSION } from "./expressions";
import { isDeferred, isRecord, own, stepsTo, walk } from "./values";

/** What a value inside a part is for. */
export type Role =
  /** A JSONPath field: a path, except for ResultPath, and ErrorPath and CausePath. */
  | "path"
  | "resultPath"
  | "textPath"
  /** The value of a key that ends in `.$`. */
  | "template"
  /** A string of a JSONata field. */
  | "jsonata"
  /** Any other string that is taken as it is written. */
  | "plain"
  /** An object inside a template or an argument. */
  | "object";

/** One value of a part, with the steps to it from the part. */
export interface Text {
  readonly role: Role;
  readonly value: unknown;
  readonly key: string;
  /** Computed only when it is asked for. */
  readonly steps: () => (string | number)[];
}

const FIELD_ROLES: ReadonlyMap<string, Role> = new Map([
  ["ResultPath", "resultPath"],
  ["ErrorPath", "textPath"],
  ["CausePath", "textPath"],
]);

const READ = new WeakMap<Part, readonly Text[]>();

/** The paths, templates, expressions and plain strings of a part; what a deployment puts in, and null, is left out. */
export function textsOf(part: Part): readonly Text[] {
  const read = READ.get(part) ?? [...readTexts(part)];
  READ.set(part, read);
  return read;
}

function* readTexts({ value, fields, language }: Part): Generator<Text> {
  for (const [name, { kind }] of fields) {
    const content = own(value, name);
    if (content === undefined || content === null || isDeferred(content)) continue;
    if (kind === "path" || kind === "pathOrNull") {
      yield {
        role: FIELD_ROLES.get(name) ?? "path",
        value: content,
        key: name,
        steps: () => [name],
      };
    } else if (
      language === "JSONata" ? KINDS[kind].computed : TEMPLATES.has(name) || name === "Result"
    ) {
      yield* inside(content, name, language === "JSONata");
    }
  }
}

function* inside(content: unknown, field: string, jsonata: boolean): Generator<Text> {
  for (const leaf of walk(content, field)) {
    const { value, key } = leaf;
    const steps = (): (string | number)[] => stepsTo(leaf);
    if (isRecord(value)) yield { role: "object", value, key, steps };
    if (isDeferred(value)) continue;
    const template = !jsonata && TEMPLATES.has(field) && key.endsWith(".$") && leaf.step === key;
    if (template) yield { role: "template", value, key, steps };
    else if (typeof value !== "string" || value.length > MAX_EXPRESSION) continue;
    else yield { role: jsonata ? "jsonata" : "plain", value, key, steps };
  }
}
