import type { StackResource } from "../../host/stack-resource";
import type { Stack } from "../../host/stack";
import { coverage } from "asl-toolkit/permissions";
import * as t from "../shared/types";
import { rolePolicies } from "../shared/policies";
import { documentAt } from "../../iam/document";
import { listed } from "../shared/documents";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

export const stepfunctionsRole: readonly PolicyRule[] = [
  {
    id: "sfn-machine-role-trust",
    meta: {
      description: "The role of a state machine trusts Step Functions.",
      pillar: "reliability",
      severity: "high",
      level: "mandatory",
      controls: ["confused-deputy"],
      remedy: "Allow states.amazonaws.com to assume the role in its `assumeRolePolicy`.",
      docs: { url: `${GUIDE}/procedure-create-iam-role.html` },
    },
    ...onEach([t.MACHINE], (machine, stack) => {
      const [role] = stack.linked(machine, "roleArn", t.ROLE);
      const trust = role && documentAt(role, "assumeRolePolicy");
      if (role === undefined || trust === undefined) return undefined;
      const trusted = trust.statements.some(
        (statement) =>
          statement.allows &&
          statement.principals.some(({ id }) => /^states(\.[a-z0-9-]+)?\.amazonaws\.com/.test(id)),
      );
      return trusted
        ? undefined
        : `has the role ${role.label}, which does not trust Step Functions`;
    }),
  },
  {
    id: "sfn-role-unused-grant",
    meta: {
      description: "The role of a state machine may do only what its states do.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Remove the action or resource from the role's `policy`.",
      docs: { url: `${GUIDE}/procedure-create-iam-role.html` },
    },
    ...onEach([t.MACHINE], (machine, stack) => {
      const compared = grantsOf(machine, stack);
      const unused = compared?.unused.map(({ action, resource }) => action ?? resource ?? "") ?? [];
      return unused.length > 0
        ? `has a role that may do what no state does: ${listed(unused)}`
        : undefined;
    }),
  },
  {
    id: "sfn-role-missing-grant",
    meta: {
      description: "The role of a state machine may do all that its states do.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Allow the action on the resource in the role's `policy`.",
      docs: { url: `${GUIDE}/service-integration-iam-templates.html` },
    },
    ...onEach([t.MACHINE], (machine, stack) => {
      const compared = grantsOf(machine, stack);
      const uncovered =
        compared?.uncovered.map(({ state, action }) => `${action} (state ${state})`) ?? [];
      return uncovered.length > 0 ? `has a role that may not ${listed(uncovered)}` : undefined;
    }),
  },
];

/** What the machine's role may do against what the machine does; nothing when the role is not wholly in the stack. */
function grantsOf(machine: StackResource, stack: Stack): ReturnType<typeof coverage> | undefined {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  if (role === undefined) return undefined;
  const definition: unknown = JSON.parse(machine.text("definition") ?? "{}");
  for (const type of [t.ROLE_POLICY, t.ROLE_ATTACHMENT]) stack.certain(role, "role", type);
  const policies = rolePolicies(stack, role);
  const attachments = stack.users(role, "role", t.ROLE_ATTACHMENT);
  const foreign = attachments.filter(
    (attachment) => stack.linked(attachment, "policyArn", t.POLICY).length === 0,
  );
  const { unused, uncovered } = coverage(
    definition,
    policies.map(({ value }) => value),
  );
  return { unused, uncovered: foreign.length > 0 || policies.length === 0 ? [] : uncovered };
}
