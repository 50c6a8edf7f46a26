import type { LintRule } from "./rule";
import { RULES } from "./rules";

const INTRODUCTION = `# Lint rules

Generated from the rules in \`statemachine/lint/rules\` by \`npm run docs\`. Each rule has a page with incorrect and correct
examples, which the tests run; \`<<x * 1000>>\` in an example stands for a thousand times x.

\`npm run -s asl -- lint FILE...\` applies these rules, and so do the \`StateMachine\` component and the policy pack. An
**error** is something that AWS refuses or that certainly fails; a **warning** is bad practice. Rules marked *optional*
are off until they are set. What a deployment puts in later (\`\${Name}\`, an Output that is not known yet) is taken for
some valid value.

Definitions **inside a template** are linted where they stand, with the lines of the template: \`Definition\`,
\`DefinitionString\` with \`Fn::Sub\`, \`Fn::Join\` and the like in long or short form, \`Fn::ToJsonString\`, the file that
\`DefinitionUri\` names; in JSON or YAML of CloudFormation, SAM and the CDK (\`cdk.out/*.template.json\`), and in what
\`terraform show -json\` says of a plan or a state. Each is judged as the type of its machine. Findings of a rule on three
states or more are one line with a count in the text output; JSON and SARIF have all. Not read: definitions in S3, what a
transform puts in, a definition that Terraform knows only after apply (it holds the ARN of what is still to be made), and
\`*.tf\` itself, because npm has no parser of HCL that is kept up: plan, and lint \`terraform show -json PLAN\`.

**To set a rule**, for all findings: \`--rule CODE=off\` (or \`error\`, \`warning\`) on the command line,
\`lint(definition, { rules: { CODE: "off" } })\` in a program.

**To accept one finding**, with a reason, write it into the Comment of the state that the finding is about (or of the
machine, for a finding about the machine). It is accepted there only, and an acceptance that accepts nothing is itself
reported:

\`\`\`json
{ "Type": "Task", "Comment": "lint-accept not-idempotent: the shop ignores a second order of the same number" }
\`\`\`

Several acceptances are separated by semicolons or lines.
`;

/** The page docs/lint.md: what the rules are, and the table of them. */
export function renderLintIndex(): string {
  const rows = RULES.map(
    ({ id, optional, meta: { severity, pillar, description } }) =>
      `| [${id}](lint/${id}.md) | ${optional ? "optional" : severity} | ${pillar} | ${description.replaceAll("|", "\\|")} |`,
  );
  const table = ["| code | severity | pillar | rule |", "|---|---|---|---|", ...rows];
  return `${[INTRODUCTION, ...table].join("\n")}\n`;
}

/** What a rule's page says of it besides its description. */
export function factsOf({ optional, meta: { severity, pillar, remedy } }: LintRule): string[] {
  return [`*${optional ? "optional, " : ""}${severity}, ${pillar}.* To do: ${remedy}.`];
}
