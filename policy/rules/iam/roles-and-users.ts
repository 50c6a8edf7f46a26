import { matchesPattern } from "asl-toolkit/iam";
import { display } from "asl-toolkit/json";
import type { ResourceCheck } from "../../host/rule";
import { listed } from "../shared/documents";
import { WAYS } from "../shared/identities";
import { type Checks, onEach, onResource } from "../shared/checks";
import t from "../shared/resource-types.json";

/** The property of each type that names managed policies. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = Object.fromEntries(
  WAYS.flatMap(({ type, policies }) => (policies === undefined ? [] : [[type, policies]])),
);

export const iamRolesAndUsers = {
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
  "iam-attachment-administrator": onManagedPolicies((arn) =>
    isAdministrator(arn) ? `gives ${arn}.` : undefined,
  ),
  "iam-attachment-full-access": onManagedPolicies((arn) =>
    isFullAccess(arn) ? `gives ${arn}.` : undefined,
  ),
  "iam-attachment-aws-managed": onManagedPolicies((arn) =>
    /^arn:[^:]*:iam::aws:policy\//.test(arn) && !isAdministrator(arn) && !isFullAccess(arn)
      ? `gives AWS's ${arn}.`
      : undefined,
  ),
  "iam-user-policy": ({ resource, report }) => {
    // A UserPolicy is a user's whoever that is; an attachment only when it lists users.
    const direct = resource.type !== t.ATTACHMENT || resource.entries("users").length > 0;
    if (direct) report("The permissions go to users directly.");
  },
  "iam-access-key": onResource((key) =>
    key.text("status") === "Inactive"
      ? undefined
      : "An access key works until somebody takes it back; its secret is in the stack's state.",
  ),
  "iam-user": onResource((user, setting) => {
    const name = user.text("name") ?? user.name;
    return setting<string[]>("allowed").some((pattern) => matchesPattern(pattern, name))
      ? undefined
      : `The user ${name} belongs to the account alone.`;
  }),
} satisfies Checks;

function onManagedPolicies(faultOf: (arn: string) => string | undefined): ResourceCheck {
  return {
    types: Object.keys(MANAGED_POLICIES),
    check: ({ resource, part, report }) => {
      for (const { self } of resource.entries(MANAGED_POLICIES[resource.type] ?? "")) {
        void part(() => {
          const fault = faultOf(display(self()));
          if (fault !== undefined) report(fault);
        });
      }
    },
  };
}

function isAdministrator(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/.test(arn);
}

function isFullAccess(arn: string): boolean {
  return (
    /^arn:[^:]*:iam::aws:policy\/(.*\/)?(\w*FullAccess(V\d+)?|PowerUserAccess)$/.test(arn) &&
    !isAdministrator(arn)
  );
}
