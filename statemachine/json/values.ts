/** A JSON object of unknown content. Read it with `own`, never by plain lookup of an unknown key. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether `value` is a JSON object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The field `key` of `record`; `undefined` when it is missing or inherited. */
export function own<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether `record` itself has the field `key` with a value (null is one). */
export function has(record: JsonRecord, key: string): boolean {
  return own(record, key) !== undefined;
}

/** The field `key` when it is a list, else an empty list. */
export function list(record: JsonRecord, key: string): readonly unknown[] {
  const value = own(record, key);
  return Array.isArray(value) ? value : [];
}

/** The field `key` when it is an object, else an empty one. */
export function record(holder: JsonRecord, key: string): JsonRecord {
  const value = own(holder, key);
  return isRecord(value) ? value : {};
}

/** The field `key` when it is a string. */
export function text(record: JsonRecord, key: string): string | undefined {
  const value = own(record, key);
  return typeof value === "string" ? value : undefined;
}

/** The field `key` when it is a number. */
export function number(record: JsonRecord, key: string): number | undefined {
  const value = own(record, key);
  return typeof value === "number" ? value : undefined;
}

/** The same keys with other values. */
export function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, change(value, key)]),
  );
}

/** A copy of a JSON value in which each text is changed, but no name of a field. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  return isRecord(value) ? mapValues(value, (each) => mapTexts(each, change)) : value;
}

/** One value inside another. */
export interface Leaf {
  readonly value: unknown;
  /** The field's name, or the nearest one above for an element of a list. */
  readonly key: string;
  readonly step: string | number;
  readonly parent: Leaf | undefined;
}

/** `root` and everything inside it in document order; read on a stack of its own. */
export function walk(root: unknown, key: string): readonly Leaf[] {
  const visited: Leaf[] = [];
  const stack: Leaf[] = [{ value: root, key, step: key, parent: undefined }];
  for (let leaf = stack.pop(); leaf !== undefined; leaf = stack.pop()) {
    visited.push(leaf);
    const { value } = leaf;
    if (Array.isArray(value)) {
      for (let step = value.length - 1; step >= 0; step--) {
        stack.push({ value: value[step], key: leaf.key, step, parent: leaf });
      }
    } else if (isRecord(value)) {
      for (const step of Object.keys(value).reverse()) {
        stack.push({ value: own(value, step), key: step, step, parent: leaf });
      }
    }
  }
  return visited;
}

/** The steps from what holds the walked root to `leaf`. */
export function stepsTo(leaf: Leaf): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at: Leaf | undefined = leaf; at !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse();
}

/** Bytes of a plain value; for a short string its length is near enough, and much faster. */
function bytesOf(value: unknown): number {
  if (typeof value !== "string") return String(value as number).length;
  return 2 + (value.length > 100 ? Buffer.byteLength(value) : value.length);
}

/** How big a document is. */
export interface Size {
  /** About as many as its JSON text takes in UTF-8. */
  readonly bytes: number;
  /** Levels of lists and objects. */
  readonly depth: number;
}

/** Measures `root`; counting ends when a limit is passed, so also for a structure without end. */
export function measure(root: unknown, limit: Size): Size {
  let bytes = 0;
  let deepest = 0;
  const values: unknown[] = [root];
  const depths: number[] = [1];
  while (values.length > 0 && bytes <= limit.bytes && deepest <= limit.depth) {
    const value = values.pop();
    const depth = depths.pop() ?? 1;
    if (typeof value !== "object" || value === null) {
      bytes += bytesOf(value);
      continue;
    }
    deepest = Math.max(deepest, depth);
    bytes += 2;
    const keyed = !Array.isArray(value);
    for (const key in value) {
      const inside = (value as JsonRecord)[key];
      bytes += keyed ? key.length + 4 : 1;
      if (typeof inside === "object" && inside !== null) {
        values.push(inside);
        depths.push(depth + 1);
      } else bytes += bytesOf(inside);
    }
  }
  return { bytes, depth: deepest };
}

/** Steps from the root of a document to a value in it: keys, and indexes of lists. */
export type Steps = readonly (string | number)[];

/** Steps as a JSON pointer (RFC 6901). */
export function pointer(steps: Steps): string {
  let path = "";
  for (const step of steps) {
    const name = String(step);
    path += `/${/[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name}`;
  }
  return path;
}

/** The steps of a JSON pointer; an index of a list is text among them. */
export function parsePointer(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
