import { calledAs } from "./called";
import { type PermissionsOptions, permissionContext } from "./context";
import type { RequiredPermission } from "../integrations/required-permission";
import { statePermissions } from "./states";
import { matchesAction, matchesPattern, covers, patternsOverlap } from "../iam/wildcards";
import { allStates, type StateNode } from "../definition/reader";
import { isRecord, jsonIn, pointer } from "../json";

/** Part of a statement that no state makes use of. */
export interface UnusedGrant {
  readonly sid?: string;
  /** The action that no state needs. */
  readonly action?: string;
  /** The resource that no state uses with any of the statement's actions. */
  readonly resource?: string;
}

/** A call of a state that no statement allows. */
export interface UncoveredState {
  readonly state: string;
  /** JSON pointer to the state. */
  readonly path: string;
  readonly action: string;
  /** The resource; left out when the definition does not say which. */
  readonly resource?: string;
}

/** How what a role may do compares with what a machine does. */
export interface Coverage {
  readonly unused: readonly UnusedGrant[];
  readonly uncovered: readonly UncoveredState[];
}

interface Stated {
  readonly sid?: string;
  readonly denies: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** What its NotAction leaves out; nothing for a statement that lists its actions. */
  readonly notActions?: readonly string[];
  readonly notResources?: readonly string[];
}

interface Wanted extends RequiredPermission {
  readonly state: StateNode;
  /** The resources of the call, each with the ARNs by which IAM may know it. */
  readonly called: readonly (readonly string[])[];
}

/** What a machine needs besides its calls: logs, traces and keys. */
const SUPPORT = /^(logs|xray|kms|cloudwatch):|^\*$/i;

/** Any region and account: what is not said is taken to fit. */
const ANYWHERE = {
  partition: "${AWS::Partition}",
  region: "${AWS::Region}",
  accountId: "${AWS::AccountId}",
};

/**
 * Compares the policies of a role, as statements or documents, with what `definition` does. The conditions of an Allow are
 * taken to hold, those of a Deny not to, and rights to logs, traces and keys count as used. Never throws: what is not a
 * statement grants nothing, and what is not a definition needs nothing.
 */
export function coverage(
  definition: unknown,
  policies: readonly unknown[],
  options: Partial<PermissionsOptions> = {},
): Coverage {
  const states = allStates(definition);
  const context = permissionContext({ ...ANYWHERE, ...options }, states);
  const wanted = states.flatMap((state): Wanted[] => {
    return statePermissions(state, context).map((required) => ({
      ...required,
      state,
      called: calledAs(required, state),
    }));
  });
  const stated = policies.flatMap(statementsOf);
  const allowed = stated.filter(({ denies }) => !denies);
  const denied = stated.filter(({ denies }) => denies);
  return {
    unused: allowed.flatMap((statement) => unusedOf(statement, wanted)),
    uncovered: wanted.flatMap((required) => uncoveredOf(required, allowed, denied)),
  };
}

function unusedOf({ sid, actions, resources }: Stated, wanted: readonly Wanted[]): UnusedGrant[] {
  const label = sid === undefined ? {} : { sid };
  const used = (action: string): Wanted[] =>
    wanted.filter((required) =>
      required.actions.some((wantedAction) => matchesAction(action, wantedAction)),
    );
  const idle = actions.filter((action) => !SUPPORT.test(action) && used(action).length === 0);
  const unused = idle.map((action) => ({ ...label, action }));
  const users = actions.flatMap(used);
  if (users.length === 0) return unused;
  const untouched = resources.filter(
    (resource) =>
      !users.some(
        (required) =>
          "unknown" in required.resources ||
          [...required.resources, ...required.called.flat()].some((one) =>
            patternsOverlap(resource, one),
          ),
      ),
  );
  return [...unused, ...untouched.map((resource) => ({ ...label, resource }))];
}

function uncoveredOf(
  required: Wanted,
  allowed: readonly Stated[],
  denied: readonly Stated[],
): UncoveredState[] {
  return required.actions.flatMap((action): UncoveredState[] => {
    const uncovered = (resource?: string): UncoveredState => ({
      state: required.state.name,
      path: pointer(required.state.steps),
      action,
      ...(resource === undefined ? {} : { resource }),
    });
    const grants = allowed.filter((statement) => actsOn(statement, action));
    const denials = denied.filter((statement) => actsOn(statement, action));
    if ("unknown" in required.resources) {
      const isDenied = denials.some(({ resources }) => resources.includes("*"));
      return grants.length > 0 && !isDenied ? [] : [uncovered()];
    }
    const isAllowed = (arn: string): boolean =>
      grants.some((statement) => grantsOn(statement, arn)) &&
      !denials.some((statement) => deniesOn(statement, arn));
    return required.called
      .filter((arns) => !arns.some(isAllowed))
      .flatMap(([resource]) => (resource === undefined ? [] : [uncovered(resource)]));
  });
}

function actsOn({ actions, notActions }: Stated, action: string): boolean {
  const matches = (pattern: string): boolean => matchesAction(pattern, action);
  return actions.some(matches) || (notActions !== undefined && !notActions.some(matches));
}

/** Whether an Allow covers the ARN, where it is not wholly known: as far as is known. */
function grantsOn({ resources, notResources }: Stated, arn: string): boolean {
  // All versions of a function include those that there will be; what is asked for is what there is.
  const reaches = (pattern: string): boolean =>
    covers(pattern, arn) || covers(pattern, arn.replace(/:\*$/, ""));
  return (
    resources.some(reaches) ||
    (notResources !== undefined && !notResources.some((pattern) => matchesPattern(pattern, arn)))
  );
}

/** Whether a Deny covers the ARN for certain. */
function deniesOn({ resources, notResources }: Stated, arn: string): boolean {
  return (
    resources.some((pattern) => matchesPattern(pattern, arn)) ||
    (notResources !== undefined && !notResources.some((pattern) => patternsOverlap(pattern, arn)))
  );
}

function statementsOf(policy: unknown): Stated[] {
  const document: unknown = typeof policy === "string" ? jsonIn(policy) : policy;
  if (!isRecord(document)) return [];
  if (document["Statement"] !== undefined) {
    const inner: unknown[] = [document["Statement"]].flat();
    return inner
      .filter((one) => isRecord(one) && one["Statement"] === undefined)
      .flatMap(statementsOf);
  }
  const denies = document["Effect"] === "Deny";
  // A Deny under a condition may not apply to what the machine does.
  if (denies ? document["Condition"] !== undefined : document["Effect"] !== "Allow") return [];
  const sid = document["Sid"];
  const { NotAction, NotResource } = document;
  return [
    {
      ...(typeof sid === "string" ? { sid } : {}),
      denies,
      actions: texts(document["Action"]),
      resources: texts(document["Resource"]),
      ...(NotAction === undefined ? {} : { notActions: texts(NotAction) }),
      ...(NotResource === undefined ? {} : { notResources: texts(NotResource) }),
    },
  ];
}

function texts(value: unknown): string[] {
  return [value].flat().filter((item): item is string => typeof item === "string");
}
