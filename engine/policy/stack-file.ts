import { z } from "zod";
import { UsageError } from "../../statemachine/cli";
import { isRecord, measure } from "../../statemachine/json";

/** Values inside each other: more would overflow the stack of what judges them. AWS and Pulumi's own types have a dozen. */
const MOST_LEVELS = 500;

const text = z.string("must be a text");
const flag = z.boolean("must be true or false");
const texts = z.array(text, "must be a list of URNs");
/** As it is: what zod copies, it copies without a property called `__proto__`. */
const properties = z.custom<Record<string, unknown>>(isRecord, "must be an object");
const dependencies = z.custom<Record<string, string[]>>(
  (value) => isRecord(value) && Object.values(value).every((urns) => texts.safeParse(urns).success),
  "must be an object of lists of URNs",
);

/** What is read of a stack document, as `npm run -s emit` prints it. */
const DOCUMENT = z.object(
  {
    project: text,
    stack: text,
    resources: z.array(
      z.object(
        {
          urn: text,
          type: text,
          name: text,
          parent: text.nullable().default(null),
          protect: flag.optional(),
          inputs: properties,
          computed: properties.default({}),
          dependencies: texts.default([]),
          propertyDependencies: dependencies.default({}),
        },
        "must be an object",
      ),
      "must be a list",
    ),
  },
  "must be an object",
);

/** What is read of the output of `pulumi stack export`; other parts of a resource may be unreadable. */
const EXPORT = z.object(
  {
    resources: z.array(
      z.looseObject(
        {
          urn: text,
          type: text,
          parent: text.nullish(),
          id: text.nullish(),
          protect: flag.nullish(),
          delete: flag.nullish(),
        },
        "must be an object",
      ),
      "must be a list",
    ),
  },
  "must be an object",
);

/** An emitted stack document, of which everything is as it should be. */
export type DocumentFile = z.infer<typeof DOCUMENT>;

/** A resource of an export, of which what tells it apart is as it should be. */
export type ExportedResource = z.infer<typeof EXPORT>["resources"][number];

/**
 * What a file says of a stack: an emitted document, or the resources of an export.
 * @throws UsageError when it is neither, naming the part that is not as it should be
 */
export function readStackFile(
  value: unknown,
  source: string,
): { document: DocumentFile } | { exported: readonly ExportedResource[] } {
  if (!isRecord(value)) throw wrong(source, `is ${shown(value)}: must be an object`);
  if ("deployment" in value)
    return { exported: read(EXPORT, value["deployment"], source, ["deployment"]).resources };
  const isDocument = "stack" in value || "project" in value;
  return isDocument
    ? { document: read(DOCUMENT, value, source) }
    : { exported: read(EXPORT, value, source).resources };
}

function read<T extends { readonly resources: readonly { readonly urn: string }[] }>(
  schema: z.ZodType<T>,
  value: unknown,
  source: string,
  at: readonly PropertyKey[] = [],
): T {
  const { data, error } = schema.safeParse(value);
  if (data === undefined) {
    const { path = [], message = "" } = error?.issues[0] ?? {};
    const found = path.reduce((inner, key) => (inner as Record<PropertyKey, unknown>)[key], value);
    const name = [...at, ...path].map(String).join(".");
    throw wrong(source, `${name === "" ? "" : `${name} `}is ${shown(found)}: ${message}`);
  }
  const isDeep = (part: unknown): boolean => measure(part, LIMIT).depth > MOST_LEVELS;
  const deep = data.resources.find(isDeep);
  if (deep === undefined) return data;
  throw wrong(source, `${deep.urn} is nested deeper than ${MOST_LEVELS} levels`);
}

const LIMIT = { bytes: Infinity, depth: MOST_LEVELS };

function shown(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
  return Array.isArray(value) ? "a list" : "an object";
}

function wrong(source: string, what: string): UsageError {
  return new UsageError(
    `${source}: ${what}; give the output of 'pulumi stack export' or of 'npm run -s emit', as it is`,
  );
}
