import { display } from "asl-toolkit/json";
import { matchesPattern } from "asl-toolkit/iam";
import { WAYS } from "../shared/identities";
import { onResource } from "../shared/on-each";
import t from "../shared/resource-types.json";
import type { ResourceCheck } from "../../host/rule";
import type { Checks } from "../shared/rows";

/** The property of each type that names managed policies. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = Object.fromEntries(
  WAYS.flatMap(({ type, policies }) => (policies === undefined ? [] : [[type, policies]])),
);

export const iamAttachments = {
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
