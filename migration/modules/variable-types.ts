import { z } from "zod";

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
export const any = z.unknown().describe("any");

/** A string that the module allows only these values. */
export function choice<const V extends string>(
  ...allowed: readonly [V, ...V[]]
): z.ZodType<V, string | number | boolean> {
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

/** An object of known attributes. As in Terraform, others are dropped. */
export function object<A extends Readonly<Record<string, z.ZodType>>>(
  attributes: A,
): z.ZodObject<A> {
  const inside = Object.entries(attributes).map(([name, each]) => `${name} = ${each.description}`);
  const type = `object({${inside.join(", ")}})`;
  return z.object(attributes, { error: wrong(type) }).describe(type);
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
