import type { Example, Rule } from "./rule";
import { RULES } from "./rules";

/** Width up to which a value stays on one line. */
const WIDTH = 100;

/** Examples longer than this show a size, not a sight. */
const LONGEST = 4000;

const INTRODUCTION = `# Lint rules

Generated from the table in \`statemachine/lint/rules.ts\` by \`npm run docs\`; the tests run every example on this page.

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

/** The page docs/lint.md: all rules with an example that breaks each and one that keeps it. */
export function renderLintPage(): string {
  const rows = RULES.map(
    ({ code, severity, practice, optional, summary }) =>
      `| [${code}](#${code}) | ${optional ? "optional" : severity} | ${practice} | ${summary.replaceAll("|", "\\|")} |`,
  );
  const table = ["| code | severity | practice | rule |", "|---|---|---|---|", ...rows];
  return `${[INTRODUCTION, ...table].join("\n")}\n${RULES.map(section).join("")}`;
}

function section(rule: Rule): string {
  const { code, severity, practice, summary, fix, optional, failing, fixed } = rule;
  const kind = `${optional ? "optional, " : ""}${severity}, ${practice}`;
  return `
## ${code}

*${kind}.* ${summary} To do: ${fix}.

Breaks it${conditions(failing)}:

${shown(failing)}

Keeps it${conditions(fixed)}:

${shown(fixed)}
`;
}

function conditions({ type, account, grants }: Example): string {
  const said = [
    type === "EXPRESS" ? "as an EXPRESS machine" : "",
    account === undefined ? "" : `in account ${account}`,
    grants === undefined ? "" : `with the grants \`${JSON.stringify(grants)}\``,
  ].filter((part) => part !== "");
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

function shown({ definition, text }: Example): string {
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
