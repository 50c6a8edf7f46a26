import type { Action } from "../iam/actions";
import { expand } from "../iam/actions";
import { matches, type Document } from "../iam/document";
import {
  type Grant,
  isDenied,
  isEverything,
  isTiedToCallers,
  isUnlimited,
  isWholeService,
  unlimitedGrants,
} from "../iam/grants";
import type { Judge, ResourceRule, RuleInfo, StackRule } from "../host/rule";
import * as t from "../types";
import {
  ALL_POLICIES,
  IDENTITY_POLICIES,
  listed,
  onDocuments,
  onStatements,
  TRUST_POLICIES,
} from "./documents";
import {
  CREDENTIALS,
  DATA_EXFILTRATION,
  KMS_DECRYPT,
  ONLY_STAR_ALLOWED,
  PRIVILEGE_ESCALATION,
} from "./iam-actions";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const URL = `${GUIDE}/best-practices.html`;
const DEPUTY = `${GUIDE}/confused-deputy.html`;

export const iamPolicyDocument: ResourceRule = {
  name: "iam-policy-document",
  description:
    "A policy document is one that IAM takes: JSON, Version 2012-10-17, an Effect and Actions.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: [],
  remedy:
    "Write `policy` as a document of Version 2012-10-17 whose statements have Effect and Action.",
  url: `${GUIDE}/reference_policies_grammar.html`,
  example: { violation: 'Version: "2008-10-17"', fix: 'Version: "2012-10-17"' },
  ...onDocuments(ALL_POLICIES, ({ property, fault }, judge) => {
    if (fault !== undefined) judge.report(`${property} ${fault}.`);
  }),
};

export const iamPolicyAdmin: ResourceRule = {
  name: "iam-policy-admin",
  description: "No policy allows every action on every resource, or everything of IAM.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: [
    "CKV_AWS_62",
    "CKV_AWS_63",
    // What allows everything allows what the narrower checks look for.
    "CKV_AWS_286",
    "CKV_AWS_287",
    "CKV_AWS_288",
    "CKV_AWS_289",
    "CKV_AWS_290",
    "CKV_AWS_355",
    "CKV_AWS_1",
    "CKV2_AWS_40",
    "IAM.1",
    "CT.IAM.PR.1",
    "CT.IAM.PR.2",
    "SR WS1003",
  ],
  remedy: "List the actions and the ARNs in `Action` and `Resource`.",
  url: URL,
  example: {
    violation: 'Action: "*", Resource: "*"',
    fix: 'Action: "sqs:SendMessage", Resource: queue.arn',
  },
  ...onStatements(IDENTITY_POLICIES, (statement, report) => {
    if (!statement.allows) return;
    const all = statement.actions.some(isAllActions) && statement.resources.some(isEverything);
    if (all) report("allows every action on every resource.");
    else if (statement.actions.some((action) => /^iam:\*+$/i.test(action))) {
      report("allows everything of IAM (iam:*), and with it any permission.");
    }
  }),
};

export const iamPolicyActionWildcard: ResourceRule = {
  name: "iam-policy-action-wildcard",
  description: "No policy allows the Action `*`, on whatever resource.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_63", "CKV_AWS_49", "cdk-nag LambdaStarPermissions"],
  remedy: "List the actions in `Action`.",
  url: URL,
  example: { violation: 'Action: "*"', fix: 'Action: ["s3:GetObject"]' },
  ...onStatements(IDENTITY_POLICIES, (statement, report) => {
    if (!statement.allows || !statement.actions.some(isAllActions)) return;
    if (!statement.resources.some(isEverything)) report("allows the Action *.");
  }),
};

export const iamPolicyServiceWildcard: ResourceRule = {
  name: "iam-policy-service-wildcard",
  description: "No policy allows every action of a service.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: [
    "IAM.21",
    "CT.IAM.PR.3",
    "CT.IAM.PR.5",
    "AWS-0345",
    "IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
  ],
  remedy: "List the actions in `Action`; a prefix such as `ec2:Describe*` is fine.",
  url: `${GUIDE}/access_policies_best-practices-and-use-cases.html`,
  example: { violation: 'Action: "s3:*"', fix: 'Action: ["s3:GetObject", "s3:PutObject"]' },
  ...onStatements(IDENTITY_POLICIES, (statement, report) => {
    if (!statement.allows) return;
    const services = statement.actions.filter(
      // iam:* is administration, kms:* on all keys is decryption: rules of their own.
      (action) =>
        isWholeService(action) &&
        !isAllActions(action) &&
        !/^iam:/i.test(action) &&
        !(/^kms:/i.test(action) && isUnlimited(statement)),
    );
    if (services.length > 0) report(`allows everything of a service: ${listed(services)}.`);
  }),
};

export const iamPolicyPrivilegeEscalation: ResourceRule = category(
  {
    name: "iam-policy-privilege-escalation",
    description: "No policy lets its holder raise its own permissions.",
    level: "mandatory",
    severity: "critical",
    controls: ["CKV_AWS_286", "CKV_AWS_110", "CKV_AWS_355", "CKV_AWS_356"],
    remedy: "Give the action to a deployment role only, with exact ARNs in `Resource`.",
    example: { violation: 'Action: "iam:PutRolePolicy", Resource: "*"', fix: "Resource: role.arn" },
  },
  "lets the holder raise its own permissions",
  ({ name }) => PRIVILEGE_ESCALATION.has(name),
);

export const iamPolicyPermissionsManagement: ResourceRule = category(
  {
    name: "iam-policy-permissions-management",
    description: "No policy allows managing permissions on every resource.",
    level: "mandatory",
    severity: "high",
    controls: ["CKV_AWS_289", "CKV_AWS_109", "CKV_AWS_355", "CKV_AWS_356"],
    remedy: "Name the ARNs in `Resource`.",
    example: {
      violation: 'Action: "s3:PutBucketPolicy", Resource: "*"',
      fix: "Resource: bucket.arn",
    },
  },
  "manages permissions on every resource",
  ({ name, access, onlyStar }) =>
    access === "permissions" &&
    !onlyStar &&
    !PRIVILEGE_ESCALATION.has(name) &&
    !CREDENTIALS.has(name),
);

export const iamPolicyCredentialsExposure: ResourceRule = category(
  {
    name: "iam-policy-credentials-exposure",
    description: "No policy hands out credentials of whatever identity or resource.",
    level: "mandatory",
    severity: "high",
    controls: ["CKV_AWS_287", "CKV_AWS_107", "CKV_AWS_355", "CKV_AWS_356"],
    remedy: "Name the ARNs in `Resource`.",
    example: {
      violation: 'Action: "iam:CreateAccessKey", Resource: "*"',
      fix: "Resource: user.arn",
    },
  },
  "hands out credentials",
  ({ name, onlyStar }) => CREDENTIALS.has(name) && !onlyStar,
);

export const iamPolicyDataExfiltration: ResourceRule = category(
  {
    name: "iam-policy-data-exfiltration",
    description: "No policy reads all objects, parameters, secrets or snapshots of the account.",
    level: "mandatory",
    severity: "high",
    controls: ["CKV_AWS_288", "CKV_AWS_108", "CKV_AWS_355", "CKV_AWS_356"],
    remedy: "Name the ARNs in `Resource`.",
    example: {
      violation: 'Action: "s3:GetObject", Resource: "*"',
      fix: "Resource: interpolate`${bucket.arn}/*`",
    },
  },
  "reads data of every resource",
  ({ name }) => DATA_EXFILTRATION.has(name),
);

export const iamPolicyResourceWildcard: ResourceRule = category(
  {
    name: "iam-policy-resource-wildcard",
    description: "An action that AWS can limit to resources is limited to them.",
    level: "mandatory",
    severity: "high",
    controls: [
      "CKV_AWS_355",
      "CKV_AWS_356",
      "CKV_AWS_290",
      "CKV_AWS_111",
      "AWS-0346",
      "AwsSolutions-IAM5",
    ],
    remedy: "Name the ARNs in `Resource`.",
    example: { violation: 'Action: "sqs:SendMessage", Resource: "*"', fix: "Resource: queue.arn" },
  },
  "covers every resource, though AWS can limit it",
  (action) => !action.onlyStar && !hasOwnRule(action),
);

export const iamPolicyWildcards: ResourceRule = {
  name: "iam-policy-wildcards",
  description: "Every wildcard in an Action or Resource has a written reason.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["AwsSolutions-IAM5"],
  remedy:
    "Name the actions and ARNs in `Action` and `Resource`, or write an exemption with the reason.",
  url: URL,
  example: { violation: 'Action: "s3:Get*"', fix: 'Action: "s3:GetObject"' },
  ...onDocuments(IDENTITY_POLICIES, async (document, judge) => {
    for (const statement of document.statements) {
      const say = (what: string): void =>
        judge.report(`${document.property}, ${statement.label}, ${what}`);
      await judge.part(async () => {
        if (!statement.allows) return;
        for (const action of statement.actions) {
          if (/[*?]/.test(action) && !isWholeService(action))
            say(`has the wildcard Action ${action}.`);
        }
        for (const resource of statement.resources) {
          if (!isEverything(resource) && isWideResource(resource)) {
            say(`has the wildcard Resource ${resource}.`);
          }
        }
        if (!statement.resources.some(isEverything)) return;
        for (const pattern of statement.actions.filter((action) => !isWholeService(action))) {
          for (const action of await expand(pattern)) {
            if (action.onlyStar && !ONLY_STAR_ALLOWED.has(action.name) && !/[*?]/.test(pattern)) {
              say(`allows ${action.name} on every resource, as AWS offers nothing narrower.`);
            }
          }
        }
      });
    }
  }),
};

export const iamPolicyPassRole: ResourceRule = {
  name: "iam-policy-pass-role",
  description: "iam:PassRole names exact roles and the service that they are passed to.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["AWS-0342", "no_wildcard_resource_on_passrole", "CKV_AWS_110"],
  remedy:
    "Name the role ARNs in `Resource` and the service in the condition `iam:PassedToService`.",
  url: `${GUIDE}/id_roles_use_passrole.html`,
  example: {
    violation: 'Action: "iam:PassRole", Resource: "*"',
    fix: 'Resource: role.arn, Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }',
  },
  ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
    if (!statement.allows || !passesRoles(statement.actions)) return;
    if (isDenied(document, "iam:PassRole")) return;
    const wide = statement.resources.filter((resource) => /[*?]/.test(resource));
    if (wide.length > 0) report(`passes any role that ${listed(wide)} matches.`);
    else if (!statement.conditions.some(({ key }) => key === "iam:passedtoservice")) {
      report("passes a role to any service.");
    }
  }),
};

export const iamPolicyKmsDecrypt: ResourceRule = {
  name: "iam-policy-kms-decrypt",
  description: "No policy decrypts with every key.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["KMS.1", "KMS.2", "iam_policy_no_full_access_to_kms"],
  remedy: "Name the key ARNs in `Resource`.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
  example: { violation: 'Action: "kms:Decrypt", Resource: "*"', fix: "Resource: key.arn" },
  ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
    if (!statement.allows || !isUnlimited(statement)) return;
    const actions = statement.actions.filter(
      (pattern) =>
        /^kms:/i.test(pattern) &&
        [...KMS_DECRYPT].some((action) => matches(pattern, action) && !isDenied(document, action)),
    );
    if (actions.length > 0) report(`allows ${listed(actions)} with every key.`);
  }),
};

export const iamPolicyAssumeAnyRole: ResourceRule = {
  name: "iam-policy-assume-any-role",
  description: "No policy assumes every role.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: [
    "iam_no_custom_policy_permissive_role_assumption",
    "CKV_AWS_107",
    "CKV_AWS_355",
    "CKV_AWS_287",
  ],
  remedy: "Name the role ARNs in `Resource`.",
  url: URL,
  example: { violation: 'Action: "sts:AssumeRole", Resource: "*"', fix: "Resource: role.arn" },
  ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
    if (!statement.allows || !isUnlimited(statement) || isDenied(document, "sts:AssumeRole"))
      return;
    const assumes = statement.actions.some(
      (action) => matches(action, "sts:AssumeRole") && !isWholeService(action),
    );
    if (assumes) report("assumes any role that trusts the account.");
  }),
};

export const iamPolicyNegated: ResourceRule = {
  name: "iam-policy-negated",
  description: "What is allowed is listed: no Allow with NotAction, NotResource or NotPrincipal.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: [
    "iam_role_no_allow_plus_not_principal",
    "iam_role_no_allow_plus_not_action",
    "CKV_AWS_62",
    // checkov expands NotAction too, and names what is among the rest.
    "CKV_AWS_286",
    "CKV_AWS_287",
    "CKV_AWS_288",
    "CKV_AWS_289",
    "CKV_AWS_290",
    "CKV_AWS_355",
  ],
  remedy: "List what is allowed in `Action`, `Resource` and `Principal`.",
  url: `${GUIDE}/reference_policies_elements_notaction.html`,
  example: { violation: 'Effect: "Allow", NotAction: "iam:*"', fix: 'Action: ["sqs:SendMessage"]' },
  ...onStatements(ALL_POLICIES, (statement, report) => {
    if (!statement.allows) return;
    for (const element of ["NotAction", "NotResource", "NotPrincipal"] as const) {
      if (statement.has(element)) report(`allows all but what its ${element} lists.`);
    }
  }),
};

export const iamRoleTrustPublic: ResourceRule = {
  name: "iam-role-trust-public",
  description: "No role can be assumed by everyone.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_60", "CKV_AWS_61", "CKV_AWS_283", "CKV_AWS_358"],
  remedy: "Name who may assume the role in `assumeRolePolicy`.",
  url: URL,
  example: {
    violation: 'Principal: { AWS: "*" }',
    fix: 'Principal: { Service: "lambda.amazonaws.com" }',
  },
  ...onStatements(TRUST_POLICIES, (statement, report) => {
    if (!statement.allows) return;
    const ofEveryService = statement.principals.some(
      ({ kind, id }) => kind === "Service" && id === "*",
    );
    if ((statement.isForEveryone || ofEveryService) && !isTiedToCallers(statement)) {
      report(`lets every${statement.isForEveryone ? "one" : " AWS service"} assume the role.`);
    }
    // A provider such as GitHub signs for all its users: without a condition each of them may come in.
    const signed = statement.principals.filter(({ kind }) => kind === "Federated");
    const isWeb = statement.actions.some((action) =>
      matches(action, "sts:AssumeRoleWithWebIdentity"),
    );
    if (signed.length > 0 && isWeb && !statement.has("Condition")) {
      report(`lets every user of ${listed(signed.map(({ id }) => id))} assume the role.`);
    }
  }),
};

export const iamRoleTrustAccount: ResourceRule = {
  name: "iam-role-trust-account",
  description: "A role trusts named roles or users, not a whole account.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["CKV_AWS_61"],
  remedy:
    "Name the role or user ARNs in `assumeRolePolicy`, or add a condition such as `aws:PrincipalArn`.",
  url: URL,
  example: {
    violation: 'Principal: { AWS: "arn:aws:iam::111122223333:root" }',
    fix: 'Principal: { AWS: "arn:aws:iam::111122223333:role/deploy" }',
  },
  ...onStatements(TRUST_POLICIES, (statement, report) => {
    if (!statement.allows || isTiedToCallers(statement)) return;
    const accounts = statement.principals.filter(
      ({ kind, id }) => kind === "AWS" && (/^\d{12}$/.test(id) || /:root$/.test(id)),
    );
    if (accounts.length > 0)
      report(`lets the whole account assume it: ${listed(accounts.map(({ id }) => id))}.`);
  }),
};

export const iamRoleTrustActions: ResourceRule = {
  name: "iam-role-trust-actions",
  description: "A trust policy allows only the actions that assume or tag a session.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["iam_role_no_full_access_on_trust_policy"],
  remedy: "Set `Action` to sts:AssumeRole (or its SAML, web identity, session variants).",
  url: URL,
  example: { violation: 'Action: "sts:*"', fix: 'Action: "sts:AssumeRole"' },
  ...onStatements(TRUST_POLICIES, (statement, report) => {
    const wide = statement.allows ? statement.actions.filter((action) => /[*?]/.test(action)) : [];
    if (wide.length > 0) report(`has the wildcard Action ${listed(wide)}.`);
  }),
};

export const iamRoleConfusedDeputy: ResourceRule = {
  name: "iam-role-confused-deputy",
  description: "A role trusts a service only on behalf of this account or of named resources.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["confused-deputy"],
  remedy: "Add StringEquals `aws:SourceAccount` or ArnLike `aws:SourceArn` to `assumeRolePolicy`.",
  url: DEPUTY,
  settings: {
    services: {
      type: "array",
      items: { type: "string" },
      default: ["states"],
      description: "The services that pass these conditions when they assume a role.",
    },
  },
  example: {
    violation: 'Principal: { Service: "states.amazonaws.com" }',
    fix: 'Condition: { StringEquals: { "aws:SourceAccount": accountId } }',
  },
  ...onDocuments(TRUST_POLICIES, (document, judge) => {
    const services = judge.setting<string[]>("services");
    for (const statement of document.statements) {
      void judge.part(() => {
        if (!statement.allows) return;
        const trusted = statement.principals
          .filter(({ kind, id }) => kind === "Service" && services.includes(serviceOf(id)))
          .map(({ id }) => id);
        if (trusted.length === 0 || isTiedToSource(statement.conditions)) return;
        judge.report(
          `assumeRolePolicy, ${statement.label}, trusts ${listed(trusted)} on behalf of any account.`,
        );
      });
    }
  }),
};

export const iamAttachmentAdministrator: ResourceRule = {
  name: "iam-attachment-administrator",
  description: "Nobody is given AdministratorAccess or IAMFullAccess.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_274", "CKV_AWS_275", "CKV2_AWS_56", "administratoraccess"],
  remedy: "Attach a policy with the actions and ARNs that are needed as `policyArn`.",
  url: URL,
  example: {
    violation: 'policyArn: "arn:aws:iam::aws:policy/AdministratorAccess"',
    fix: "policyArn: policy.arn",
  },
  ...onManagedPolicies((arn) => (isAdministrator(arn) ? `gives ${arn}.` : undefined)),
};

export const iamAttachmentAwsManaged: ResourceRule = {
  name: "iam-attachment-aws-managed",
  description:
    "Permissions are our own policies, not AWS's managed ones, which are wide and change by themselves.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["AwsSolutions-IAM4"],
  remedy: "Attach a policy with the actions and ARNs that are needed as `policyArn`.",
  url: `${GUIDE}/access_policies_managed-vs-inline.html`,
  example: {
    violation: 'policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"',
    fix: "policyArn: policy.arn",
  },
  ...onManagedPolicies((arn) =>
    /^arn:[^:]*:iam::aws:policy\//.test(arn) && !isAdministrator(arn)
      ? `gives AWS's ${arn}.`
      : undefined,
  ),
};

export const iamUserPolicy: ResourceRule = {
  name: "iam-user-policy",
  description: "Users get permissions through groups or roles only.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV_AWS_40", "IAM.2", "only-permissions-via-groups"],
  remedy: "Attach the policy to a group or role instead of `user` or `users`.",
  url: URL,
  types: [t.USER_POLICY, t.USER_ATTACHMENT, t.ATTACHMENT],
  example: { violation: "new aws.iam.UserPolicy(...)", fix: "new aws.iam.GroupPolicy(...)" },
  check: (resource, judge) => {
    // A UserPolicy is a user's whoever that is; an attachment only when it lists users.
    const direct = resource.type !== t.ATTACHMENT || resource.entries("users").length > 0;
    if (direct) judge.report("The permissions go to users directly.");
  },
};

export const iamRoleInlinePolicy: ResourceRule = {
  name: "iam-role-inline-policy",
  description: "Roles have managed policies only.",
  group: "security",
  level: "disabled",
  severity: "low",
  controls: ["iam_no_inline_policy_check"],
  remedy:
    "Make an aws.iam.Policy and attach it, instead of `inlinePolicies` or aws.iam.RolePolicy.",
  url: `${GUIDE}/access_policies_managed-vs-inline.html`,
  types: [t.ROLE, t.ROLE_POLICY],
  example: { violation: "new aws.iam.RolePolicy(...)", fix: "new aws.iam.Policy(...)" },
  check: (resource, judge) => {
    const inline = resource.type !== t.ROLE || resource.entries("inlinePolicies").length > 0;
    if (inline) judge.report("The policy is inline, part of the role.");
  },
};

export const iamRolePermissionsBoundary: ResourceRule = {
  name: "iam-role-permissions-boundary",
  description: "Every role has a permissions boundary.",
  group: "security",
  level: "disabled",
  severity: "low",
  controls: [],
  remedy: "Set `permissionsBoundary`.",
  url: `${GUIDE}/access_policies_boundaries.html`,
  types: [t.ROLE],
  example: { violation: "// permissionsBoundary unset", fix: "permissionsBoundary: boundary.arn" },
  check: (role, judge) => {
    if (role.value("permissionsBoundary") === undefined)
      judge.report("permissionsBoundary is not set.");
  },
};

export const iamRolePolicyConflict: StackRule = {
  name: "iam-role-policy-conflict",
  description:
    "A role's policies are managed in one way: the exclusive properties and separate resources undo each other.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["iamRoleNoPolicyManagementConflicts"],
  remedy: "Drop `inlinePolicies` or `managedPolicyArns` of the role, or the separate resources.",
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/",
  types: [t.ROLE],
  example: {
    violation: "managedPolicyArns: [...] beside new aws.iam.RolePolicyAttachment(...)",
    fix: "// managedPolicyArns unset",
  },
  checkStack: (stack, judge) => {
    const pairs = [
      { property: "inlinePolicies", type: t.ROLE_POLICY },
      { property: "managedPolicyArns", type: t.ROLE_ATTACHMENT },
    ];
    for (const { property, type } of pairs) {
      judge.each(stack.of(t.ROLE), (role) => {
        const [other] = stack.users(role, "role", type);
        if (other === undefined || role.entries(property).length === 0) return;
        judge.report(
          role,
          `${property} of ${role.label} undoes ${other.name}, and the other way round.`,
        );
      });
    }
  },
};

export const iamRoleShared: StackRule = {
  name: "iam-role-shared",
  description: "Every machine and every function has a role of its own.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Make one role for each `roleArn` of a machine and `role` of a function.",
  url: URL,
  types: [t.ROLE],
  example: { violation: "roleArn: sharedRole.arn", fix: "roleArn: ownRole.arn" },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.ROLE), (role) => {
      const users = [
        ...stack.users(role, "roleArn", t.MACHINE),
        ...stack.users(role, "role", t.FUNCTION),
      ];
      if (users.length > 1) {
        judge.report(
          role,
          `${role.label} is the role of ${listed(users.map(({ label }) => label))}.`,
        );
      }
    });
  },
};

/** The actions on every resource that fall into a category, one finding for each statement. */
function category(
  info: Omit<RuleInfo, "group" | "url">,
  what: string,
  belongs: (action: Action) => boolean,
): ResourceRule {
  return {
    ...info,
    group: "security",
    url: URL,
    ...onDocuments(IDENTITY_POLICIES, (document, judge) =>
      mayBeUnlimited(document, judge) ? judgeGrants(document, judge) : undefined,
    ),
  };

  async function judgeGrants(document: Document, judge: Judge): Promise<void> {
    const found = new Map<string, string[]>();
    for (const { statement, action } of await grantsOf(document, judge)) {
      if (!belongs(action)) continue;
      found.set(statement.label, [...(found.get(statement.label) ?? []), action.name]);
    }
    for (const [label, actions] of found) {
      judge.report(`${document.property}, ${label}, ${what}: ${listed(actions)}.`);
    }
  }
}

/** The unlimited grants of each statement, each by itself: an unknown Resource hides no other statement. */
async function grantsOf(document: Document, judge: Judge): Promise<Grant[]> {
  const grants: Grant[] = [];
  const denials = document.statements.filter((statement) => !statement.allows);
  for (const statement of document.statements.filter(({ allows }) => allows)) {
    await judge.part(async () => {
      grants.push(...(await unlimitedGrants({ ...document, statements: [statement, ...denials] })));
    });
  }
  return grants;
}

/** Whether a statement may be about everything. When none is, which most documents are, there is nothing to expand. */
function mayBeUnlimited(document: Document, judge: Judge): boolean {
  let may = false;
  for (const statement of document.statements) {
    void judge.part(() => {
      may ||= statement.allows && statement.resources.some(isEverything);
    });
  }
  return may;
}

/** Whether another rule, more telling than that of wildcard resources, speaks of the action. */
function hasOwnRule({ name, access }: Action): boolean {
  return (
    PRIVILEGE_ESCALATION.has(name) ||
    CREDENTIALS.has(name) ||
    DATA_EXFILTRATION.has(name) ||
    KMS_DECRYPT.has(name) ||
    access === "permissions" ||
    name === "iam:PassRole" ||
    name === "sts:AssumeRole"
  );
}

function onManagedPolicies(
  judgeArn: (arn: string) => string | undefined,
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
    check: (resource, judge) => {
      for (const { self } of resource.entries(properties[resource.type] ?? "")) {
        void judge.part(() => {
          const fault = judgeArn(String(self()));
          if (fault !== undefined) judge.report(fault);
        });
      }
    },
  };
}

function isAdministrator(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/.test(arn);
}

function isAllActions(action: string): boolean {
  return /^\*+$/.test(action) || /^\*+:\*+$/.test(action);
}

function passesRoles(actions: readonly string[]): boolean {
  return actions.some(
    (action) =>
      matches(action, "iam:PassRole") && !isAllActions(action) && !/^iam:\*+$/i.test(action),
  );
}

/** The star after the last slash or colon of one exact resource (`bucket/*`, a function's `arn:*`) is no wildcard. */
function isWideResource(resource: string): boolean {
  return /[*?]/.test(resource.replace(/[/:]\*$/, ""));
}

function serviceOf(principal: string): string {
  return principal.split(".")[0] ?? principal;
}

function isTiedToSource(
  conditions: readonly { operator: string; key: string; values: readonly string[] }[],
): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      ((key === "aws:sourceaccount" && operator === "stringequals") ||
        (key === "aws:sourcearn" &&
          /^(arnlike|arnequals|stringlike|stringequals)$/.test(operator))) &&
      !values.some((value) => /^\**$/.test(value) || /^arn:[^:]*:[^:]*:[^:]*:\*?:\*$/.test(value)),
  );
}
