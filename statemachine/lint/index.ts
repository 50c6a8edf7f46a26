import type { Finding, LintOptions, RuleSetting } from "./finding";
import { applyAcceptances } from "./rules/accept";
import { HARD_LIMIT, oversize } from "./rules/document";
import { readMachine } from "../definition/reader";
import type { Rule } from "./rule";
import { ruleOf, RULES } from "./rules";
import { planOf, run, type RawFinding } from "./run";
import { isRecord, measure, pointer } from "../json/values";
import { isDeferred } from "../definition/placeholder";
import { readText, type TextProblem } from "../definition/parse";

export type { Finding, LintOptions, Practice, RuleSetting, Severity } from "./finding";

/** Longest message or remedy, in characters. */
const MAX_TEXT = 500;

/** The plan when nothing is set: most calls. */
const DEFAULT_PLAN = planOf(RULES.filter((rule) => severityOf(rule) !== "off"));

/**
 * Judges a definition by every rule of docs/lint.md. The definition is not changed. Anything is judged, also what is
 * no definition at all; findings are in the order of their paths.
 *
 * @throws Error when `options.rules` names a rule that does not exist.
 */
export function lint(definition: unknown, options: LintOptions = {}): Finding[] {
  return settle(judge(definition, options), options);
}

/** Judges the text of a definition, JSON or YAML, like `lint`; text that cannot be read is a finding. */
export function lintText(text: string, options: LintOptions = {}): Finding[] {
  const { value, problems, readable } = readText(text);
  const findings = problems.map(problemFinding);
  return settle(readable ? [...findings, ...judge(value, options)] : findings, options);
}

function judge(definition: unknown, options: LintOptions): RawFinding[] {
  if (isDeferred(definition)) return [];
  if (!isRecord(definition)) return [problemFinding(notAnObject(definition))];
  if (isTemplate(definition)) return [problemFinding(TEMPLATE)];
  const size = measure(definition, HARD_LIMIT);
  const problems = oversize(size).map(problemFinding);
  if (size.bytes > HARD_LIMIT.bytes || size.depth > HARD_LIMIT.depth) return problems;
  const { rules } = options;
  const plan =
    rules === undefined
      ? DEFAULT_PLAN
      : planOf(RULES.filter((rule) => severityOf(rule, rules) !== "off"));
  const machine = readMachine(definition, options.type === "EXPRESS");
  const raw = [...problems, ...run(plan, machine, options)];
  return applyAcceptances(machine, raw, (code) => isJudged(code, options));
}

const TEMPLATE: TextProblem = {
  code: "not-a-definition",
  steps: ["Resources"],
  message: "this is a CloudFormation template, not the definition of a state machine",
};

function isTemplate(value: Readonly<Record<string, unknown>>): boolean {
  return isRecord(value["Resources"]) && !("StartAt" in value) && !("States" in value);
}

function notAnObject(value: unknown): TextProblem {
  const kind = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return { code: "not-an-object", steps: [], message: `the definition is ${kind}, not an object` };
}

function problemFinding({ code, steps, message }: TextProblem): RawFinding {
  const rule = ruleOf(code);
  return { rule, holder: undefined, steps, message, fix: rule.fix };
}

/** Applies the caller's settings and puts the findings in order. */
function settle(raw: readonly RawFinding[], options: LintOptions): Finding[] {
  const { rules } = options;
  for (const code of Object.keys(rules ?? {})) ruleOf(code);
  const findings = raw.flatMap(({ rule, steps, message, fix }) => {
    const severity = severityOf(rule, rules);
    if (severity === "off") return [];
    const { code, practice } = rule;
    return [
      { code, severity, practice, path: pointer(steps), message: clip(message), fix: clip(fix) },
    ];
  });
  return findings.sort(
    (a, b) => compare(a.path, b.path) || compare(a.code, b.code) || compare(a.message, b.message),
  );
}

/** Whether a code that a Comment accepts is judged with these options, so that it must be found to be of use. */
function isJudged(code: string, { rules, type, account, grants }: LintOptions): boolean {
  const rule = RULES.find((each) => each.code === code);
  if (rule === undefined) return true;
  const { failing } = rule;
  const known =
    (failing.type === undefined || type !== undefined) &&
    (failing.account === undefined || account !== undefined) &&
    (failing.grants === undefined || grants !== undefined);
  return known && severityOf(rule, rules) !== "off";
}

/** What a rule is set to. */
function severityOf(rule: Rule, settings: LintOptions["rules"] = {}): RuleSetting {
  const set = Object.hasOwn(settings, rule.code) ? settings[rule.code] : undefined;
  return set ?? (rule.optional ? "off" : rule.severity);
}

/** Cuts a text that quotes something very long; the end of a message is part of what it says. */
function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 100)} ... ${text.slice(-90)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
