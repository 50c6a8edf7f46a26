import { z } from "zod";
import { mapValues } from "../../statemachine/json";

/** A type as the table of the modules has it: `list(string)`, an object by its attributes, or a wrapper around one. */
export type TypeSpec = string | readonly TypeSpec[] | { readonly [attribute: string]: TypeSpec };

/** Terraform converts a number or a bool to a string. */
export const string = z
  .union([z.string(), z.number(), z.boolean()], { error: wrong("string") })
  .transform(String)
  .describe("string");

/** Terraform converts a string to a number when it is one. */
export const number = z
  .union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())], {
    error: wrong("number"),
  })
  .describe("number");

/** Terraform converts the strings "true" and "false" to a bool. */
export const bool = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
    error: wrong("bool"),
  })
  .describe("bool");

/** Any value at all: Terraform checks nothing. */
const any = z.unknown().describe("any");

/** A string that the module allows only these values. */
export function choice(...allowed: readonly string[]): z.ZodType<string> {
  const shown = allowed.map((each) => JSON.stringify(each)).join(" or ");
  const error = ({ input }: Refused): string => `is ${JSON.stringify(input)}: must be ${shown}`;
  return string.pipe(z.enum(allowed, { error })).describe("string");
}

/** A list whose elements are all of one type. */
export function list<T extends z.ZodType>(element: T): z.ZodArray<T> {
  const type = `list(${element.description})`;
  return z.array(element, { error: wrong(type) }).describe(type);
}

/** A map from any string to values of one type, in the order of its keys, as Terraform goes through it. */
export function map<T extends z.ZodType>(element: T): z.ZodType<Record<string, z.output<T>>> {
  const type = `map(${element.description})`;
  return z
    .record(z.string(), element, { error: wrong(type) })
    .transform((values) =>
      Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    .describe(type);
}

/** An attribute of an object that may be null or missing. */
export function optional<T extends z.ZodType>(type: T): z.ZodType<z.output<T> | undefined> {
  return type
    .nullish()
    .transform((value) => value ?? undefined)
    .describe(`optional(${type.description})`);
}

/**
 * An object of known attributes, which have our names in the value. As in Terraform, others are dropped.
 */
export function object(
  attributes: Readonly<Record<string, z.ZodType>>,
): z.ZodType<Record<string, unknown>> {
  const inside = Object.entries(attributes).map(([name, each]) => `${name} = ${each.description}`);
  const type = `object({${inside.join(", ")}})`;
  return z
    .object(attributes, { error: wrong(type) })
    .transform((values) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [ourName(name), value])),
    )
    .describe(type);
}

/** The attributes whose name here is not only written in another letter case. */
const RENAMED: Readonly<Record<string, string>> = {
  transition: "transitions",
  subnet_ids_to_associate: "subnetIds",
};

function ourName(attribute: string): string {
  return (
    RENAMED[attribute] ??
    attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  );
}

/** The types that are not made of others, by name; two have a rule of their own. */
const SIMPLE: Readonly<Record<string, z.ZodType>> = {
  string,
  number,
  bool,
  any,
  machineType: string.refine((type) => ["STANDARD", "EXPRESS"].includes(type.toUpperCase()), {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}: must be STANDARD or EXPRESS, in any letter case`,
  }),
  atMostOneArn: map(string).refine((arns) => Object.keys(arns).length <= 1, {
    error: ({ input }) =>
      `has ${Object.keys(input as object).length} ARNs: must be a map with at most one`,
  }),
};

const WRAPPERS: Readonly<Record<string, (element: z.ZodType) => z.ZodType>> = {
  list,
  map,
  optional,
};

/** The type that a row of the table names. */
export function typeOf(spec: TypeSpec): z.ZodType {
  if (typeof spec === "string") {
    const [, wrapper, element] = /^(\w+)\((.+)\)$/.exec(spec) ?? [];
    return element === undefined ? SIMPLE[spec]! : WRAPPERS[wrapper!]!(typeOf(element));
  }
  if (!isWrapped(spec)) return object(mapValues(spec, typeOf));
  const [wrapper, element] = spec as [string, TypeSpec];
  return WRAPPERS[wrapper]!(typeOf(element));
}

function isWrapped(spec: TypeSpec): spec is readonly TypeSpec[] {
  return Array.isArray(spec);
}

/** As far as zod says it, what was refused. */
interface Refused {
  readonly input?: unknown;
}

function wrong(type: string): (refused: Refused) => string {
  return ({ input }) =>
    input === undefined || input === null
      ? `is required: a ${type}`
      : `must be a ${type}, not ${JSON.stringify(input)}`;
}
