import type { Action } from "./actions";
import { expand } from "./actions";
import type { Document, Statement } from "./document";
import { matchesAction } from "asl-toolkit/iam";

/** An action that a statement allows on every resource there is. */
export interface Grant {
  readonly statement: Statement;
  readonly action: Action;
}

/**
 * The actions that a document allows on every resource, wildcards expanded. Left out: what an unconditional Deny of
 * the same document takes back, and statements whose condition ties the grant to resources.
 */
export async function unlimitedGrants(document: Document): Promise<readonly Grant[]> {
  const grants: Grant[] = [];
  for (const statement of document.statements) {
    if (!statement.allows || !isUnlimited(statement)) continue;
    // Whole services have rules of their own, as has the bare star.
    for (const pattern of statement.actions.filter((action) => !isWholeService(action))) {
      for (const action of await expand(pattern)) {
        if (!isDenied(document, action.name)) grants.push({ statement, action });
      }
    }
  }
  return grants;
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
export function isUnlimited(statement: Statement): boolean {
  return statement.resources.some(isEverything) && !isTiedToResources(statement);
}

/**
 * Whether a Resource element means every resource: the star, or an ARN with nothing but stars from its account on. S3
 * has no account in its ARNs, so there the bucket is the star.
 */
export function isEverything(resource: string): boolean {
  return (
    /^\*+$/.test(resource) ||
    /^arn:[^:]*:s3:::[*/]+$/.test(resource) ||
    /^arn:[^:]*:[^:]*:\**:\*+:([a-zA-Z0-9-]+[:/])?[*/:]+$/.test(resource)
  );
}

/** Whether an unconditional Deny on every resource takes the action back. */
export function isDenied(document: Document, action: string): boolean {
  return document.statements.some(
    (statement) =>
      statement.denies &&
      !statement.has("Condition") &&
      statement.resources.includes("*") &&
      (statement.actsOn(action) ||
        (statement.has("NotAction") &&
          !statement.notActions.some((pattern) => matchesAction(pattern, action)))),
  );
}

const LIMITING = /^(stringequals(ignorecase)?|stringlike|arnequals|arnlike)$/;

/** Condition keys that say which resources are meant, not who asks: a grant under them is not unlimited. */
const RESOURCE_KEYS =
  /^(aws:resource(account|orgid|orgpaths|tag\/.+)|[a-z0-9-]+:resourcetag\/.+|[a-z0-9-]+:resourceaccount|kms:resourcealiases|kms:viaservice|kms:encryptioncontext:.+|cloudwatch:namespace|lambda:functionarn|ec2:(vpc|subnet|networkinterface|vpce?id)|dynamodb:leadingkeys)$/;

function isTiedToResources(statement: Statement): boolean {
  return statement.conditions.some(
    ({ operator, ifExists, key, values }) =>
      !ifExists &&
      LIMITING.test(operator) &&
      RESOURCE_KEYS.test(key) &&
      !values.some((value) => /^\**$/.test(value)),
  );
}

/** Condition keys that say who may ask: a resource policy open to everyone is closed again by one of them. */
const CALLER_KEYS =
  /^(aws:(sourcearn|sourceaccount|sourceowner|sourceorgid|sourceorgpaths|sourcevpc|sourcevpce|sourceip|vpcsourceip|principalorgid|principalorgpaths|principalarn|principalaccount|principaltag\/.+|userid|username|calledvia.*|federatedprovider)|kms:calleraccount|s3:dataaccesspointaccount|s3:dataaccesspointarn|sns:endpoint|lambda:sourcefunctionarn|sts:externalid)$/;

/** Whether a condition of the statement says which callers are meant, and not simply all. */
export function isTiedToCallers(statement: Statement): boolean {
  return statement.conditions.some(
    ({ operator, ifExists, key, values }) =>
      !ifExists &&
      /^(stringequals(ignorecase)?|stringlike|arnequals|arnlike|ipaddress)$/.test(operator) &&
      CALLER_KEYS.test(key) &&
      values.length > 0 &&
      !values.some((value) => /^\**$/.test(value) || value === "0.0.0.0/0" || value === "::/0"),
  );
}
