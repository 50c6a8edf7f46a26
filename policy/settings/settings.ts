import { existsSync, readFileSync } from "node:fs";
import type { PolicyPackConfig } from "@pulumi/policy";
import { parse as parseYaml } from "yaml";
import { isRecord, messageOf } from "asl-toolkit/json";
import type { PolicyRule } from "../host/rule";
import {
  ABOUT_LEVEL,
  isLocked,
  levelIn,
  levelSettings,
  PROFILE_NAMES,
  type Settings,
} from "./levels";
import { format, schemaOf } from "./schema";

/** The settings are wrong; lists everything that is. */
export class SettingsError extends Error {
  public override readonly name = "SettingsError";

  /** @param problems what is wrong in `what`, one line each; without them `what` says it all */
  public constructor(what: string, problems: readonly string[] = []) {
    const head = problems.length === 0 ? what : `wrong policy settings in ${what}:`;
    super([head, ...problems.map((problem) => `  ${problem}`)].join("\n"));
  }
}

const STACK = "the stack's policy:settings";

/** The name of a pack's own settings, in its folder. */
const OWN_FILE = "policy-settings.yaml";

/**
 * The settings of this run: those of the file that POLICY_SETTINGS names, else of the pack's own `policy-settings.yaml`, else of
 * the stack's `policy:settings`. Where the file locks rules, the stack's settings count for the others, under the file's. The
 * profile is that of POLICY_PROFILE, else of the settings, else the stack's `policy:profile`.
 * @throws SettingsError listing everything that is wrong
 */
export function readSettings(
  rules: readonly PolicyRule[],
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  const config = parseObject(env.PULUMI_CONFIG ?? "{}", "PULUMI_CONFIG") as Record<string, string>;
  checkProfile(env.POLICY_PROFILE);
  const file = env.POLICY_SETTINGS || ownFile();
  const of = (source: string, text: string, profile = ""): Settings => {
    const given = { ...(profile && { profile }), ...parseObject(text, source) };
    const chosen = env.POLICY_PROFILE ? { profile: env.POLICY_PROFILE } : {};
    return checkSettings({ ...given, ...chosen }, rules, source);
  };
  const inStack = (): Settings =>
    of(STACK, config["policy:settings"] ?? "{}", config["policy:profile"]);
  if (file === undefined) return inStack();
  const text = contentOf(file);
  const pack = of(file, text);
  return pack.locked === undefined
    ? of(file, text, config["policy:profile"])
    : locked(pack, inStack());
}

/** A profile that was asked for beside the settings, which are not to blame for it. */
function checkProfile(profile: string | undefined): void {
  if (!profile || PROFILE_NAMES.some((name) => name === profile)) return;
  const wanted = PROFILE_NAMES.join(", ");
  const message = `--profile or POLICY_PROFILE: ${JSON.stringify(profile)} is not one of ${wanted}`;
  throw new SettingsError(message);
}

function ownFile(): string | undefined {
  // Pulumi starts a pack in its folder.
  return existsSync("PulumiPolicy.yaml") && existsSync(OWN_FILE) ? OWN_FILE : undefined;
}

/** @throws SettingsError when the stack's settings are about what the pack's lock */
function locked(pack: Settings, stack: Settings): Settings {
  const named = [
    ...Object.keys(stack.rules ?? {}).map((rule) => [`rules.${rule}`, rule] as const),
    ...(stack.exemptions ?? []).map(({ rule }, index) => [`exemptions.${index}`, rule] as const),
  ];
  const problems = named
    .filter(([, rule]) => isLocked(rule, pack))
    .map(([at, rule]) => `${at}: the policy pack locks ${rule}: ask those who keep its settings`);
  if (problems.length > 0) throw new SettingsError(STACK, problems);
  return {
    ...stack,
    ...pack,
    groups: { ...stack.groups, ...pack.groups },
    rules: { ...stack.rules, ...pack.rules },
    exemptions: [...(stack.exemptions ?? []), ...(pack.exemptions ?? [])],
    pack,
  };
}

/** @throws SettingsError listing everything that is wrong */
export function checkSettings(
  settings: object,
  rules: readonly PolicyRule[],
  source: string,
): Settings {
  if (Object.keys(settings).length === 0) return {};
  const { error } = schemaOf(rules).safeParse(settings, { reportInput: true });
  // `rules:` with nothing under it is null, which the schema refuses; the rest is looked at all the same.
  const said = Object.fromEntries(Object.entries(settings).filter(([, each]) => each !== null));
  const problems = (error?.issues ?? []).flatMap((issue) => format(issue, rules));
  const remedies = Object.entries((said as Settings).rules ?? {})
    .filter(([name, setting]) => levelIn(setting) === "remediate" && cannotRemediate(rules, name))
    .map(
      ([name]) => `rules.${name}: the rule remediates nothing, so its level cannot be remediate`,
    );
  const disabled = bareDisablings(said, rules).map(
    (at) =>
      `${at}: disabled needs a reason and a day: {enforcementLevel: disabled, reason: ..., expires: "YYYY-MM-DD"}`,
  );
  const stray =
    source === STACK && "locked" in settings ? ["locked: only a file of settings locks rules"] : [];
  const all = [...problems, ...remedies, ...disabled, ...stray];
  if (all.length > 0) throw new SettingsError(source, [...new Set(all)]);
  return settings;
}

/** What is turned off without a word of why; a rule that is off by default needs none. */
function bareDisablings(settings: Settings, rules: readonly PolicyRule[]): string[] {
  const isOff = (name: string | undefined): boolean =>
    rules.find(({ id }) => id === name)?.meta.level === "disabled";
  const isBare = (setting: unknown): boolean =>
    setting === "disabled" ||
    (isRecord(setting) &&
      setting.enforcementLevel === "disabled" &&
      (setting.reason === undefined || setting.expires === undefined));
  return levelSettings(settings)
    .filter(([, setting, rule]) => isBare(setting) && !isOff(rule))
    .map(([at]) => at);
}

/** The settings of single policies and the exemptions, as the engine takes them from a pack. */
export function initialConfig(settings: Settings): PolicyPackConfig {
  const config: PolicyPackConfig = {
    "policy-exemptions": { exemptions: settings.exemptions ?? [] },
  };
  for (const [name, setting] of Object.entries(settings.rules ?? {})) {
    if (typeof setting === "string") continue;
    const values = Object.entries(setting).filter(([key]) => !ABOUT_LEVEL.includes(key));
    if (values.length > 0) config[name] = Object.fromEntries(values);
  }
  return config;
}

function cannotRemediate(rules: readonly PolicyRule[], name: string): boolean {
  const rule = rules.find((each) => each.id === name);
  return rule !== undefined && (rule.scope === "stack" || rule.remediate === undefined);
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
    value = parseYaml(String(text), { logLevel: "error" });
  } catch (error) {
    throw new SettingsError(source, [messageOf(error)]);
  }
  if (!isRecord(value)) throw new SettingsError(source, ["it is not a map of settings"]);
  return value;
}
