import { PILLARS } from "asl-toolkit/rule";
import type { Example, PolicyRule } from "./host/rule";
import { RULES } from "./rules";
import { PROFILE_NAMES } from "./settings/settings";

/** docs/policies.md: every rule with its ids, settings, a violation and its fix. */
export function renderPolicies(): string {
  return [HEAD, SETTINGS, overview(), ...RULES.map(section), ""].join("\n\n").trimEnd() + "\n";
}

const HEAD = `# Policies

Generated from \`policy/rules/\` by \`npm run docs\`. ${RULES.length} rules check a stack in \`pulumi preview --policy-pack policy\`
and offline in \`npm run policy -- --stack NAME\`. A rule about one resource checks it before it is made; a rule about the
stack checks the links between resources at the end of a preview or update.`;

const SETTINGS = `## Settings

The pack reads its settings when it starts: from the file that \`POLICY_SETTINGS\` names (\`--config FILE\` of \`npm run policy\`),
else from the stack's configuration \`policy:settings\`. A wrong setting stops the run before the first resource.

\`\`\`yaml
config:
  policy:profile: prod # ${PROFILE_NAMES.join(", ")}; also POLICY_PROFILE or --profile. Defaults to prod
  policy:settings:
    all: mandatory # the level of every rule that is not off by default
    groups: { cost: advisory } # the level of a pillar: ${PILLARS.join(", ")}
    rules:
      kms-key-rotation: remediate # a level: mandatory, advisory, disabled, or remediate where the rule can
      sfn-machine-logging: { minLogLevel: ALL } # settings, with enforcementLevel for a level
    exemptions:
      - rule: s3-bucket-versioning
        name: scratch-* # or urn: the one resource
        reason: Holds what can be made again within an hour
        expires: "2027-01-31"
\`\`\`

| profile | mandatory rules | advisory rules | rules that are off |
| --- | --- | --- | --- |
| \`dev\` | advise | advise | off |
| \`prod\` | block | advise | off |
| \`strict\` | block | block | advise |

Pulumi's own configuration of single policies, \`pulumi preview --policy-pack policy --policy-pack-config FILE\`, comes on top:
a level or settings by rule, or \`all\`. \`npm run policy -- --policy-pack-config FILE\` takes the same file.

An exempted finding is reported as advice with its reason; an exemption that is past its day or covers nothing is reported
itself. What a preview does not know yet is "not evaluated": reported as advice, counted by \`npm run policy\`, never a pass.
The other parts of the same rule are checked all the same.`;

function overview(): string {
  const rows = RULES.map((rule) => {
    const { id, meta, scope = "resource" } = rule;
    const remediates = "remediate" in rule ? "yes" : "";
    return `| [${id}](#${id}) | ${meta.pillar} | ${level(rule)} | ${meta.severity} | ${scope} | ${remediates} |`;
  });
  return [
    "## Rules",
    "",
    "| rule | pillar | level | severity | about | remediates |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function section(rule: PolicyRule): string {
  const settings = Object.entries(rule.settings ?? {}).map(
    ([name, { default: value, description = "" }]) =>
      `- \`${name}\` (default \`${JSON.stringify(value)}\`): ${description}`,
  );
  const types = rule.types.map((type) => `\`${type}\``).join(", ");
  return [
    `### ${rule.id}`,
    "",
    `${rule.meta.description} [Why](${rule.meta.docs.url})`,
    "",
    `- Controls: ${rule.meta.controls.join(", ") || "none; a rule of our own"}`,
    ...(types === "" ? [] : [`- Types: ${types}`]),
    `- Remedy: ${rule.meta.remedy}`,
    ...(settings.length === 0 ? [] : ["", "Settings:", "", ...settings]),
    ...rule.examples.incorrect.flatMap((example) => [
      "",
      ...example.findings.map(({ path, message }) => `Incorrect: \`${path}\`: ${message}`),
      "",
      "```ts",
      fragment(example),
      "```",
    ]),
    ...rule.examples.correct.flatMap((each) => [
      "",
      "Correct:",
      "",
      "```ts",
      fragment(each),
      "```",
    ]),
  ].join("\n");
}

/** An example as a program says it. */
function fragment({ resources, settings }: Example): string {
  const made = Object.entries(resources).map(([name, { type, inputs }]) => {
    const [, module = "", kind = ""] = /^aws:(\w+)\/.*:(\w+)$/.exec(type) ?? [];
    return `new aws.${module}.${kind}("${name}", ${JSON.stringify(inputs, null, 2)});`;
  });
  return [...(settings ? [`// settings: ${JSON.stringify(settings)}`] : []), ...made].join("\n");
}

function level({ meta }: PolicyRule): string {
  return meta.level === "disabled" ? "off" : meta.level;
}
