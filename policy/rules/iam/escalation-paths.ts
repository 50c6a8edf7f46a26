import { matchesAction, matchesPattern } from "asl-toolkit/iam";
import { isExcluding, isLimiting } from "../../iam/conditions";
import {
  type Granted,
  isAllActions,
  isDenied,
  isUnlimited,
  isWholeAccount,
  isWholeService,
} from "../../iam/grants";
import type { Statement } from "../../iam/statement";
import { CREDENTIALS } from "./actions";
import data from "./escalation-path-data.json";

/**
 * What raises its holder's permissions, by how it does:
 * - `permissions`: changes what an identity may do, or hands out its credentials; dangerous on a single role.
 * - `code`: changes what runs with another role; dangerous on every resource.
 * - `passed`: makes something that runs code of its maker's choice with a role that is passed to it, by service.
 * - `started`: starts something with a role that is passed to it, as workflows do too, by service.
 * - `existing`: runs code with the role that something has already.
 */
interface Paths {
  readonly permissions: readonly string[];
  readonly code: readonly string[];
  readonly passed: Readonly<Record<string, readonly string[]>>;
  readonly started: Readonly<Record<string, readonly string[]>>;
  readonly existing: readonly (readonly string[])[];
}

const PATHS: Paths = data;

/** Each of these alone raises its holder's permissions when it covers every resource. */
export const PRIVILEGE_ESCALATION: ReadonlySet<string> = new Set(
  [...PATHS.permissions, ...PATHS.code].filter((action) => !CREDENTIALS.has(action)),
);

/** What a statement lets its holder do to its own permissions, by itself. */
export function ownPowers(statement: Statement, all: Granted): readonly string[] {
  if (!statement.allows) return [];
  const isAllowed = (name: string): boolean => mayDo(statement, all, name, isNamedInPart);
  const permissions = PATHS.permissions.filter(isAllowed);
  const code = PATHS.code.filter(isAllowed);
  if (permissions.length + code.length === 0 || !isUnlimited(statement, () => true)) return [];
  if (isUnlimited(statement, isWholeAccount)) {
    // What hands out credentials on every resource is another rule's.
    return [...permissions, ...code].filter((name) => !CREDENTIALS.has(name));
  }
  return permissions.filter((name) => !isOfOneself(name, statement));
}

/** What runs with a role that the statement passes, allowed by any of the statements that count as one. */
export function passedPowers(statement: Statement, all: Granted): readonly string[] {
  return powersBy(PATHS.passed, statement, all);
}

/** What starts with a role that one of the statements passes, or runs with the role of what there is, none of it wide. */
export function startedPowers(all: Granted): readonly (readonly string[])[] {
  const started = all.statements.flatMap((statement) => {
    const names = powersBy(PATHS.started, statement, all);
    return names.map((name) => ["iam:PassRole", name]);
  });
  const wide = new Set(all.statements.flatMap((statement) => ownPowers(statement, all)));
  const existing = PATHS.existing.filter(
    (names) =>
      names.every((name) => isAllowedBy(all, name)) && !names.some((name) => wide.has(name)),
  );
  return [...started, ...existing];
}

function powersBy(
  takers: Readonly<Record<string, readonly string[]>>,
  statement: Statement,
  all: Granted,
): readonly string[] {
  if (!statement.allows || !mayDo(statement, all, "iam:PassRole", isNamedInPart)) return [];
  const names = Object.entries(takers)
    .filter(([service]) => mayPassTo(statement, service))
    .flatMap(([, actions]) => actions);
  return [...new Set(names)].filter((name) => isAllowedBy(all, name));
}

/** Whether the conditions of a statement let a role be passed to a service. */
function mayPassTo({ conditions }: Statement, service: string): boolean {
  return conditions
    .filter(({ key }) => key === "iam:passedtoservice")
    .every((test) => {
      // Some services are called otherwise in China, such as ec2.amazonaws.com.cn.
      const isNamed = test.values.some((value) =>
        matchesPattern(value.replace(/\.cn$/, ""), service),
      );
      if (isExcluding(test)) return !isNamed;
      return !isLimiting(test) || isNamed;
    });
}

/** Whether a test names the services that a role may be passed to. */
export function isPassedToService(test: Statement["conditions"][number]): boolean {
  return test.key === "iam:passedtoservice" && isLimiting(test);
}

function isAllowedBy(all: Granted, name: string): boolean {
  return all.statements.some(
    (statement) =>
      statement.allows && mayDo(statement, all, name, (action) => !isAllActions(action)),
  );
}

/** Actions of which no rule on whole services speaks. */
function isNamedInPart(action: string): boolean {
  return !isWholeService(action);
}

function mayDo(
  statement: Statement,
  all: Granted,
  name: string,
  counts: (action: string) => boolean,
): boolean {
  return (
    statement.actions.some((action) => counts(action) && matchesAction(action, name)) &&
    !isDenied(all, name, statement)
  );
}

/** AWS's own policy for users who look after themselves: their keys and passwords are theirs already. */
function isOfOneself(name: string, { resources }: Statement): boolean {
  return (
    /^iam:(CreateAccessKey|(Create|Update)LoginProfile)$/.test(name) &&
    resources.every((resource) => resource.endsWith("/${aws:username}"))
  );
}
