import { policyDocument, type PolicyDocument } from "../iam/document";
import { statements, type Grant } from "../iam/statements";
import { readMachine, type StateNode } from "../definition/reader";
import { isRecord, own, pointer } from "../json";
import { nearest } from "../nearest";
import { permissionContext, type PermissionsOptions } from "./context";
import { keyGrants } from "./encryption";
import { machineGrants } from "./machine";
import { statePermissions } from "./states";

export { MACHINE_NAME, type PermissionsOptions } from "./context";
export { coverage, type Coverage, type UnusedGrant } from "./coverage";
export { keyGrants, stateKeyUses, type StateKeyUse } from "./encryption";
export { LOG_DELIVERY_ACTIONS, logDeliveryContext, logKeyGrant } from "./machine";

/** A state whose permissions cannot be known. */
export interface UndecidedState {
  /** The state's name; empty for the definition as a whole. */
  readonly state: string;
  /** JSON pointer to the state. */
  readonly path: string;
  readonly reason: string;
}

/** Some permissions cannot be known from the definition; lists every state and what to grant. */
export class PermissionsError extends Error {
  public override readonly name = "PermissionsError";

  public constructor(public readonly states: readonly UndecidedState[]) {
    super(
      states
        .map(({ state, reason }) => (state ? `state '${state}': ${reason}` : reason))
        .join("\n"),
    );
  }
}

/**
 * The least policy that a machine's role needs to run `definition`: any nesting, both query languages. Nothing in it
 * depends on the order of keys. A machine that calls nothing gets a document without statements, for which no policy is made.
 * @throws PermissionsError listing every state whose permissions cannot be known and are not in `options.grants`
 */
export function permissions(definition: unknown, options: PermissionsOptions): PolicyDocument {
  if (!isRecord(definition) || !isRecord(definition["States"])) {
    const reason = "this is not a definition, which is an object with StartAt and States";
    throw new PermissionsError([{ state: "", path: "", reason }]);
  }
  const { states } = readMachine(definition);
  const context = permissionContext(options, states);
  const problems = unknownNames(states, options);
  const grants: Grant[] = Object.values(options.grants ?? {}).flat();
  for (const state of states) {
    const undecided = new Map<string, string[]>();
    for (const { actions, resources, condition } of statePermissions(state, context)) {
      if (!("unknown" in resources)) grants.push({ actions, resources, condition });
      else if (!isGranted(actions, state, options))
        undecided.set(resources.unknown, [...(undecided.get(resources.unknown) ?? []), ...actions]);
    }
    for (const [why, actions] of undecided) problems.push(undecidedState(state, why, actions));
  }
  if (problems.length > 0) throw new PermissionsError(problems.sort(byPath));
  const keys = keyGrants(grants, options.encryptedTargets ?? {}, context);
  return policyDocument(statements([...grants, ...keys, ...machineGrants(options, context)]));
}

/** Whether the caller grants what is unknown: to the state, or these actions to the whole machine. */
function isGranted(
  actions: readonly string[],
  { name }: StateNode,
  { grants = {} }: PermissionsOptions,
): boolean {
  if (Object.hasOwn(grants, name)) return true;
  const granted = new Set((own(grants, "*") ?? []).flatMap((grant) => grant.actions));
  return actions.length > 0 && actions.every((action) => granted.has(action));
}

function undecidedState(
  { name, steps }: StateNode,
  why: string,
  actions: readonly string[],
): UndecidedState {
  const what = actions.length > 0 ? actions.join(", ") : "what it needs";
  const reason = `${why}; grant ${what} to the state explicitly`;
  return { state: name, path: pointer(steps), reason };
}

function unknownNames(
  states: readonly StateNode[],
  { grants = {} }: PermissionsOptions,
): UndecidedState[] {
  const names = states.map(({ name }) => name);
  return Object.keys(grants)
    .filter((name) => name !== "*" && !names.includes(name))
    .map((state) => {
      const near = nearest(state, names).join(", ") || "none";
      const reason = `has grants but is not in the definition, the nearest are ${near}`;
      return { state, path: "", reason };
    });
}

const byPath = (left: UndecidedState, right: UndecidedState): number =>
  left.path < right.path ? -1 : left.path > right.path ? 1 : left.reason < right.reason ? -1 : 1;
