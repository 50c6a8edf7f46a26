import { textList } from "../shared/settings";
import { TRUST_POLICIES, listed, onStatements, onDocuments } from "../shared/documents";
import { type ConditionTest, isLimiting } from "../../iam/conditions";
import { isPublic, isTiedToCallers } from "../../iam/grants";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

const DEPUTY = `${GUIDE}/confused-deputy.html`;

export const iamTrust: readonly PolicyRule[] = [
  {
    id: "iam-role-trust-public",
    meta: {
      description: "No role can be assumed by everyone.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_60", "CKV_AWS_61", "CKV_AWS_283", "CKV_AWS_358", "CKV_AWS_393"],
      remedy: "Name who may assume the role in `assumeRolePolicy`.",
      docs: { url: URL },
    },
    ...onStatements(TRUST_POLICIES, (statement, report, document) => {
      if (!statement.allows) return;
      const ofEveryService = statement.principals.some(
        ({ kind, id }) => kind === "Service" && id === "*",
      );
      if (isPublic(statement, document) || (ofEveryService && !isTiedToCallers(statement))) {
        report(`lets every${ofEveryService ? " AWS service" : "one"} assume the role.`);
      }
      // A provider such as GitHub signs for all its users: the audience is the same for each of them.
      const signed = statement.principals.filter(({ kind }) => kind === "Federated");
      const isWeb = statement.actsOn("sts:AssumeRoleWithWebIdentity");
      if (signed.length > 0 && isWeb && !statement.conditions.some(isTiedToUsers)) {
        report(`lets every user of ${listed(signed.map(({ id }) => id))} assume the role.`);
      }
    }),
  },
  {
    id: "iam-role-trust-account",
    meta: {
      description: "A role trusts named roles or users, not a whole account.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_61"],
      remedy:
        "Name the role or user ARNs in `assumeRolePolicy`, or add a condition such as `aws:PrincipalArn`.",
      docs: { url: URL },
    },
    ...onStatements(TRUST_POLICIES, (statement, report) => {
      // An external id is how a third party is let in (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
      const hasExternalId = statement.conditions.some(
        (test) => test.key === "sts:externalid" && isLimiting(test),
      );
      if (!statement.allows || hasExternalId || isTiedToCallers(statement)) return;
      const accounts = statement.principals.filter(
        ({ kind, id }) => kind === "AWS" && (/^\d{12}$/.test(id) || /:root$/.test(id)),
      );
      if (accounts.length > 0)
        report(`lets the whole account assume it: ${listed(accounts.map(({ id }) => id))}.`);
    }),
  },
  {
    id: "iam-role-trust-actions",
    meta: {
      description: "A trust policy allows only the actions that assume or tag a session.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["iam_role_no_full_access_on_trust_policy"],
      remedy: "Set `Action` to sts:AssumeRole (or its SAML, web identity, session variants).",
      docs: { url: URL },
    },
    ...onStatements(TRUST_POLICIES, (statement, report) => {
      const wide = statement.allows
        ? statement.actions.filter((action) => /[*?]/.test(action))
        : [];
      if (wide.length > 0) report(`has the wildcard Action ${listed(wide)}.`);
    }),
  },
  {
    id: "iam-role-confused-deputy",
    meta: {
      description: "A role trusts a service only on behalf of this account or of named resources.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["confused-deputy"],
      remedy:
        "Add StringEquals `aws:SourceAccount` or ArnLike `aws:SourceArn` to `assumeRolePolicy`.",
      docs: { url: DEPUTY },
    },
    settings: {
      services: textList(
        ["states"],
        "The services that pass these conditions when they assume a role.",
      ),
    },
    ...onDocuments(TRUST_POLICIES, (document, { report, part, setting }) => {
      const services = setting<string[]>("services");
      for (const statement of document.statements) {
        void part(() => {
          if (!statement.allows) return;
          const trusted = statement.principals
            .filter(({ kind, id }) => kind === "Service" && services.includes(serviceOf(id)))
            .map(({ id }) => id);
          if (trusted.length === 0 || statement.conditions.some(isTiedToSource)) return;
          report(
            `assumeRolePolicy, ${statement.label}, trusts ${listed(trusted)} on behalf of any account.`,
          );
        });
      }
    }),
  },
];

function serviceOf(principal: string): string {
  return principal.split(".")[0] ?? principal;
}

/** Providers whose audience is an application of one's own, and so says which users are meant. */
const OWN_AUDIENCE =
  /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com):(aud|app_id)$/;

/** Claims that are the same for many: the audience, and how somebody signed in. */
const SHARED_CLAIM = /:(aud|oaud|amr|iss|azp)$/;

/** What stands before the owner in a subject, as the providers of build and cluster tokens write it. */
const SUBJECT_SCHEME =
  /^(repo|repository|project_path|project|organization|organisation|org|workspace|system:serviceaccount|enterprise|user|group)[:/]/;

/** Whether a test says which of a provider's users are meant: a claim of the token besides its audience. */
function isTiedToUsers(test: ConditionTest): boolean {
  if (!test.key.includes(":") || /^(aws|sts):/.test(test.key)) return false;
  const isClaim = !SHARED_CLAIM.test(test.key) || OWN_AUDIENCE.test(test.key);
  return isClaim && isLimiting(test) && !test.values.some(isOfAnyOwner);
}

/** Whether a subject leaves its owner open, so that whoever takes a fitting name is meant too. */
function isOfAnyOwner(value: string): boolean {
  const [owner = ""] = value.replace(SUBJECT_SCHEME, "").split(/[:/]/);
  return /[*?]/.test(owner);
}

function isTiedToSource(test: ConditionTest): boolean {
  return /^aws:source(account|arn|orgid|orgpaths)$/.test(test.key) && isLimiting(test);
}
