import { z } from "zod";
import { type Level, LEVELS, type PackAbout, type PolicyConfig, type PolicyConfigs } from "./pack";
import { UsageError } from "../../statemachine/cli";
import { isRecord } from "../../statemachine/json";

/** Pulumi's configuration of a pack (`--policy-pack-config`): a level, or settings with a level, by policy; or `all`. */
export type PolicyPackConfig = Readonly<Record<string, unknown>>;

/**
 * The configuration that the engine sends to a pack: the defaults of its settings, under what the pack brings along,
 * under `all`, under the single policies. Stricter than the engine in one thing: a policy or setting that does not exist
 * is an error, not passed over.
 * @throws UsageError listing everything that is wrong
 */
export function reconcile(about: PackAbout, given: PolicyPackConfig): PolicyConfigs {
  const problems: string[] = [];
  const all =
    given["all"] === undefined ? undefined : configOf("all", given["all"], problems).level;
  const known = new Set(about.policies.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (name !== "all" && !known.has(name)) problems.push(`${name}: the pack has no such policy`);
  }
  const entries = about.policies.map((policy): [string, PolicyConfig] => {
    const own = configOf(policy.name, given[policy.name] ?? {}, problems);
    const defaults = Object.entries(policy.settings).flatMap(([name, schema]) =>
      schema.default === undefined ? [] : [[name, schema.default] as const],
    );
    const chosen = { ...about.initialConfig[policy.name]?.settings, ...own.settings };
    const settings = { ...Object.fromEntries(defaults), ...chosen };
    // The pack vouches for its defaults: where nothing is chosen, there is nothing to check.
    if (Object.keys(chosen).length > 0 || policy.required.length > 0) {
      problems.push(...faults(policy.name, policy.settings, policy.required, settings));
    }
    return [policy.name, { level: own.level ?? all ?? policy.level, settings }];
  });
  if (problems.length > 0) {
    throw new UsageError(
      ["wrong policy configuration in the policy pack's configuration:", ...problems].join("\n  "),
    );
  }
  return Object.fromEntries(entries);
}

function configOf(name: string, given: unknown, problems: string[]): PolicyConfig {
  if (typeof given === "string") return { level: levelOf(name, given, problems), settings: {} };
  if (!isRecord(given)) {
    problems.push(`${name}: ${JSON.stringify(given)} is neither a level nor a map of settings`);
    return { settings: {} };
  }
  const { enforcementLevel, ...settings } = given;
  if (enforcementLevel === undefined) return { settings };
  return { level: levelOf(name, enforcementLevel, problems), settings };
}

function levelOf(name: string, level: unknown, problems: string[]): Level {
  const found = LEVELS.find((each) => each === level);
  if (found === undefined) {
    problems.push(`${name}: ${JSON.stringify(level)} is not one of ${LEVELS.join(", ")}`);
  }
  return found ?? "mandatory";
}

function faults(
  name: string,
  properties: object,
  required: readonly string[],
  settings: object,
): string[] {
  const schema = {
    type: "object",
    properties,
    required: [...required],
    additionalProperties: false,
  };
  const { error } = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(settings);
  return (error?.issues ?? []).map((issue) => {
    const unknown = issue.code === "unrecognized_keys" && `there is no setting ${issue.keys[0]}`;
    return `${[name, ...issue.path].join(".")}: ${unknown || issue.message}`;
  });
}
