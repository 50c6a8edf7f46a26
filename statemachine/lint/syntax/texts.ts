import { TEMPLATES } from "./fields";
import { KINDS } from "./kinds";
import type { Part } from "./parts";
import { memoize } from "../../definition/reader";
import { MAX_EXPRESSION } from "./expressions";
import { isRecord, stepsTo, walk, type Leaf } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

/** What a value inside a part is for. */
export const ROLES = [
  /** A JSONPath field: a path, except for ResultPath, and ErrorPath and CausePath. */
  "path",
  "resultPath",
  "textPath",
  /** The value of a key that ends in `.$`. */
  "template",
  /** A string of a JSONata field. */
  "jsonata",
  /** Any other string that is taken as it is written. */
  "plain",
  /** An object inside a template or an argument. */
  "object",
] as const;

/** One of them. */
export type Role = (typeof ROLES)[number];

/** One value of a part. */
export interface Text {
  readonly role: Role;
  readonly value: unknown;
  readonly key: string;
  /** Where it is; undefined for the field of the part that `key` names. */
  readonly leaf: Leaf | undefined;
}

/** The steps from the part to a text. */
export function stepsOf({ key, leaf }: Text): (string | number)[] {
  return leaf === undefined ? [key] : stepsTo(leaf);
}

const FIELD_ROLES: ReadonlyMap<string, Role> = new Map([
  ["ResultPath", "resultPath"],
  ["ErrorPath", "textPath"],
  ["CausePath", "textPath"],
]);

const NONE: readonly Text[] = [];
/** The paths, templates, expressions and plain strings of a part; what a deployment puts in, and null, is left out. */
export const textsOf = memoize(({ entries, language }: Part): readonly Text[] => {
  const texts: Text[] = [];
  for (const { name, value, field } of entries) {
    if (field === undefined || value === null) continue;
    const { kind } = field;
    if (kind === "path" || kind === "pathOrNull") {
      if (isDeferred(value)) continue;
      const role = FIELD_ROLES.get(name) ?? "path";
      texts.push({ role, value, key: name, leaf: undefined });
    } else if (
      language === "JSONata" ? KINDS[kind].computed : TEMPLATES.has(name) || name === "Result"
    ) {
      readInside(value, name, language === "JSONata", texts);
    }
  }
  return texts.length === 0 ? NONE : texts;
});

function readInside(content: unknown, field: string, jsonata: boolean, texts: Text[]): void {
  if (typeof content === "number" || typeof content === "boolean") return;
  for (const leaf of walk(content, field)) {
    const { value, key } = leaf;
    const whole = typeof value === "object" && value !== null;
    const template = !jsonata && TEMPLATES.has(field) && leaf.step === key && key.endsWith(".$");
    if (!template && !whole && typeof value !== "string") continue;
    if (isDeferred(value)) continue;
    if (isRecord(value)) texts.push({ role: "object", value, key, leaf });
    if (template) texts.push({ role: "template", value, key, leaf });
    else if (typeof value !== "string" || value.length > MAX_EXPRESSION) continue;
    else texts.push({ role: jsonata ? "jsonata" : "plain", value, key, leaf });
  }
}
