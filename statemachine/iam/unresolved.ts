import { containsPlaceholder } from "../definition/placeholder";

/** `${Name}` of a template, or a placeholder. Bounded, so that a long text of openings takes no long time. */
const UNRESOLVED = /\$\{[^}]{1,256}\}|⟦unknown:\d+⟧/u;

/** Whether part of `text` is filled in later: `${Name}` by a template, or a placeholder. */
export function hasUnresolved(text: string): boolean {
  return containsPlaceholder(text) || UNRESOLVED.test(text);
}

/** Whether all of `text` is filled in later, so that it may be a name as well as an ARN. */
export function isUnresolved(text: string): boolean {
  return UNRESOLVED.exec(text)?.[0] === text;
}

/** `text` with everything that is filled in later replaced by `replacement`. */
export function replaceUnresolved(text: string, replacement: string): string {
  return text.replace(new RegExp(UNRESOLVED, "gu"), replacement);
}

/**
 * The stand-in for another property of what `text` stands for: `${OrderQueueUrl}` gives `${OrderQueueName}`. A placeholder
 * stays as it is; whoever fills it in works from the real value.
 */
export function siblingProperty(text: string, property: string): string {
  return text.replace(/^\$\{(.*?)(?:Arn|ARN|Url|URL|Endpoint|Name|Id)?\}$/, `\${$1${property}}`);
}
