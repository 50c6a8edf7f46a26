import type { LintRule } from "../statemachine/lint/rule";
import { RULES } from "../statemachine/lint/rules";

/** The page docs/lint.md: what the rules are, and the table of them. */
export function renderLintIndex(introduction: string): string {
  const rows = RULES.map(
    ({ id, optional, meta: { severity, pillar, description } }) =>
      `| [${id}](lint/${id}.md) | ${optional ? "optional" : severity} | ${pillar} | ${description.replaceAll("|", "\\|")} |`,
  );
  const table = ["| code | severity | pillar | rule |", "|---|---|---|---|", ...rows];
  return `${[introduction, ...table].join("\n")}\n`;
}

/** What a rule's page says of it besides its description. */
export function factsOf({ optional, meta }: LintRule): string[] {
  const { severity, pillar, remedy, docs } = meta;
  const why = docs === undefined ? "" : ` [Why](${docs.url})`;
  return [`*${optional ? "optional, " : ""}${severity}, ${pillar}.* To do: ${remedy}.${why}`];
}
