import { PILLARS } from "asl-toolkit/rule";
import type { PolicyRule } from "./host/rule";
import { RULES } from "./rules";
import { PROFILE_NAMES } from "./settings/levels";

/** docs/policies.md: how the pack is set, and the table of its rules. */
export function renderPolicies(): string {
  return `${[HEAD, SETTINGS, overview()].join("\n\n")}\n`;
}

const HEAD = `# Policies

Generated from \`policy/rules/\` by \`npm run docs\`. ${RULES.length} rules check a stack in \`pulumi preview --policy-pack policy\`
and offline in \`npm run policy -- --stack NAME\`. A rule about one resource checks it before it is made; a rule about the
stack checks the links between resources at the end of a preview or update. Each rule has a page with incorrect and correct
examples, which the tests run. What other scanners find and these rules do not is in [scanners.md](scanners.md).`;

const SETTINGS = `## Settings

The pack reads its settings when it starts: from the file that \`POLICY_SETTINGS\` names (\`--config FILE\` of \`npm run policy\`),
else from \`policy-settings.yaml\` in the pack's folder, else from the stack's configuration \`policy:settings\`. A wrong setting
stops the run before the first resource.

\`\`\`yaml
config:
  policy:profile: prod # ${PROFILE_NAMES.join(", ")}; also POLICY_PROFILE or --profile. Defaults to prod
  policy:settings:
    all: mandatory # the level of every rule that is not off by default
    groups: { cost: advisory } # the level of a pillar: ${PILLARS.join(", ")}
    rules:
      kms-key-rotation: remediate # a level: mandatory, advisory, disabled, or remediate where the rule can
      sfn-machine-logging: { minLogLevel: ALL } # settings, with enforcementLevel for a level
      s3-bucket-tls: # who turns off a rule or a pillar says why and until when; after that day it is on again
        { enforcementLevel: disabled, reason: "The proxy refuses plain HTTP", expires: "2027-01-31" }
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

### What a stack cannot change

A file of settings is in place of the stack's. With \`locked\`, the stack's settings count as well, under the file's, but for the
rules that it lists (\`locked: [kms-key-rotation]\`, or \`"*"\` for all): a stack that sets their level, settings or exemptions does
not start, and its \`policy:profile\` does not lower them. An organisation publishes the pack with its \`policy-settings.yaml\`.
\`--policy-pack-config\` is the word of whoever runs the command, and comes on top of both.

Pulumi's own configuration of single policies, \`pulumi preview --policy-pack policy --policy-pack-config FILE\`, comes on top:
a level or settings by rule, or \`all\`. \`npm run policy -- --policy-pack-config FILE\` takes the same file.

An exempted finding is reported as advice with its reason; an exemption that is past its day or covers nothing is reported
itself, and so is a setting that turned something off until a day that has passed. What a policy
allows is judged with every Deny and the permissions boundary of who has it ([decision 9](decisions/0009-policy-pack.md)). What a preview does not know yet is "not evaluated": one line of advice a resource at the end, counted by
\`npm run policy\`, never a pass. The other parts of the same rule are checked all the same. Resources of AWS of
types that no rule is about are counted in one line.

### Remediation

A rule at the level \`remediate\` sets what it asks for before the resource is made. It sets single properties inside of what
is there, so that secrets stay secret and values that are not known yet stay as they are. It cannot touch what another
resource holds (a bucket's encryption, versions or access logs), what is not there (a missing policy, alarm or log group),
policy documents, whose meaning it does not guess, and what is not known when the resource is registered.`;

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
