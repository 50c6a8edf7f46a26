import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Rule } from "../statemachine/rule";

/** What a rule reports on one of its incorrect examples. */
interface ExpectedFinding {
  /** Where: a JSON pointer in a definition, `RESOURCE.property` in a stack. */
  readonly path: string;
  /** The whole message. */
  readonly message: string;
}

/** One example of a rule's page: what is checked, how, and what is found in it. */
export interface PageExample {
  /** The text of the block. */
  readonly text: string;
  /** The language that the block names, such as `json`. */
  readonly language: string;
  /** How the example is checked, where not by default. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the rule itself reports; nothing for a correct example. */
  readonly findings: readonly ExpectedFinding[];
  /** Other rules that report something on it, too. */
  readonly also: readonly string[];
}

/** The examples of a rule, which are its documentation and its tests at once. */
export interface RuleExamples {
  readonly correct: readonly PageExample[];
  readonly incorrect: readonly PageExample[];
}

/** Where the examples of a page begin: what is above is rendered from the rule, what is below is written by hand. */
const FIRST_EXAMPLE = /^## (?=Incorrect$|Correct$)/m;

/** An example: the heading, perhaps its options, the block, and after it the findings. */
const EXAMPLE =
  /^## (Incorrect|Correct)\n\n(?:Options: `(.*)`\n\n)?```(\w+)\n([\s\S]*?)\n```\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm;

/** A text of one character many times over, which no page prints: `<<x * 1000>>`. */
const REPEATED = /<<(.) \* (\d+)>>/g;

/**
 * Reads the examples of a rule's page, `docs/<folder>/<id>.md`.
 * @throws Error when there is no page, or a heading is followed by something that is not an example
 */
export function readExamples(folder: string, id: string): RuleExamples {
  const page = readPage(folder, id);
  const found = [...page.matchAll(EXAMPLE)].map((match) => ({ kind: match[1], ...parse(match) }));
  const headings = page.split("\n").filter((line) => line.startsWith("## ")).length;
  if (found.length !== headings) {
    throw new Error(`docs/${folder}/${id}.md: ${headings} headings, but ${found.length} examples`);
  }
  return {
    correct: found.filter(({ kind }) => kind === "Correct"),
    incorrect: found.filter(({ kind }) => kind === "Incorrect"),
  };
}

function parse([, , options, language = "", text = "", after = ""]: RegExpMatchArray): PageExample {
  return {
    text: text.replace(REPEATED, (_, character: string, times) => character.repeat(Number(times))),
    language,
    options: options === undefined ? {} : (JSON.parse(options) as Record<string, unknown>),
    findings: [...after.matchAll(/^- `(.*?)`: (.*)$/gm)].map(([, at = "", message = ""]) => ({
      path: at === "/" ? "" : at,
      message,
    })),
    also: [...after.matchAll(/^Also: `(.*)`$/gm)].flatMap(([, ids = ""]) => ids.split("`, `")),
  };
}

function readPage(folder: string, id: string): string {
  const file = pageOf(folder, id);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new Error(
    `docs/${folder}/${id}.md is missing: write the rule's examples into it, as CONTRIBUTING.md says`,
  );
}

/** A rule's page: its own words above the examples that the page has. */
export function renderRulePage(
  folder: string,
  { id, meta }: Pick<Rule<never>, "id" | "meta">,
  facts: readonly string[],
): string {
  const page = readPage(folder, id);
  const examples = page.slice(FIRST_EXAMPLE.exec(page)?.index ?? page.length);
  const head = [`# ${id}`, meta.description, ...facts, `[All rules](../${folder}.md)`];
  return `${head.join("\n\n")}\n\n${examples}`;
}

function pageOf(folder: string, id: string): string {
  return path.join(__dirname, folder, `${id}.md`);
}
