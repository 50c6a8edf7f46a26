import type { PolicyResult } from "../check";
import { nameOf, xml } from "./names";

/** The report as JUnit XML: a case for each finding, and one for each rule that found nothing. */
export function junit({ report, policies, stack }: PolicyResult): string {
  const { violations, notEvaluated, exemptions } = report;
  const cases: string[] = [];
  for (const { rule, urn, message, remedy, level } of violations) {
    const text = `${message}\n${remedy}\n${urn}`;
    // Advice does not fail a build.
    const body =
      level === "mandatory"
        ? `<failure type="${level}" message="${xml(message)}">${xml(text)}</failure>`
        : `<system-out>${xml(text)}</system-out>`;
    cases.push(testCase(rule, nameOf(urn), body));
  }
  for (const { rule, urn, property } of notEvaluated)
    cases.push(skippedCase(rule, urn, `${property} is not known yet`));
  for (const { rule, urn, reason, expires } of exemptions)
    cases.push(skippedCase(rule, urn, `exempt until ${expires}: ${reason}`));
  const told = new Set([...violations, ...notEvaluated, ...exemptions].map(({ rule }) => rule));
  const quiet = policies.filter(({ name, level }) => level !== "disabled" && !told.has(name));
  cases.push(...quiet.map(({ name }) => testCase(name, "all resources", "")));
  const failures = violations.filter(({ level }) => level === "mandatory").length;
  const skipped = notEvaluated.length + exemptions.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failures}">`,
    `  <testsuite name="policies of ${xml(stack.stack)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}">`,
    ...cases.map((line) => `    ${line}`),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function skippedCase(rule: string, urn: string, why: string): string {
  return testCase(rule, nameOf(urn), `<skipped message="${xml(why)}"/>`);
}

function testCase(rule: string, name: string, body: string): string {
  const attributes = `classname="${xml(rule)}" name="${xml(name)}"`;
  return body === "" ? `<testcase ${attributes}/>` : `<testcase ${attributes}>${body}</testcase>`;
}
