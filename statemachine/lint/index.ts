import { readMachine } from "../definition/reader";
import { readEmbedded, readWhole } from "../embedded";
import { pointer } from "../json";
import { applyAcceptances } from "./acceptances";
import { documentOf, HARD_LIMIT, type LintDocument } from "./document";
import type { Finding, LintOptions, RuleSetting } from "./finding";
import type { LintRule, RawFinding } from "./rule";
import { findRule, ruleOf, RULES } from "./rules";
import { planOf, Run, type Plan } from "./run";

export type { Finding, LintOptions, RuleSetting, Severity } from "./finding";
export { grouped, otherPlaces, type Group } from "./grouped";

/** Longest message or remedy, in characters. */
const MAX_TEXT = 500;

/** The plan when nothing is set: most calls. */
const DEFAULT_PLAN = planOf(RULES.filter((rule) => severityOf(rule) !== "off"));

/**
 * Applies every rule of docs/lint.md to a definition, which is not changed. Anything may be linted, also what is
 * not a definition at all; findings are in the order of their paths.
 *
 * @throws Error when `options.rules` names a rule that does not exist.
 */
export function lint(definition: unknown, options: LintOptions = {}): Finding[] {
  const document = documentOf({ readable: true, value: definition, duplicates: [] });
  return lintDocument(document, options);
}

/**
 * Lints the text of a definition, JSON or YAML, like {@link lint}; text that cannot be read is a finding. Of a template
 * (CloudFormation, SAM, CDK, what `terraform show -json` says) the definitions in it are linted, each as the type of its
 * machine; their paths go on from where they stand, also into those that are written as a text.
 */
export function lintText(text: string, options: LintOptions = {}): Finding[] {
  const read = readWhole(text);
  const document = documentOf(read);
  const findings = lintDocument(document, options);
  for (const machine of document.machines ?? []) {
    const definition = readEmbedded(machine, read);
    if (definition === undefined) continue;
    const { steps, type } = machine;
    const at = pointer(steps);
    const found = lintDocument(documentOf(definition), { ...options, ...(type && { type }) });
    for (const finding of found) findings.push({ ...finding, path: at + finding.path });
  }
  return findings;
}

function lintDocument(document: LintDocument, options: LintOptions): Finding[] {
  const plan = planFor(options);
  const run = new Run(plan, options);
  run.checkDocument(document);
  const { definition, size } = document;
  const tooLarge = size.bytes > HARD_LIMIT.bytes || size.depth > HARD_LIMIT.depth;
  if (definition === undefined || tooLarge) return finalize(run.findings, options);
  const machine = readMachine(definition, options.type === "EXPRESS");
  run.checkMachine(machine);
  const { left, acceptances } = applyAcceptances(machine, run.findings, (id) =>
    isLinted(id, options),
  );
  const after = new Run(plan, options);
  after.checkAcceptances(acceptances);
  return finalize([...left, ...after.findings], options);
}

function planFor({ rules }: LintOptions): Plan {
  if (rules === undefined) return DEFAULT_PLAN;
  for (const id of Object.keys(rules)) ruleOf(id);
  return planOf(RULES.filter((rule) => severityOf(rule, rules) !== "off"));
}

/** Findings with the severities that the caller set, in the order of their paths. */
function finalize(findings: readonly RawFinding[], { rules }: LintOptions): Finding[] {
  return findings
    .map(({ rule, steps, message, fix }) => ({
      code: rule.id,
      severity: severityOf(rule, rules) as Finding["severity"],
      practice: rule.meta.pillar,
      path: pointer(steps),
      message: clip(message),
      fix: clip(fix),
    }))
    .sort(
      (a, b) => compare(a.path, b.path) || compare(a.code, b.code) || compare(a.message, b.message),
    );
}

/** Whether a rule is on and is told what it needs, so that what it finds can be accepted. */
function isLinted(id: string, options: LintOptions): boolean {
  const rule = findRule(id);
  if (rule === undefined) return true;
  const known = (rule.needs ?? []).every((option) => options[option] !== undefined);
  return known && severityOf(rule, options.rules) !== "off";
}

/** What a rule is set to. */
function severityOf(rule: LintRule, settings: LintOptions["rules"] = {}): RuleSetting {
  const set = Object.hasOwn(settings, rule.id) ? settings[rule.id] : undefined;
  return set ?? (rule.optional ? "off" : rule.meta.severity);
}

/** Cuts a text that quotes something very long; the end of a message is part of what it says. */
function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 100)} ... ${text.slice(-90)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
