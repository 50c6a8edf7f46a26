import { TEMPLATES } from "./fields";
import { VALUE_TYPES } from "./value-types";
import type { SpecObject } from "./objects";
import { isShort } from "./expressions";
import { isRecord, stepsTo, walk, type JsonRecord, type Leaf } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";
import { memoize } from "../../memoize";

/** What a value inside an object may be, by what it is for; a longer string than anyone writes is left out. */
interface FieldValues {
  /** What a field of JSONPath says, but for the next two. */
  readonly path: string;
  /** ResultPath. */
  readonly resultPath: string;
  /** ErrorPath and CausePath. */
  readonly textPath: string;
  /** The value of a key that ends in `.$`. */
  readonly template: unknown;
  /** A string of a JSONata field. */
  readonly jsonata: string;
  /** Any other string that is taken as it is written. */
  readonly plain: string;
  /** An object inside a template or an argument. */
  readonly payloadObject: JsonRecord;
}

export type FieldRole = keyof FieldValues;

/** One value of an object. */
export interface StringField<Role extends FieldRole = FieldRole> {
  readonly role: Role;
  readonly value: FieldValues[Role];
  readonly key: string;
  /** Where it is; undefined for the field of the object that `key` names. */
  readonly leaf: Leaf | undefined;
}

/** The steps from the object to one of its strings. */
export function stepsOf({ key, leaf }: StringField): (string | number)[] {
  return leaf === undefined ? [key] : stepsTo(leaf);
}

const ROLE_BY_FIELD: ReadonlyMap<string, FieldRole> = new Map([
  ["ResultPath", "resultPath"],
  ["ErrorPath", "textPath"],
  ["CausePath", "textPath"],
]);

const NONE: readonly StringField[] = [];
/** The paths, templates, expressions and plain strings of an object; what a deployment puts in, and null, is left out. */
export const stringsOf = memoize((object: SpecObject): readonly StringField[] => {
  const { entries, fields, language } = object;
  const strings: StringField[] = [];
  for (const { name, value, field } of entries) {
    if (field === undefined || value === null) continue;
    const { type } = field;
    if (type === "path" || type === "pathOrNull") {
      if (isDeferred(value) || !isShort(value)) continue;
      const role = ROLE_BY_FIELD.get(name) ?? "path";
      strings.push({ role, value, key: name, leaf: undefined });
    } else if (
      language === "JSONata"
        ? VALUE_TYPES[type].computed !== false
        : TEMPLATES.has(name) ||
          name === "Result" ||
          (type === "string" && fields.has(`${name}Path`))
    ) {
      readInside(value, name, language === "JSONata", strings);
    }
  }
  return strings.length === 0 ? NONE : strings;
});

function readInside(
  content: unknown,
  field: string,
  jsonata: boolean,
  strings: StringField[],
): void {
  if (typeof content === "number" || typeof content === "boolean") return;
  for (const leaf of walk(content, field)) {
    const { value, key } = leaf;
    const template = !jsonata && TEMPLATES.has(field) && leaf.step === key && key.endsWith(".$");
    if (isDeferred(value) || (typeof value === "string" && !isShort(value))) continue;
    if (isRecord(value)) strings.push({ role: "payloadObject", value, key, leaf });
    if (template) strings.push({ role: "template", value, key, leaf });
    else if (typeof value === "string")
      strings.push({ role: jsonata ? "jsonata" : "plain", value, key, leaf });
  }
}
