import { type PermissionsOptions, permissionContext } from "./context";
import type { RequiredPermission } from "../integrations/required-permission";
import { statePermissions } from "./states";
import { matchesAction, covers, patternsOverlap } from "../iam/wildcards";
import { allStates } from "../definition/reader";
import { isRecord, pointer } from "../json/values";

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

interface Allowed {
  readonly sid?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface Wanted extends RequiredPermission {
  readonly state: string;
  readonly path: string;
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
 * Compares the policies of a role, as statements or documents, with what `definition` does. Conditions are taken to hold,
 * Deny statements are not read, and rights to logs, traces and keys count as used. Never throws: what is not a statement
 * grants nothing, and what is not a definition needs nothing.
 */
export function coverage(
  definition: unknown,
  policies: readonly unknown[],
  options: Partial<PermissionsOptions> = {},
): Coverage {
  const states = allStates(definition);
  const context = permissionContext({ ...ANYWHERE, ...options }, states);
  const wanted = states.flatMap((state): Wanted[] => {
    const at = { state: state.name, path: pointer(state.steps) };
    return statePermissions(state, context).map((required) => ({ ...required, ...at }));
  });
  const allowed = policies.flatMap(statementsOf);
  return {
    unused: allowed.flatMap((statement) => unusedOf(statement, wanted)),
    uncovered: wanted.flatMap((required) => uncoveredOf(required, allowed)),
  };
}

function unusedOf({ sid, actions, resources }: Allowed, wanted: readonly Wanted[]): UnusedGrant[] {
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
          required.resources.some((one) => patternsOverlap(resource, one)),
      ),
  );
  return [...unused, ...untouched.map((resource) => ({ ...label, resource }))];
}

function uncoveredOf(required: Wanted, allowed: readonly Allowed[]): UncoveredState[] {
  return required.actions.flatMap((action): UncoveredState[] => {
    const at = { state: required.state, path: required.path, action };
    const patterns = allowed
      .filter(({ actions }) => actions.some((pattern) => matchesAction(pattern, action)))
      .flatMap(({ resources }) => resources);
    if ("unknown" in required.resources) return patterns.length > 0 ? [] : [at];
    const covered = (resource: string): boolean =>
      patterns.some((pattern) => covers(pattern, resource));
    return required.resources
      .filter((resource) => !covered(resource) && !covered(resource.replace(/:\*$/, "")))
      .map((resource) => ({ ...at, resource }));
  });
}

function statementsOf(policy: unknown): Allowed[] {
  const document: unknown = typeof policy === "string" ? parsed(policy) : policy;
  if (!isRecord(document)) return [];
  if (document["Statement"] !== undefined) {
    const inner: unknown[] = [document["Statement"]].flat();
    return inner
      .filter((one) => isRecord(one) && one["Statement"] === undefined)
      .flatMap(statementsOf);
  }
  if (document["Effect"] !== "Allow") return [];
  const sid = document["Sid"];
  return [
    {
      ...(typeof sid === "string" ? { sid } : {}),
      actions: texts(document["Action"]),
      resources: texts(document["Resource"]),
    },
  ];
}

function texts(value: unknown): string[] {
  return [value].flat().filter((item): item is string => typeof item === "string");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
