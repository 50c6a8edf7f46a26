import { z } from "zod";
import { isRecord } from "../../statemachine/json";

const text = z.string("must be a text");
const flag = z.boolean("must be true or false");
const texts = z.array(text, "must be a list of URNs");
/** As it is: what zod copies, it copies without a property called `__proto__`. */
const properties = z.custom<Record<string, unknown>>(isRecord, "must be an object");
const dependencies = z.custom<Record<string, string[]>>(
  (value) => isRecord(value) && Object.values(value).every((urns) => texts.safeParse(urns).success),
  "must be an object of lists of URNs",
);

function list<T extends z.ZodType>(schema: T): z.ZodArray<T> {
  return z.array(schema, "must be a list");
}

const OBJECT = "must be an object";

/** What is read of a stack document, as `npm run -s emit` prints it. */
export const DOCUMENT = z.object({
  project: text,
  stack: text,
  resources: list(
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
      OBJECT,
    ),
  ),
});

/** A resource as Pulumi writes it; parts that are not named here may be unreadable. */
const STATE = z.looseObject(
  {
    urn: text,
    type: text,
    parent: text.nullish(),
    id: text.nullish(),
    protect: flag.nullish(),
    delete: flag.nullish(),
  },
  OBJECT,
);

/** What is read of the deployment in the output of `pulumi stack export`. */
export const EXPORT = z.object({ resources: list(STATE) }, OBJECT);

const PREVIEWED_STATE = STATE.extend({
  custom: flag.nullish(),
  inputs: properties.nullish(),
  outputs: properties.nullish(),
});

/** What is read of the output of `pulumi preview --json` (PreviewDigest in sdk/go/common/display of Pulumi). */
export const PREVIEW = z.object({
  config: z.record(z.string(), text, OBJECT).optional(),
  steps: list(
    z.object(
      {
        op: text,
        urn: text,
        oldState: PREVIEWED_STATE.nullish(),
        newState: PREVIEWED_STATE.nullish(),
      },
      OBJECT,
    ),
  ),
  diagnostics: list(
    z.object({ severity: text.optional(), message: text.default("") }, OBJECT),
  ).default([]),
  changeSummary: z.record(z.string(), z.number("must be a number"), OBJECT).default({}),
});

/** An emitted stack document, of which everything is as it should be. */
export type DocumentFile = z.infer<typeof DOCUMENT>;

/** A resource of an export, of which what tells it apart is as it should be. */
export type ExportedResource = z.infer<typeof STATE>;

export type Preview = z.infer<typeof PREVIEW>;
