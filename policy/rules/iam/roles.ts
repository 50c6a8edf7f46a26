import * as t from "../shared/types";
import { listed } from "../shared/documents";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

export const iamRoles: readonly PolicyRule[] = [
  {
    id: "iam-role-inline-policy",
    meta: {
      description: "Roles have managed policies only.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: ["iam_no_inline_policy_check"],
      remedy:
        "Make an aws.iam.Policy and attach it, instead of `inlinePolicies` or aws.iam.RolePolicy.",
      docs: { url: `${GUIDE}/access_policies_managed-vs-inline.html` },
    },
    types: [t.ROLE, t.ROLE_POLICY],
    check: ({ resource, report }) => {
      const inline = resource.type !== t.ROLE || resource.entries("inlinePolicies").length > 0;
      if (inline) report("The policy is inline, part of the role.");
    },
  },
  {
    id: "iam-role-permissions-boundary",
    meta: {
      description: "Every role has a permissions boundary.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: [],
      remedy: "Set `permissionsBoundary`.",
      docs: { url: `${GUIDE}/access_policies_boundaries.html` },
    },
    types: [t.ROLE],
    check: ({ resource: role, report }) => {
      if (role.value("permissionsBoundary") === undefined)
        report("permissionsBoundary is not set.");
    },
  },
  {
    id: "iam-role-policy-conflict",
    meta: {
      description:
        "A role's policies are managed in one way: the exclusive properties and separate resources undo each other.",
      pillar: "reliability",
      severity: "medium",
      level: "mandatory",
      controls: ["iamRoleNoPolicyManagementConflicts"],
      remedy:
        "Drop `inlinePolicies` or `managedPolicyArns` of the role, or the separate resources.",
      docs: { url: "https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/" },
    },
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
  {
    id: "iam-role-shared",
    meta: {
      description: "Every machine and every function has a role of its own.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Make one role for each `roleArn` of a machine and `role` of a function.",
      docs: { url: URL },
    },
    scope: "stack",
    types: [t.ROLE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.ROLE), (role) => {
        const users = [
          ...stack.users(role, "roleArn", t.MACHINE),
          ...stack.users(role, "role", t.FUNCTION),
        ];
        if (users.length > 1) {
          report(role, `${role.label} is the role of ${listed(users.map(({ label }) => label))}.`);
        }
      });
    },
  },
];
