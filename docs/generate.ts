import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { command } from "../engine/cli";
import { renderSettings } from "./settings-page";
import { factsOf as policyFacts, renderPolicies } from "./policies-page";
import { RULES as POLICY_RULES } from "../policy/rules";
import { diagram } from "../statemachine/diagram";
import { RULES } from "../statemachine/lint/rules";
import { renderAlarms } from "./alarms-page";
import { renderComponentSchema } from "./component-schema";
import { renderReadme } from "./costs";
import { eventSchema } from "./event-schema";
import { EXAMPLE_PAGES } from "./examples";
import { renderLimits } from "./limits-page";
import { factsOf, renderLintIndex } from "./lint-page";
import { renderParity } from "./parity-page";
import { renderPermissionsPage } from "./permissions-page";
import { renderRulePage } from "./rule-page";
import { takeScreenshots } from "./screenshots";
import { renderCalls } from "./task-calls";
import { Exit, runCommand, writeFileAtomic } from "../statemachine/cli";

/** One page that is rendered from data in the code, so that it can never disagree with it. */
export interface GeneratedPage {
  /** Path from the project's root. */
  readonly file: string;
  /** The whole content of the file. */
  readonly render: () => string | Promise<string>;
}

/** Every generated page of the project. A test holds each committed file against its render. */
export const PAGES: readonly GeneratedPage[] = [
  { file: "README.md", render: renderReadme },
  { file: "docs/alarms.md", render: () => renderAlarms(introduction("alarms")) },
  { file: "docs/event.schema.json", render: eventSchema },
  { file: "docs/lint.md", render: () => renderLintIndex(introduction("lint")) },
  ...RULES.map((rule) => ({
    file: `docs/lint/${rule.id}.md`,
    render: () => renderRulePage("lint", rule, factsOf(rule)),
  })),
  { file: "docs/limits.md", render: renderLimits },
  { file: "docs/parity.md", render: renderParity },
  {
    file: "docs/permissions.md",
    render: () => renderPermissionsPage(introduction("permissions")),
  },
  { file: "docs/policies.md", render: () => renderPolicies(introduction("policies")) },
  ...POLICY_RULES.map((rule) => ({
    file: `docs/policies/${rule.id}.md`,
    render: () => renderRulePage("policies", rule, policyFacts(rule)),
  })),
  { file: "docs/settings.md", render: renderSettings },
  { file: "statemachine/definition.svg", render: renderExample },
  { file: "statemachine/tasks/calls.ts", render: renderCalls },
  ...EXAMPLE_PAGES,
];

/** The picture of the example workflow, which the README shows. */
function renderExample(): Promise<string> {
  const definition = readFileSync(path.join(root, "statemachine/definition.asl.json"), "utf8");
  return diagram(JSON.parse(definition) as unknown, { format: "svg" });
}

/** What stands above the tables of a page, written by hand. */
function introduction(page: string): string {
  return readFileSync(path.join(__dirname, "introductions", `${page}.md`), "utf8");
}

/** The schema of the components; it takes seconds, so a test of its own holds it. */
export const COMPONENT_SCHEMA: GeneratedPage = {
  file: "components/provider/schema.json",
  render: renderComponentSchema,
};

const root = path.resolve(__dirname, "..");

/** Of the files in the folders of rule pages, those that no rule renders: their rules are gone. */
export function stalePages(files: readonly string[] = rulePages()): string[] {
  const known = new Set(PAGES.map(({ file }) => file));
  return files.filter((file) => !known.has(file));
}

function rulePages(): string[] {
  return ["docs/lint", "docs/policies"].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
  );
}

/** `npm run docs`: writes every page whose render differs from its file, and removes those of rules that are gone. */
export async function generate(args: readonly string[]): Promise<Exit> {
  const { screenshots } = command("docs", "Write the generated pages anew where they differ.")
    .option("--screenshots <url>", "instead, pictures of a console (its address) that runs")
    .parse([...args], { from: "user" })
    .opts<{ screenshots?: string }>();
  if (screenshots !== undefined) {
    await takeScreenshots(screenshots);
    return Exit.ok;
  }
  for (const file of stalePages()) {
    rmSync(path.join(root, file));
    process.stderr.write(`removed ${file}\n`);
  }
  for (const page of [...PAGES, COMPONENT_SCHEMA]) {
    const file = path.join(root, page.file);
    const text = await page.render();
    if (read(file) === text) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileAtomic(file, text);
    process.stderr.write(`written ${page.file}\n`);
  }
  return Exit.ok;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

if (process.argv[1] === __filename) void runCommand(() => generate(process.argv.slice(2)));
