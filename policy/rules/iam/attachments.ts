import { display } from "asl-toolkit/json";
import * as t from "../shared/types";
import type { ResourceRule, PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

export const iamAttachments: readonly PolicyRule[] = [
  {
    id: "iam-attachment-administrator",
    meta: {
      description: "Nobody is given AdministratorAccess or IAMFullAccess.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_274", "CKV_AWS_275", "CKV2_AWS_56", "administratoraccess"],
      remedy: "Attach a policy with the actions and ARNs that are needed as `policyArn`.",
      docs: { url: URL },
    },
    ...onManagedPolicies((arn) => (isAdministrator(arn) ? `gives ${arn}.` : undefined)),
  },
  {
    id: "iam-attachment-full-access",
    meta: {
      description:
        "Nobody is given everything of a service by AWS's *FullAccess or PowerUserAccess.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["IAM.21", "AwsSolutions-IAM4"],
      remedy: "Attach a policy with the actions and ARNs that are needed as `policyArn`.",
      docs: { url: URL },
    },
    ...onManagedPolicies((arn) => (isFullAccess(arn) ? `gives ${arn}.` : undefined)),
  },
  {
    id: "iam-attachment-aws-managed",
    meta: {
      description:
        "Permissions are our own policies, not AWS's managed ones, which are wide and change by themselves.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["AwsSolutions-IAM4"],
      remedy: "Attach a policy with the actions and ARNs that are needed as `policyArn`.",
      docs: { url: `${GUIDE}/access_policies_managed-vs-inline.html` },
    },
    ...onManagedPolicies((arn) =>
      /^arn:[^:]*:iam::aws:policy\//.test(arn) && !isAdministrator(arn) && !isFullAccess(arn)
        ? `gives AWS's ${arn}.`
        : undefined,
    ),
  },
  {
    id: "iam-user-policy",
    meta: {
      description: "Users get permissions through groups or roles only.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_40", "IAM.2", "only-permissions-via-groups"],
      remedy: "Attach the policy to a group or role instead of `user` or `users`.",
      docs: { url: URL },
    },
    types: [t.USER_POLICY, t.USER_ATTACHMENT, t.ATTACHMENT],
    check: ({ resource, report }) => {
      // A UserPolicy is a user's whoever that is; an attachment only when it lists users.
      const direct = resource.type !== t.ATTACHMENT || resource.entries("users").length > 0;
      if (direct) report("The permissions go to users directly.");
    },
  },
];

function onManagedPolicies(
  faultOf: (arn: string) => string | undefined,
): Pick<ResourceRule, "types" | "check"> {
  const properties: Readonly<Record<string, string>> = {
    [t.ROLE]: "managedPolicyArns",
    [t.ROLE_ATTACHMENT]: "policyArn",
    [t.USER_ATTACHMENT]: "policyArn",
    [t.GROUP_ATTACHMENT]: "policyArn",
    [t.ATTACHMENT]: "policyArn",
    [t.ROLE_ATTACHMENTS]: "policyArns",
  };
  return {
    types: Object.keys(properties),
    check: ({ resource, part, report }) => {
      for (const { self } of resource.entries(properties[resource.type] ?? "")) {
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
