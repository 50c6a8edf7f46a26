import * as pulumi from "@pulumi/pulumi";
import { type Finding, type LintOptions } from "asl-toolkit/lint";
import { lint } from "asl-toolkit/lint";
import { type SettledDefinition } from "./definition";

/** The part of a machine's arguments that decides how its definition is judged. */
interface Judged {
  readonly type?: string;
}

/** What the linter finds in a definition for a machine of this type. */
export function judge(definition: unknown, { type }: Judged): readonly Finding[] {
  const options: LintOptions = { type: type?.toUpperCase() === "EXPRESS" ? "EXPRESS" : "STANDARD" };
  return lint(definition, options);
}

/** One line for one finding: where, what, and what to do. */
export function findingText({ path, code, message, fix }: Finding): string {
  return `${path === "" ? "/" : path} [${code}] ${message}; ${fix}`;
}

/** All warnings of a definition as one message. */
export function warningText(findings: readonly Finding[]): string {
  return `the definition has ${findings.length} lint warning(s):${lines(findings)}`;
}

/**
 * The definition's text, judged on the way when it was no plain value before (a definition that came as one Output).
 * @returns an Output that fails when the linter finds an error
 */
export function judgeLater(settled: SettledDefinition, args: Judged): pulumi.Output<string> {
  if (settled.shape !== undefined) return settled.text;
  return pulumi.all([settled.text, settled.resolved]).apply(([text, definition]) => {
    const errors = judge(definition, args).filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new pulumi.RunError(`definition has errors:${lines(errors)}`);
    return text;
  });
}

function lines(findings: readonly Finding[]): string {
  return findings.map((finding) => `\n  ${findingText(finding)}`).join("");
}
