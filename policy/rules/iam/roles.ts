import { onEach } from "../shared/on-each";
import t from "../shared/resource-types.json";
import { listed } from "../shared/documents";
import type { Checks } from "../shared/rows";

export const iamRoles = {
  "iam-role-inline-policy": ({ resource, report }) => {
    const inline = resource.type !== t.ROLE || resource.entries("inlinePolicies").length > 0;
    if (inline) report("The policy is inline, part of the role.");
  },
  "iam-role-policy-conflict": {
    scope: "stack",
    types: [t.ROLE],
    check: ({ stack, report, each }) => {
      const pairs = [
        { property: "inlinePolicies", type: t.ROLE_POLICY },
        { property: "managedPolicyArns", type: t.ROLE_ATTACHMENT },
      ];
      for (const { property, type } of pairs) {
        each(stack.of(t.ROLE), (role) => {
          const [other] = stack.users(role, "role", type);
          if (other === undefined || role.entries(property).length === 0) return;
          report(
            role,
            `${property} of ${role.label} undoes ${other.name}, and the other way round.`,
          );
        });
      }
    },
  },
  "iam-role-shared": onEach([t.ROLE], (role, stack) => {
    const users = [
      ...stack.users(role, "roleArn", t.MACHINE),
      ...stack.users(role, "role", t.FUNCTION),
    ];
    return users.length > 1
      ? `is the role of ${listed(users.map(({ label }) => label))}`
      : undefined;
  }),
} satisfies Checks;
