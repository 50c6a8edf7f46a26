import type { Example, LintRule } from "./rule";
import { RULES } from "./rules";

/** Width up to which a value stays on one line. */
const WIDTH = 100;

/** Examples longer than this show a size, not a sight. */
const LONGEST = 4000;

const INTRODUCTION = `# Lint rules

Generated from the rules in \`statemachine/lint/rules\` by \`npm run docs\`. Each rule has a page with examples that break
and keep it, which the tests run.

\`npm run -s asl -- lint FILE...\` applies these rules, and so do the \`StateMachine\` component and the policy pack. An
**error** is something that AWS refuses or that certainly fails; a **warning** is bad practice. Rules marked *optional*
are off until they are set. What a deployment puts in later (\`\${Name}\`, an Output that is not known yet) is taken for
some valid value.

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

/** The page docs/lint/<id>.md of each rule, by its id. */
export const RULE_PAGES: ReadonlyMap<string, () => string> = new Map(
  RULES.map((rule) => [rule.id, () => renderRule(rule)]),
);

function renderRule({ id, optional, meta, examples }: LintRule): string {
  const { severity, pillar, description, remedy } = meta;
  const incorrect = examples.incorrect.flatMap((example) => [
    `## Breaks it${conditions(example)}`,
    format(example),
    ...example.findings.map(({ path, message }) => `- \`${path || "/"}\`: ${message}`),
  ]);
  const correct = examples.correct.flatMap((example) => [
    `## Keeps it${conditions(example)}`,
    format(example),
  ]);
  return (
    [
      `# ${id}`,
      `${description}`,
      `*${optional ? "optional, " : ""}${severity}, ${pillar}.* To do: ${remedy}.`,
      ...incorrect,
      ...correct,
      `[All rules](../lint.md)`,
      "",
    ]
      .join("\n\n")
      .trimEnd() + "\n"
  );
}

function conditions({ type, account, grants }: Example): string {
  const said = [
    type === "EXPRESS" ? "as an EXPRESS machine" : "",
    account === undefined ? "" : `in account ${account}`,
    grants === undefined ? "" : `with the grants \`${JSON.stringify(grants)}\``,
  ].filter((part) => part !== "");
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

function format({ definition, text }: Example): string {
  const json = text ?? pretty(definition, "");
  const language = text === undefined ? "json" : "text";
  if (json.length > LONGEST) return `A definition of ${json.length} characters, too long to print.`;
  return `\`\`\`${language}\n${json}\n\`\`\``;
}

/** JSON with every value on one line that fits there. */
function pretty(value: unknown, indent: string): string {
  const line = JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, " ")
    .replace(/\[ (.*?) \]/g, "[$1]");
  if (typeof value !== "object" || value === null || line.length + indent.length <= WIDTH - 20) {
    return line;
  }
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const lines = Object.entries(value).map(([key, inside]) => {
    const name = Array.isArray(value) ? "" : `${JSON.stringify(key)}: `;
    return `${inner}${name}${pretty(inside, inner)}`;
  });
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
