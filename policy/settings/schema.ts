import { z } from "zod";
import { isRecord } from "asl-toolkit/json";
import { PILLARS } from "asl-toolkit/rule";
import type { PolicyRule } from "../host/rule";
import { exemptionSchema, LAST_DAY, REASON } from "./exemptions";
import { PROFILE_NAMES } from "./levels";

const LEVELS = ["mandatory", "advisory", "disabled"] as const;

/** The schema of settings for these rules. */
export function schemaOf(rules: readonly PolicyRule[]): z.ZodType {
  const level = z.enum(LEVELS);
  const enforcement = z.enum([...LEVELS, "remediate"]);
  const disabling = fromSchema({
    type: "object",
    required: ["enforcementLevel", "reason", "expires"],
    properties: { enforcementLevel: { const: "disabled" }, reason: REASON, expires: LAST_DAY },
  });
  const ofRule = ({ settings }: PolicyRule): z.ZodType => {
    const properties = {
      enforcementLevel: z.toJSONSchema(enforcement),
      reason: REASON,
      expires: LAST_DAY,
      ...settings,
    };
    return z.union([enforcement, fromSchema({ type: "object", properties })]);
  };
  return z.strictObject({
    profile: z.enum(PROFILE_NAMES).optional(),
    locked: z.array(z.enum(["*", ...rules.map(({ id }) => id)])).optional(),
    all: z.union([enforcement, disabling]).optional(),
    groups: optionals(PILLARS.map((pillar) => [pillar, z.union([level, disabling])])),
    rules: optionals(rules.map((rule) => [rule.id, ofRule(rule)])),
    exemptions: fromSchema(exemptionSchema(rules.map(({ id }) => id))).optional(),
  });
}

function optionals(entries: readonly (readonly [string, z.ZodType])[]): z.ZodType {
  const shape = entries.map(([name, schema]) => [name, schema.optional()] as const);
  return z.strictObject(Object.fromEntries(shape)).optional();
}

/** A schema that Pulumi understands as one of zod; an object has no other properties than it names. */
function fromSchema(schema: object): z.ZodType {
  return z.fromJSONSchema({ additionalProperties: false, ...schema });
}

/** What the schema found: where, what stands there, and what may. */
export function format(issue: z.core.$ZodIssue, inside: readonly PropertyKey[] = []): string[] {
  const path = [...inside, ...issue.path];
  const at = path.join(".") || "settings";
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => `${at}: there is no ${key}`);
    case "invalid_union": {
      // A rule's level, else its settings.
      const issues = issue.errors[isRecord(issue.input) ? 1 : 0] ?? [];
      return issues.flatMap((each) => format(each, path));
    }
    case "invalid_value": {
      const { values } = issue;
      const some =
        values.length > 12 ? "a rule of docs/policies.md" : `one of ${values.join(", ")}`;
      return [`${at}: ${JSON.stringify(issue.input)} is not ${some}`];
    }
    default:
      return [`${at}: ${JSON.stringify(issue.input)} is wrong: ${issue.message}`];
  }
}
