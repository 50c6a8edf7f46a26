import type { Enforcement, Level, PolicyRule } from "../host/rule";
import { today } from "../host/today";
import { isRecord } from "asl-toolkit/json";
import type { Pillar } from "asl-toolkit/rule";
import type { Exemption } from "./exemptions";

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
  readonly all?: Enforcement | Disabling;
  /** The level of a pillar's rules, over `all`. */
  readonly groups?: Readonly<Partial<Record<Pillar, Level | Disabling>>>;
  /** The level or settings of single rules, over the groups; the shape of Pulumi's own configuration. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly exemptions?: readonly Exemption[];
  /** Rules that the stack's own settings cannot change; `*` for all. Only a file of settings has them. */
  readonly locked?: readonly string[];
  /** The settings of the file alone, when it locks rules. */
  readonly pack?: Settings;
}

/** Leave to turn something off, as an exemption asks for it. */
interface Disabling {
  readonly enforcementLevel: "disabled";
  readonly reason: string;
  /** The last day, as YYYY-MM-DD. */
  readonly expires: string;
}

export type RuleSetting =
  Enforcement | ({ readonly enforcementLevel?: Enforcement } & Readonly<Record<string, unknown>>);

/** Where a setting's level is read from. */
type LevelSetting =
  Enforcement | { readonly enforcementLevel?: Enforcement; readonly expires?: unknown };

/** The level that a rule has under these settings: its own setting, its group's, that of all, its profile's. */
export function levelOf(rule: PolicyRule, settings: Settings): Enforcement {
  const { pack } = settings;
  if (pack !== undefined && isLocked(rule.id, pack))
    return levelOf(rule, { ...pack, pack: undefined });
  const { profile = "prod", all, groups = {}, rules = {} } = settings;
  const own = levelIn(rules[rule.id]);
  if (own !== undefined) return own;
  const byProfile = PROFILES[profile][rule.meta.level];
  // What is off by default is turned on by name or by the strict profile, not with a whole group.
  const chosen =
    byProfile === "disabled" ? undefined : (levelIn(groups[rule.meta.pillar]) ?? levelIn(all));
  return chosen ?? byProfile;
}

/** The level that a setting says; one that is past its day says nothing, and what it turned off is on again. */
export function levelIn(setting: LevelSetting | undefined): Enforcement | undefined {
  // What is neither a level nor an object the schema has refused, and everything wrong is told at once.
  if (!isRecord(setting)) return setting;
  const { enforcementLevel, expires } = setting;
  const isOver = typeof expires === "string" && expires < today();
  return enforcementLevel === "disabled" && isOver ? undefined : enforcementLevel;
}

/** Whether the settings of a file lock a rule. */
export function isLocked(rule: string, { locked = [] }: Settings): boolean {
  return locked.includes(rule) || locked.includes("*");
}

/** All settings of levels, each with where it stands: `all`, `groups.<pillar>`, `rules.<id>`. */
export function levelSettings({
  all,
  groups = {},
  rules = {},
}: Settings): readonly (readonly [at: string, setting: unknown, rule?: string])[] {
  return [
    ["all", all],
    ...Object.entries(groups).map(([name, setting]) => [`groups.${name}`, setting] as const),
    ...Object.entries(rules).map(([name, setting]) => [`rules.${name}`, setting, name] as const),
  ];
}

/** What a rule's setting says of its level, beside the rule's own settings. */
export const ABOUT_LEVEL = ["enforcementLevel", "reason", "expires"];
