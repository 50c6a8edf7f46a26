import { matchesAction, matchesPattern, patternsOverlap } from "asl-toolkit/iam";
import type { Action } from "./actions";
import { expand } from "./actions";
import { isLimiting, isOfResources } from "./conditions";
import type { Document } from "./document";
import type { Statement } from "./statement";

/** Statements that IAM reads as one: of a document, or of all that an identity has. */
export type Statements = Pick<Document, "statements">;

/** An identity, as far as it takes back what one of its policies allows. */
export interface Holder {
  /** The Denies of all its policies, its boundary's too. */
  readonly denials: readonly Statement[];
  /** Its permissions boundary: what that does not allow, no policy gives. Empty without one that is known. */
  readonly boundaries: readonly Document[];
  /** Whether it is the role of a function in a VPC. */
  readonly joinsVpc: boolean;
}

/** Statements of identities' policies, with those who have them. */
export interface Granted extends Statements {
  readonly holders: readonly Holder[];
}

/**
 * The actions that a statement allows on every resource, or on what else is asked for, wildcards expanded. Left out: what is
 * taken back from all who have it; and the whole statement where a condition ties it to resources.
 */
export async function unlimitedActions(
  statement: Statement,
  document: Granted,
  isAll: (resource: string) => boolean,
): Promise<readonly Action[]> {
  if (!statement.allows || !isUnlimited(statement, isAll)) return [];
  const all = { resources: statement.resources.filter(isAll) };
  // Whole services have rules of their own, as has the bare star.
  const patterns = statement.actions.filter((action) => !isWholeService(action));
  const actions = (await Promise.all(patterns.map(expand))).flat();
  return actions.filter(({ name }) => !isDenied(document, name, all));
}

/** Whether an Action element means everything of a service, as `s3:*`, or everything at all. */
export function isWholeService(action: string): boolean {
  return /^\*+$/.test(action) || /^[^:]*:\*+$/.test(action);
}

/** Whether an Action element means every action there is. */
export function isAllActions(action: string): boolean {
  return /^\*+$/.test(action) || /^\*+:\*+$/.test(action);
}

/** Whether the statement's resources are all there are, and no condition narrows them. */
export function isUnlimited(
  statement: Statement,
  isAll: (resource: string) => boolean = isEverything,
): boolean {
  return (
    statement.resources.some(isAll) &&
    !statement.conditions.some((test) => isOfResources(test) && isLimiting(test))
  );
}

/** What stands for every resource of a type: perhaps the type, then nothing but wildcards. */
const ALL_OF_TYPE = "(/?[a-zA-Z0-9-]+[:/])?[*?/:-]*\\*[*?/:-]*$";

/** The ARNs of some services have no account, such as those of hosted zones. What S3 has there is a bucket, and not a type. */
const OF_ONE_ACCOUNT = new RegExp(
  `^arn:[^:]*:([^:]*:[^:]*:\\d{12}|(?!s3:)[^:]*:[^:]*:):${ALL_OF_TYPE}`,
);

const OF_ANY_ACCOUNT = new RegExp(`^arn:[^:]*:[^:]*:\\**:\\*+:${ALL_OF_TYPE}`);

/** Whether a Resource element means every resource of its type, in one account or all. */
export function isWholeAccount(resource: string): boolean {
  return isEverything(resource) || OF_ONE_ACCOUNT.test(resource);
}

/**
 * Whether a Resource element means every resource: the star, or an ARN with nothing but stars from its account on. S3
 * has no account in its ARNs, so there the bucket is the star.
 */
export function isEverything(resource: string): boolean {
  return (
    /^\*+$/.test(resource) ||
    /^arn:[^:]*:s3:::[*/]+$/.test(resource) ||
    OF_ANY_ACCOUNT.test(resource)
  );
}

/** Whether an action is taken back on each resource of what allows it, from everyone who has it. */
export function isDenied(
  { holders }: Granted,
  action: string,
  allowed: Pick<Statement, "resources">,
): boolean {
  return holders.every(({ denials, boundaries }) => {
    const speaking = denials.filter(
      (denial) => denial.denies && !denial.has("Condition") && reaches(denial, action),
    );
    // Most policies deny nothing: then it does not matter which resources are meant.
    if (speaking.length === 0 && boundaries.length === 0) return false;
    const resources = allowed.resources.length > 0 ? allowed.resources : ["*"];
    return resources.every(
      (resource) =>
        speaking.some((denial) => isAbout(denial, resource)) ||
        !boundaries.every((boundary) => letsPass(boundary, action, resource)),
    );
  });
}

/** Whether a boundary leaves something of an action on a resource. */
function letsPass({ statements }: Statements, action: string, resource: string): boolean {
  return statements.some(
    (statement) =>
      statement.allows &&
      (statement.actions.some((pattern) => actionsOverlap(pattern, action)) ||
        isOutside(statement.notActions, (pattern) => matchesAction(pattern, action))) &&
      (statement.resources.some((pattern) => patternsOverlap(pattern, resource)) ||
        isOutside(statement.notResources, (pattern) => matchesPattern(pattern, resource))),
  );
}

/** Whether a statement speaks of all that an action, perhaps with wildcards, means. */
export function reaches(statement: Statement, action: string): boolean {
  return (
    statement.actsOn(action) ||
    isOutside(statement.notActions, (pattern) => actionsOverlap(pattern, action))
  );
}

/** Whether a statement speaks of all that a resource, perhaps with wildcards, means. */
export function isAbout(statement: Statement, resource: string): boolean {
  return (
    statement.resources.some((pattern) => matchesPattern(pattern, resource)) ||
    isOutside(statement.notResources, (pattern) => patternsOverlap(pattern, resource))
  );
}

/** Whether there is a NotAction or NotResource, and nothing in it is like what is asked for. */
function isOutside(excluded: readonly string[], isLike: (pattern: string) => boolean): boolean {
  return excluded.length > 0 && !excluded.some(isLike);
}

function actionsOverlap(one: string, other: string): boolean {
  return patternsOverlap(one.toLowerCase(), other.toLowerCase());
}
