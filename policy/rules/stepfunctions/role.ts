import type { StackResource } from "../../host/resource";
import type { Stack } from "../../host/stack";
import { matchesAction } from "asl-toolkit/iam";
import { coverage, type UnusedGrant } from "asl-toolkit/permissions";
import t from "../shared/resource-types.json";
import { holderOf } from "../shared/identities";
import { certainPolicies, hasForeignPolicies, rolePolicies, triggersWith } from "../shared/links";
import { documentAt } from "../../iam/document";
import { listed } from "../shared/documents";
import { type Checks, onEach } from "../shared/checks";
import { parsedDefinition } from "./definition";

export const stepfunctionsRole = {
  "sfn-machine-role-trust": onEach([t.MACHINE], (machine, stack) => {
    const [role] = stack.linked(machine, "roleArn", t.ROLE);
    const trust = role && documentAt(role, "assumeRolePolicy");
    if (role === undefined || trust === undefined) return undefined;
    const trusted = trust.statements.some(
      (statement) =>
        statement.allows &&
        statement.principals.some(({ id }) => /^states(\.[a-z0-9-]+)?\.amazonaws\.com/.test(id)),
    );
    return trusted ? undefined : `has the role ${role.label}, which does not trust Step Functions`;
  }),
  "sfn-role-unused-grant": onEach([t.MACHINE], (machine, stack) => {
    const compared = grantsOf(machine, stack);
    const unused = compared?.unused.map(({ action, resource }) => action ?? resource ?? "") ?? [];
    return unused.length > 0
      ? `has a role that may do what no state does: ${listed(unused)}`
      : undefined;
  }),
  "sfn-role-missing-grant": onEach([t.MACHINE], (machine, stack) => {
    const compared = grantsOf(machine, stack);
    const uncovered =
      compared?.uncovered.map(({ state, action }) => `${action} (state ${state})`) ?? [];
    return uncovered.length > 0 ? `has a role that may not ${listed(uncovered)}` : undefined;
  }),
} satisfies Checks;

/**
 * What the machine's role may do against what it must: all machines of the stack that share the role do, and rules and
 * schedules that start one with it. Nothing when there is no telling.
 */
function grantsOf(machine: StackResource, stack: Stack): ReturnType<typeof coverage> | undefined {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  // The linter says what is wrong with a text that is no definition.
  if (role === undefined || definitionOf(machine) === undefined) return undefined;
  certainPolicies(stack, role);
  const policies = rolePolicies(stack, role);
  const documents = policies.map(({ value }) => value);
  const { uncovered } = coverage(definitionOf(machine), documents);
  const outside = holderOf(stack, role).boundaries.flatMap(
    ({ value }) => coverage(definitionOf(machine), [value]).uncovered,
  );
  const machines = stack.users(role, "roleArn", t.MACHINE);
  const [first = [], ...others] = machines
    .map(definitionOf)
    .map((definition) => (definition === undefined ? [] : coverage(definition, documents).unused));
  // What a function does with its role is in its code.
  const isShared = stack.users(role, "role", t.FUNCTION).length > 0;
  const unused = first.filter(
    (grant) =>
      !isShared &&
      others.every((grants) => grants.some(isSame(grant))) &&
      !isTrigger(stack, role, grant),
  );
  const unknown = policies.length === 0 || hasForeignPolicies(stack, role);
  return { unused, uncovered: unknown ? outside : [...uncovered, ...outside] };
}

function isSame(grant: UnusedGrant): (other: UnusedGrant) => boolean {
  return ({ sid, action, resource }) =>
    sid === grant.sid && action === grant.action && resource === grant.resource;
}

/** Whether a rule or schedule needs the grant: it starts machines with the role. */
function isTrigger(stack: Stack, role: StackResource, { action }: UnusedGrant): boolean {
  if (action === undefined || !matchesAction(action, "states:StartExecution")) return false;
  return triggersWith(stack, role).length > 0;
}

function definitionOf(machine: StackResource): unknown {
  return parsedDefinition(machine.text("definition") ?? "{}");
}
