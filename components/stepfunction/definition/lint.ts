import * as pulumi from "@pulumi/pulumi";
import { type Finding, grouped, lint, otherPlaces } from "asl-toolkit/lint";
import { type NormalizedDefinition } from "../definition";

/** What the linter finds in a definition for a machine of this type. */
export function lintDefinition(definition: unknown, type: string): readonly Finding[] {
  return lint(definition, { type: type === "EXPRESS" ? "EXPRESS" : "STANDARD" });
}

/** One line for one finding: where, what, and what to do. */
export function findingText({ path, code, message, fix }: Finding): string {
  return `${path === "" ? "/" : path} [${code}] ${message}; ${fix}`;
}

/** All warnings of a definition as one message; of many warnings of one rule the first, and the places of some. */
export function warningText(findings: readonly Finding[]): string {
  const texts = grouped(findings).map((group) => {
    const others = otherPlaces(group, ({ path }) => path);
    return `\n  ${findingText(group[0])}${others === "" ? "" : ` (also ${others})`}`;
  });
  return `the definition has ${findings.length} lint warning(s):${texts.join("")}`;
}

/**
 * The definition's text, linted on the way when it was not a plain value before (a definition that came as one Output).
 * @returns an Output that fails when the linter finds an error
 */
export function lintedText(
  { shape, resolved, text: source }: NormalizedDefinition,
  type: string,
): pulumi.Output<string> {
  if (shape !== undefined) return source;
  return pulumi.all([source, resolved]).apply(([text, definition]) => {
    const errors = lintDefinition(definition, type).filter(({ severity }) => severity === "error");
    const lines = errors.map((finding) => `\n  ${findingText(finding)}`).join("");
    if (errors.length > 0) throw new pulumi.RunError(`definition has errors:${lines}`);
    return text;
  });
}
