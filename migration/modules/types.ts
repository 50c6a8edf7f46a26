/** A type of a Terraform variable: converts a value as Terraform would, or says why it cannot. */
export interface Type<T> {
  /** The type in Terraform's words, for example `list(string)`. */
  readonly says: string;
  /** The converted value; what is wrong goes to `report`, and the value does not matter then. */
  readonly convert: (value: unknown, path: string, report: Report) => T;
}

/** Takes one problem: the path of the value, such as `tags["Team"]`, and what is wrong with it. */
export type Report = (path: string, reason: string) => void;

/** The value type of a {@link Type}. */
export type ValueOf<T> = T extends Type<infer V> ? V : never;

/** Terraform converts a number or a bool to a string. */
export const string: Type<string> = primitive("string", (value) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : asString(value),
);

/** Terraform converts a string to a number when it is one. */
export const number: Type<number> = primitive("number", (value) => {
  if (typeof value === "string" && value.trim() !== "") return finite(Number(value));
  return typeof value === "number" ? finite(value) : undefined;
});

/** Terraform converts the strings "true" and "false" to a bool. */
export const bool: Type<boolean> = primitive("bool", (value) => {
  if (value === "true") return true;
  if (value === "false") return false;
  return typeof value === "boolean" ? value : undefined;
});

/** Any value at all: Terraform checks nothing. */
export const any: Type<unknown> = { says: "any", convert: (value) => value };

/** A list whose elements are all of one type. */
export function list<T>(element: Type<T>): Type<T[]> {
  const says = `list(${element.says})`;
  return {
    says,
    convert(value, path, report) {
      if (!Array.isArray(value)) return wrong(says, value, path, report, []);
      return value.map((each, index) => element.convert(each, `${path}[${index}]`, report));
    },
  };
}

/** A map from any string to values of one type, in the order of its keys, as Terraform goes through it. */
export function map<T>(element: Type<T>): Type<Record<string, T>> {
  const says = `map(${element.says})`;
  return {
    says,
    convert(value, path, report) {
      if (!isObject(value)) return wrong(says, value, path, report, {});
      const keys = Object.keys(value).sort();
      const entries = keys.map(
        (key) =>
          [key, element.convert(value[key], `${path}[${JSON.stringify(key)}]`, report)] as const,
      );
      return Object.fromEntries(entries);
    },
  };
}

/** The same type for values that no message may show. */
export function secret<T>(type: Type<T>): Type<T> {
  return {
    says: type.says,
    convert: (value, path, report) =>
      type.convert(value, path, (at) => report(at, "has the wrong type; its value is not shown")),
  };
}

/** An attribute of an object that may be null or missing. */
export function optional<T>(type: Type<T>): Type<T | undefined> {
  return {
    says: `optional(${type.says})`,
    convert: (value, path, report) =>
      value === null || value === undefined ? undefined : type.convert(value, path, report),
  };
}

/** An object of known attributes. As in Terraform, others are dropped. */
export function object<A extends Record<string, Type<unknown>>>(
  attributes: A,
): Type<{ [K in keyof A]: ValueOf<A[K]> }> {
  const inside = Object.entries(attributes).map(([name, type]) => `${name} = ${type.says}`);
  const says = `object({${inside.join(", ")}})`;
  type Converted = { [K in keyof A]: ValueOf<A[K]> };
  return {
    says,
    convert(value, path, report) {
      if (!isObject(value)) return wrong(says, value, path, report, {} as Converted);
      const entries = Object.entries(attributes).map(
        ([name, type]) => [name, type.convert(value[name], `${path}.${name}`, report)] as const,
      );
      return Object.fromEntries(entries) as Converted;
    },
  };
}

function primitive<T>(says: string, convert: (value: unknown) => T | undefined): Type<T> {
  return {
    says,
    convert(value, path, report) {
      const converted = convert(value);
      if (converted !== undefined) return converted;
      return wrong(says, value, path, report, undefined as T);
    },
  };
}

function wrong<T>(says: string, value: unknown, path: string, report: Report, instead: T): T {
  const problem =
    value === undefined || value === null
      ? `is required: a ${says}`
      : `must be a ${says}, not ${JSON.stringify(value)}`;
  report(path, problem);
  return instead;
}

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
