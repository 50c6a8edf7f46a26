import { nearest } from "../nearest";
import { type PermissionsOptions, permissionContext } from "./context";
import type { PermissionContext } from "../integrations/call";
import { statePermissions } from "./states";
export type { PermissionsOptions } from "./context";
import type { PolicyDocument } from "../iam/document";
export type { PolicyDocument, Statement } from "../iam/document";
import { keyGrants } from "./encryption";
import { type Grant, statements } from "../iam/statements";
import { type FoundState, allStates, isRecord } from "./tasks";

export { type Coverage, coverage } from "./coverage";
export {
  type Grant,
  INLINE_POLICY_LIMIT,
  MANAGED_POLICY_LIMIT,
  policySize,
  splitPolicy,
} from "../iam/statements";

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

const TRACING: Grant = {
  actions: [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ],
  resources: ["*"],
};

/**
 * The actions by which a machine sets up the delivery of its logs. IAM knows no resource but `*` for them.
 * Source: "Using CloudWatch Logs to log execution history".
 */
export const LOG_DELIVERY_ACTIONS: readonly string[] = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

const LOGGING: Grant = { actions: LOG_DELIVERY_ACTIONS, resources: ["*"] };

/**
 * The least policy that a machine's role needs to run `definition`: any nesting, both query languages. Nothing in it
 * depends on the order of keys. A machine that calls nothing gets a document without statements, for which no policy is made.
 * @throws PermissionsError listing every state whose permissions cannot be known and are not settled by `context.grants`
 */
export function permissions(definition: unknown, context: PermissionsOptions): PolicyDocument {
  if (!isRecord(definition) || !isRecord(definition["States"]))
    throw new PermissionsError([
      {
        state: "",
        path: "",
        reason: "this is no definition, which is an object with StartAt and States",
      },
    ]);
  const states = allStates(definition);
  const where = permissionContext(context, states);
  const problems = unknownNames(states, context);
  const grants: Grant[] = Object.values(context.grants ?? {}).flat();
  for (const state of states) {
    const open = new Map<string, string[]>();
    for (const { actions, resources, condition } of statePermissions(state, where)) {
      if (!("unknown" in resources)) grants.push({ actions, resources, condition });
      else if (!isSettled(actions, state, context))
        open.set(resources.unknown, [...(open.get(resources.unknown) ?? []), ...actions]);
    }
    for (const [why, actions] of open) problems.push(undecided(state, why, actions));
  }
  if (problems.length > 0) throw new PermissionsError(problems.sort(byPath));
  const all = [
    ...grants,
    ...keyGrants(grants, context.encryptedTargets ?? {}, where),
    ...own(context, where),
  ];
  return { Version: "2012-10-17", Statement: statements(all) };
}

function isSettled(
  actions: readonly string[],
  { name }: FoundState,
  { grants = {} }: PermissionsOptions,
): boolean {
  if (Object.hasOwn(grants, name)) return true;
  const everywhere = Object.hasOwn(grants, "*") ? (grants["*"] ?? []) : [];
  const granted = new Set(everywhere.flatMap((grant) => grant.actions));
  return actions.length > 0 && actions.every((action) => granted.has(action));
}

function undecided(
  { name, path }: FoundState,
  why: string,
  actions: readonly string[],
): UndecidedState {
  const what = actions.length > 0 ? actions.join(", ") : "what it needs";
  return { state: name, path, reason: `${why}; grant ${what} to the state explicitly` };
}

function unknownNames(
  states: readonly FoundState[],
  context: PermissionsOptions,
): UndecidedState[] {
  const names = states.map(({ name }) => name);
  return Object.keys(context.grants ?? {})
    .filter((name) => name !== "*" && !names.includes(name))
    .map((state) => {
      const near = nearest(state, names).join(", ");
      return {
        state,
        path: "",
        reason: `has grants but is not in the definition, the nearest are ${near}`,
      };
    });
}

const byPath = (left: UndecidedState, right: UndecidedState): number =>
  left.path < right.path ? -1 : left.path > right.path ? 1 : left.reason < right.reason ? -1 : 1;

function own(
  { tracing, logging, machineKey }: PermissionsOptions,
  where: PermissionContext,
): Grant[] {
  return [
    ...(tracing ? [TRACING] : []),
    ...(logging ? [LOGGING] : []),
    ...(machineKey
      ? [
          {
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [machineKey],
            condition: {
              StringEquals: {
                "kms:EncryptionContext:aws:states:stateMachineArn": where.machineArn,
              },
            },
          },
        ]
      : []),
  ];
}
