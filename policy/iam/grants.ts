import type { Action } from "./actions";
import { expand } from "./actions";
import type { ConditionTest, Document, Statement } from "./document";
import { matchesAction } from "asl-toolkit/iam";

/** An action that a statement allows on every resource there is. */
export interface Grant {
  readonly statement: Statement;
  readonly action: Action;
}

/**
 * The actions that a document allows on every resource, or on what else is asked for, wildcards expanded. Left out: what an unconditional Deny of
 * the same document takes back, and statements whose condition ties the grant to resources.
 */
export async function unlimitedGrants(
  document: Document,
  isAll: (resource: string) => boolean = isEverything,
): Promise<readonly Grant[]> {
  const grants: Grant[] = [];
  for (const statement of document.statements) {
    if (!statement.allows || !isUnlimited(statement, isAll)) continue;
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
export function isUnlimited(
  statement: Statement,
  isAll: (resource: string) => boolean = isEverything,
): boolean {
  return statement.resources.some(isAll) && !isTiedToResources(statement);
}

/** Whether a Resource element means every resource of its type, in one account or all. */
export function isWholeAccount(resource: string): boolean {
  return (
    isEverything(resource) ||
    /^arn:[^:]*:[^:]*:[^:]*:\d{12}:([a-zA-Z0-9-]+[:/])?[*/:]+$/.test(resource)
  );
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

/**
 * Condition keys that say which resources are meant, not who asks: a grant under them is not unlimited. The account of the
 * resource is none of them: a policy reaches no other account by itself.
 */
const RESOURCE_KEYS =
  /^(aws:resourcetag\/.+|[a-z0-9-]+:resourcetag\/.+|kms:resourcealiases|kms:viaservice|kms:encryptioncontext:.+|cloudwatch:namespace|lambda:functionarn|ec2:(vpc|subnet|networkinterface|vpce?id)|dynamodb:leadingkeys|iam:(awsservicename|policyarn|permissionsboundary))$/;

function isTiedToResources(statement: Statement): boolean {
  return statement.conditions.some((test) => RESOURCE_KEYS.test(test.key) && isLimiting(test));
}

/** Whether a test leaves out some requests: it asks for its key, and no value of it stands for all. */
export function isLimiting({ operator, ifExists, key, values }: ConditionTest): boolean {
  return (
    !ifExists &&
    (LIMITING.test(operator) || operator === "ipaddress") &&
    values.length > 0 &&
    !values.some((value) => isOpen(key, value))
  );
}

/** Whether a value of a condition key lets in whoever wants to, such as `o-*` for an organisation. */
export function isOpen(key: string, value: string): boolean {
  if (/^\**$/.test(value)) return true;
  if (/ip$/.test(key)) return isMostOfTheInternet(value);
  if (/:(source|principal|vpce)org(id|paths)$/.test(key))
    return /[*?]/.test(value.split("/")[0] ?? "");
  if (/(account|owner)$/.test(key)) return /[*?]/.test(value);
  if (/arn$/.test(key) || value.startsWith("arn:")) return isOpenArn(value);
  return false;
}

/** Half of all addresses and half again let everyone in together: what is wider than any network is no limit. */
function isMostOfTheInternet(range: string): boolean {
  const length = Number(range.split("/")[1] ?? "32");
  return length < (range.includes(":") ? 16 : 8);
}

/** Whether anybody can have something with such an ARN: neither its account nor its bucket is said. */
function isOpenArn(pattern: string): boolean {
  const [prefix, , service, , account = "", ...resource] = pattern.split(":");
  if (prefix !== "arn") return /[*?]/.test(pattern) && !/\d{12}/.test(pattern);
  if (service === "s3" && !/\d{12}/.test(account))
    return /[*?]/.test(resource.join(":").split("/")[0] ?? "*");
  return account === "" ? /^[*?]/.test(resource.join(":")) : /[*?]/.test(account);
}

/** Condition keys that say who may ask: a resource policy open to everyone is closed again by one of them. */
const CALLER_KEYS =
  /^(aws:(sourcearn|sourceaccount|sourceowner|sourceorgid|sourceorgpaths|sourcevpc|sourcevpcarn|sourcevpce|vpceaccount|vpceorgid|vpceorgpaths|sourceip|vpcsourceip|principalorgid|principalorgpaths|principalarn|principalaccount|principaltag\/.+|userid|username|calledvia.*|federatedprovider)|kms:calleraccount|s3:dataaccesspointaccount|s3:dataaccesspointarn|sns:endpoint|lambda:sourcefunctionarn)$/;

/** Whether a condition of the statement says which callers are meant, and not simply all. */
export function isTiedToCallers(statement: Statement): boolean {
  return statement.conditions.some((test) => CALLER_KEYS.test(test.key) && isLimiting(test));
}

/** Whether a resource policy's statement lets everyone in: it names all, or all but some, and no condition limits them. */
export function isPublic(statement: Statement): boolean {
  const isForAll = statement.isForEveryone || statement.has("NotPrincipal");
  return statement.allows && isForAll && !isTiedToCallers(statement);
}
