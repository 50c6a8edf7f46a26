import type { PolicyRule } from "../policy/host/rule";
import { RULES } from "../policy/rules";
import { PROFILE_NAMES } from "../policy/settings/levels";
import { PILLARS } from "../statemachine/rule";

/**
 * docs/policies.md: how the pack is set, and the table of its rules.
 * @param introduction what stands above the table; its `{rules}`, `{profiles}` and `{pillars}` are filled in
 */
export function renderPolicies(introduction: string): string {
  const words = {
    rules: String(RULES.length),
    profiles: PROFILE_NAMES.join(", "),
    pillars: PILLARS.join(", "),
  };
  const head = Object.entries(words).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    introduction.trimEnd(),
  );
  return `${head}\n\n${overview()}\n`;
}

function overview(): string {
  const rows = RULES.map((rule) => {
    const { id, meta, scope = "resource" } = rule;
    const remediates = "remediate" in rule ? "yes" : "";
    return `| [${id}](policies/${id}.md) | ${meta.pillar} | ${level(rule)} | ${meta.severity} | ${scope} | ${remediates} |`;
  });
  return [
    "## Rules",
    "",
    "| rule | pillar | level | severity | about | remediates |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** What a rule's page says of it besides its description. */
export function factsOf(rule: PolicyRule): string[] {
  const { meta, types, scope = "resource" } = rule;
  const settings = Object.entries(rule.settings ?? {}).map(
    ([name, { default: value, description = "" }]) =>
      `- Setting \`${name}\` (default \`${JSON.stringify(value)}\`): ${description}`,
  );
  return [
    `*${level(rule)} in the profile prod, severity ${meta.severity}, ${meta.pillar}.* [Why](${meta.docs.url})`,
    [
      `- Remedy: ${meta.remedy}`,
      `- Controls: ${meta.controls.join(", ") || "none; a rule of our own"}`,
      `- About: ${scope}${types.length === 0 ? "" : `, ${types.map((type) => `\`${type}\``).join(", ")}`}`,
      ...("remediate" in rule ? ["- Can remediate what it finds"] : []),
      ...settings,
    ].join("\n"),
  ];
}

function level({ meta }: PolicyRule): string {
  return meta.level === "disabled" ? "off" : meta.level;
}
