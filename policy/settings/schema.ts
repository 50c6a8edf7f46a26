import { z } from "zod";
import { isRecord } from "asl-toolkit/json";
import { PILLARS } from "asl-toolkit/rule";
import { getOrMake } from "../host/memory";
import type { PolicyRule } from "../host/rule";
import { EXEMPTION, exemptionSchema } from "./exemptions";
import { ABOUT_LEVEL, PROFILE_NAMES } from "./levels";

const LEVELS = ["mandatory", "advisory", "disabled"] as const;

/** Making one takes as long as starting the pack otherwise does. */
const made = new WeakMap<readonly PolicyRule[], z.ZodType>();

/** The schema of settings for these rules. */
export function schemaOf(rules: readonly PolicyRule[]): z.ZodType {
  return getOrMake(made, rules, () => makeSchema(rules));
}

function makeSchema(rules: readonly PolicyRule[]): z.ZodType {
  const { reason, expires } = EXEMPTION;
  const level = z.enum(LEVELS);
  const enforcement = z.enum([...LEVELS, "remediate"]);
  const disabling = fromSchema({
    type: "object",
    required: ["enforcementLevel", "reason", "expires"],
    properties: { enforcementLevel: { const: "disabled" }, reason, expires },
  });
  const ofRule = ({ settings }: PolicyRule): z.ZodType => {
    const properties = {
      enforcementLevel: z.toJSONSchema(enforcement),
      reason,
      expires,
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

/** What the schema found, one sentence each: where, what stands there, and what may. */
export function format(
  issue: z.core.$ZodIssue,
  rules: readonly PolicyRule[],
  inside: readonly PropertyKey[] = [],
): string[] {
  const path = [...inside, ...issue.path];
  const at = path.join(".") || "settings";
  const found = `${at}: ${JSON.stringify(issue.input)}`;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => `${at}: there is no '${key}' here, but ${known(path, rules)}`);
    case "invalid_union": {
      // A rule's level, else its settings.
      const issues = issue.errors[isRecord(issue.input) ? 1 : 0] ?? [];
      return issues.flatMap((each) => format(each, rules, path));
    }
    case "invalid_value": {
      const { values } = issue;
      const some = values.length > 12 ? RULES_PAGE : `one of ${values.join(", ")}`;
      return [`${found} is not ${some}`];
    }
    case "invalid_type":
      return issue.input === undefined
        ? [`${at}: it is missing`]
        : [`${found} is not of the type ${issue.expected}`];
    case "invalid_format":
      return [
        `${found} is not ${path.at(-1) === "expires" ? "a day as YYYY-MM-DD" : `of the form ${issue.pattern}`}`,
      ];
    case "too_small":
      return issue.origin === "object"
        ? [`${at}: it says not to which resources it applies: add urn or name`]
        : [
            `${found} is too small: the least is ${issue.minimum}${issue.origin === "string" ? " letters" : ""}`,
          ];
    case "too_big":
      return issue.origin === "object"
        ? [`${at}: it has more than rule, reason, expires and one of urn and name`]
        : [`${found} is too large: the most is ${issue.maximum}`];
    default:
      return [`${found} is wrong: ${issue.message}`];
  }
}

const RULES_PAGE = "a rule of docs/policies.md";

/** The names that each part of the settings knows; a level knows {@link ABOUT_LEVEL}. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  settings: ["profile", "all", "groups", "rules", "exemptions", "locked"],
  groups: PILLARS,
  exemptions: Object.keys(EXEMPTION),
};

/** What there is in place of a name that is not known. */
function known(path: readonly PropertyKey[], rules: readonly PolicyRule[]): string {
  const [section = "settings", name] = path;
  if (section === "rules" && name === undefined) return RULES_PAGE.replace("a rule", "the rules");
  const rule = section === "rules" ? rules.find(({ id }) => id === name) : undefined;
  const names = section === "groups" && name !== undefined ? undefined : NAMES[String(section)];
  return (names ?? [...ABOUT_LEVEL, ...Object.keys(rule?.settings ?? {})]).join(", ");
}
