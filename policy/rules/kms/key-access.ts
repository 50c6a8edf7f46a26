import { type Arn, globalArn, parseArn, patternsOverlap, regionalArn } from "asl-toolkit/iam";
import type { StackResource } from "../../host/resource";
import type { ConditionTest } from "../../iam/conditions";
import { isAbout } from "../../iam/grants";
import type { Principal, Statement } from "../../iam/statement";

/** The one pair of an encryption context that AWS documents for a use of a key. */
export interface EncryptionContext {
  /** The condition key, as IAM writes it. */
  readonly key: string;
  /** The ARN under the key; `*` for what is not known of partition, region and account. */
  readonly arn: Omit<Arn, "resource"> & {
    /** Undefined while the resource's name is not known. */
    readonly resource: string | undefined;
  };
}

/** The encryption context of a resource, whose own ARN says where it is. */
export function contextOf(
  user: StackResource,
  key: string,
  service: string,
  resource: string | undefined,
): EncryptionContext {
  const own = parseArn(user.knownText("arn") ?? "");
  const anywhere = { partition: "*", region: "*", accountId: "*" };
  const isOwn = own?.service === service;
  return { key, arn: { ...anywhere, ...own, service, resource: isOwn ? own.resource : resource } };
}

/** Whether a statement speaks of an action under an encryption context. */
export function applies(statement: Statement, action: string, context: EncryptionContext): boolean {
  return (
    statement.actsOn(action) && statement.conditions.every((condition) => holds(condition, context))
  );
}

/** Whether a condition asks for the context's key. */
export function asksFor({ key }: ConditionTest, context: EncryptionContext): boolean {
  return key === context.key.toLowerCase();
}

/**
 * Whether a condition is met by who calls KMS by itself, as a service or an execution role does: without kms:ViaService, and
 * with this encryption context only. What is not about either is taken to hold.
 */
function holds(condition: ConditionTest, context: EncryptionContext): boolean {
  const { operator, key, values, ifExists, forAny } = condition;
  if (asksFor(condition, context)) {
    if (operator === "null") return values.includes("false");
    const found = values.some((value) => isOf(operator, value, context.arn));
    return /not/.test(operator) ? !found : found;
  }
  const absent = key === "kms:viaservice" || key.startsWith("kms:encryptioncontext:");
  // What is not there is not the value that a negated operator leaves out.
  const holdsWithout = ifExists || (/not/.test(operator) && !forAny);
  return !absent || holdsWithout || (operator === "null" && values.includes("true"));
}

/** Whether a condition's value stands for an ARN; a wildcard is one only where the operator knows wildcards. */
function isOf(operator: string, value: string, arn: EncryptionContext["arn"]): boolean {
  const { service, resource, ...place } = arn;
  if (!/^string(not)?equals/.test(operator)) {
    return patternsOverlap(value, regionalArn(place, service, resource ?? "*"));
  }
  const literal = parseArn(value);
  if (literal === undefined) return false;
  const known = Object.entries(place).filter(([, part]) => part !== "*");
  const expected = { ...literal, ...Object.fromEntries(known) };
  return value === regionalArn(expected, service, resource ?? literal.resource);
}

/** A role and a key, with what the policies of both say. */
export interface KeyUser {
  readonly role: StackResource;
  readonly key: StackResource;
  readonly own: readonly Statement[];
  readonly ofKey: readonly Statement[];
  /** Whether the key has AWS's default policy, which leaves it to IAM. */
  readonly isDefault: boolean;
}

/** Whether a role may use a key: the key's policy names it, or leaves it to IAM and the role's policies allow it. */
export function mayUse(
  { role, key, own, ofKey, isDefault }: KeyUser,
  action: string,
  context: EncryptionContext,
): boolean {
  const fits = (statement: Statement): boolean => applies(statement, action, context);
  const admitting = ofKey.filter((statement) => statement.allows && fits(statement));
  const named = admitting.some(
    (statement) =>
      statement.isForEveryone || statement.principals.some(({ id }) => isRole(id, role)),
  );
  const delegated = isDefault || admitting.some(({ principals }) => principals.some(isAccount));
  // Of a key that is not made yet, wildcards alone speak for certain.
  const arn = key.knownText("arn") ?? regionalArn(context.arn, "kms", "key/?");
  const denied = own.some(
    (statement) => statement.denies && fits(statement) && isAbout(statement, arn),
  );
  const allowed = (): boolean =>
    own.some((statement) => statement.allows && fits(statement) && isOn(statement, key));
  return !denied && (named || (delegated && allowed()));
}

/** Whether a statement's resources may be the key, as far as its ARN is known. */
function isOn({ resources }: Statement, key: StackResource): boolean {
  const arn = key.knownText("arn");
  return arn === undefined || resources.some((resource) => patternsOverlap(resource, arn));
}

/** Whether a principal is a whole account, whose own policies then decide. */
export function isAccount({ id }: Principal): boolean {
  return /^(arn:[^:]*:iam::)?\d{12}(:root)?$/.test(id);
}

function isRole(id: string, role: StackResource): boolean {
  const arn = role.knownText("arn");
  const named = parseArn(id);
  if (arn !== undefined || named === undefined) return id === arn;
  return id === globalArn(named, "iam", `role/${role.label}`);
}
