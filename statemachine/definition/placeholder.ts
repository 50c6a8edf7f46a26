import { functionIn } from "./intrinsics";

/**
 * Stand-ins for leaves whose value is not known yet, such as the ARN of a function that the first preview has still
 * to create. A definition with placeholders is plain data: it can be linted, drawn and given permissions. Whoever
 * reads it takes a placeholder for some valid value of the kind that belongs there.
 */

const PLACEHOLDER = /⟦unknown:(\d+)⟧/u;
const PLACEHOLDERS = new RegExp(PLACEHOLDER.source, "gu");
const WHOLE = new RegExp(`^${PLACEHOLDER.source}$`, "u");

/** The stand-in for the unknown leaf number `index` (0, 1, 2, ...) of a definition. */
export function placeholder(index: number): string {
  return `⟦unknown:${index}⟧`;
}

/** Whether `text` is one placeholder and nothing else. */
export function isPlaceholder(text: unknown): text is string {
  return typeof text === "string" && WHOLE.test(text);
}

/** Whether `text` is or contains a placeholder, as in `arn:aws:sqs:eu-west-1:⟦unknown:0⟧:orders`. */
export function containsPlaceholder(text: unknown): text is string {
  return typeof text === "string" && PLACEHOLDER.test(text);
}

/** `text` with each placeholder replaced by what `value` gives for its number. */
export function fillPlaceholders(text: string, value: (index: number) => string): string {
  return text.replace(PLACEHOLDERS, (_whole, index: string) => value(Number(index)));
}

/** Braces with others inside, six deep: an object of Terraform has objects, and texts with `${...}` of their own. */
const BRACES = Array.from({ length: 5 }).reduce<string>(
  (inside) => String.raw`\{(?:[^{}]|${inside})*\}`,
  String.raw`\{[^{}]*\}`,
);

/**
 * What a deployment replaces, as the source of an expression: `${Name}` of CloudFormation, SAM and Terraform, also with
 * objects inside it; `#{Name}` of the Serverless Framework; a dynamic reference of CloudFormation.
 */
export const SUBSTITUTION_SOURCE = String.raw`[$#]${BRACES}|\{\{resolve:[^{}]*\}\}`;

const SUBSTITUTION = new RegExp(SUBSTITUTION_SOURCE);

/**
 * Whether `value` is put in before AWS sees it: a placeholder of this project, text with `${...}` or
 * the like, or an intrinsic function of CloudFormation. Such a value is some valid value of the kind that belongs there.
 */
export function isDeferred(value: unknown): boolean {
  if (typeof value === "string") return SUBSTITUTION.test(value) || containsPlaceholder(value);
  return functionIn(value) !== undefined;
}
