import { readFileSync } from "node:fs";
import type { PolicyPackConfig } from "@pulumi/policy";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { Exemption } from "./exemptions";
import { exemptionSchema } from "./exemptions";
import { isRecord } from "asl-toolkit/json";
import { PILLARS, type Pillar } from "asl-toolkit/rule";
import type { Enforcement, Level, PolicyRule } from "../host/rule";

/**
 * What each profile makes of a rule's own level: `dev` only advises, `prod` takes the levels of docs/policies.md, and
 * `strict` also turns on what is off and blocks on what is advice.
 */
const PROFILES: Readonly<Record<Profile, Readonly<Record<Level, Level>>>> = {
  dev: { mandatory: "advisory", advisory: "advisory", disabled: "disabled" },
  prod: { mandatory: "mandatory", advisory: "advisory", disabled: "disabled" },
  strict: { mandatory: "mandatory", advisory: "mandatory", disabled: "advisory" },
};

export type Profile = "dev" | "prod" | "strict";

/** The names of the profiles. */
export const PROFILE_NAMES = Object.keys(PROFILES) as readonly Profile[];

/** How the pack is set, before Pulumi's own configuration of single policies comes on top. */
export interface Settings {
  /** Defaults to `prod`: who wants less must say so. */
  readonly profile?: Profile;
  /** The level of every rule that is not off by default. */
  readonly all?: Enforcement;
  /** The level of a pillar's rules, over `all`. */
  readonly groups?: Readonly<Partial<Record<Pillar, Level>>>;
  /** The level or settings of single rules, over the groups; the shape of Pulumi's own configuration. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly exemptions?: readonly Exemption[];
}

export type RuleSetting =
  Enforcement | ({ readonly enforcementLevel?: Enforcement } & Readonly<Record<string, unknown>>);

/** The settings are wrong; lists everything that is. */
export class SettingsError extends Error {
  public override readonly name = "SettingsError";

  public constructor(source: string, problems: readonly string[]) {
    super(
      [`wrong policy settings in ${source}:`, ...problems.map((problem) => `  ${problem}`)].join(
        "\n",
      ),
    );
  }
}

/**
 * The settings of this run: the file that POLICY_SETTINGS names, else the stack's `policy:settings`; in either case with
 * the profile of POLICY_PROFILE or the stack's `policy:profile`.
 * @throws SettingsError listing everything that is wrong
 */
export function readSettings(
  rules: readonly PolicyRule[],
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  const file = env.POLICY_SETTINGS;
  const config = parseObject(env.PULUMI_CONFIG ?? "{}", "PULUMI_CONFIG") as Record<string, string>;
  const inStack = config["policy:settings"];
  const given = file
    ? parseObject(contentOf(file), file)
    : parseObject(inStack ?? "{}", "the stack's policy:settings");
  const profile = env.POLICY_PROFILE || config["policy:profile"];
  const settings = profile ? { ...given, profile } : given;
  return checkSettings(settings, rules, file || "the stack's policy:settings");
}

/** @throws SettingsError listing everything that is wrong */
export function checkSettings(
  settings: object,
  rules: readonly PolicyRule[],
  source: string,
): Settings {
  if (Object.keys(settings).length === 0) return {};
  const { error } = schemaOf(rules).safeParse(settings, { reportInput: true });
  const problems = (error?.issues ?? []).flatMap((issue) => format(issue));
  const remedies = Object.entries((settings as Settings).rules ?? {})
    .filter(([name, setting]) => levelIn(setting) === "remediate" && !canRemediate(rules, name))
    .map(
      ([name]) => `rules.${name}: the rule remediates nothing, so its level cannot be remediate`,
    );
  if (problems.length + remedies.length > 0) {
    throw new SettingsError(source, [...new Set([...problems, ...remedies])]);
  }
  return settings;
}

/** The level that a rule has under these settings: its own setting, its group's, that of all, its profile's. */
export function levelOf(rule: PolicyRule, settings: Settings): Enforcement {
  const { profile = "prod", all, groups = {}, rules = {} } = settings;
  const own = levelIn(rules[rule.id]);
  if (own !== undefined) return own;
  const byProfile = PROFILES[profile][rule.meta.level];
  // What is off by default is turned on by name or by the strict profile, not with a whole group.
  const chosen = byProfile === "disabled" ? undefined : (groups[rule.meta.pillar] ?? all);
  return chosen ?? byProfile;
}

/** The settings of single policies and the exemptions, as the engine takes them from a pack. */
export function initialConfig(settings: Settings): PolicyPackConfig {
  const config: PolicyPackConfig = {
    "policy-exemptions": { exemptions: settings.exemptions ?? [] },
  };
  for (const [name, setting] of Object.entries(settings.rules ?? {})) {
    if (typeof setting === "string") continue;
    const values = Object.entries(setting).filter(([key]) => key !== "enforcementLevel");
    if (values.length > 0) config[name] = Object.fromEntries(values);
  }
  return config;
}

const LEVELS = ["mandatory", "advisory", "disabled"] as const;

function schemaOf(rules: readonly PolicyRule[]): z.ZodType {
  const level = z.enum(LEVELS);
  const enforcement = z.enum([...LEVELS, "remediate"]);
  const ofRule = ({ settings }: PolicyRule): z.ZodType => {
    const properties = { enforcementLevel: z.toJSONSchema(enforcement), ...settings };
    return z.union([enforcement, fromSchema({ type: "object", properties })]);
  };
  return z.strictObject({
    profile: z.enum(PROFILE_NAMES).optional(),
    all: enforcement.optional(),
    groups: optionals(PILLARS.map((pillar) => [pillar, level])),
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
function format(issue: z.core.$ZodIssue, inside: readonly PropertyKey[] = []): string[] {
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

function levelIn(setting: RuleSetting | undefined): Enforcement | undefined {
  return typeof setting === "string" ? setting : setting?.enforcementLevel;
}

function canRemediate(rules: readonly PolicyRule[], name: string): boolean {
  const rule = rules.find((each) => each.id === name);
  return rule?.scope !== "stack" && rule?.remediate !== undefined;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SettingsError(file, ["the file cannot be read"]);
  }
}

/** JSON or YAML. */
function parseObject(text: string, source: string): object {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw new SettingsError(source, [error instanceof Error ? error.message : String(error)]);
  }
  if (!isRecord(value)) throw new SettingsError(source, ["it is not a map of settings"]);
  return value;
}
