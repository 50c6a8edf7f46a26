import { TRUST_POLICIES, listed, onStatements } from "../shared/documents";
import { type ConditionTest, isLimiting, isOfAttributes } from "../../iam/conditions";
import { isPublic, isTiedToCallers } from "../../iam/public";
import type { Checks } from "../shared/checks";

export const iamTrust = {
  "iam-role-trust-public": onStatements(TRUST_POLICIES, (statement, report, document) => {
    if (!statement.allows) return;
    const ofEveryService = statement.principalsOf("Service").includes("*");
    if (isPublic(statement, document) || (ofEveryService && !isTiedToCallers(statement))) {
      report(`lets every${ofEveryService ? " AWS service" : "one"} assume the role.`);
    }
    // A provider such as GitHub signs for all its users: the audience is the same for each of them.
    const signed = statement.principalsOf("Federated");
    const isWeb = statement.actsOn("sts:AssumeRoleWithWebIdentity");
    if (signed.length > 0 && isWeb && !statement.conditions.some(isTiedToUsers)) {
      report(`lets every user of ${listed(signed)} assume the role.`);
    }
  }),
  "iam-role-trust-account": onStatements(TRUST_POLICIES, (statement, report) => {
    // An external id is how a third party is let in (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
    const isNarrowed = statement.conditions.some(
      (test) => (test.key === "sts:externalid" || isOfAttributes(test)) && isLimiting(test),
    );
    if (!statement.allows || isNarrowed || isTiedToCallers(statement)) return;
    const accounts = statement.principalsOf("AWS").filter((id) => /^\d{12}$|:root$/.test(id));
    if (accounts.length > 0) report(`lets the whole account assume it: ${listed(accounts)}.`);
  }),
  "iam-role-trust-actions": onStatements(TRUST_POLICIES, (statement, report) => {
    const wide = statement.allows ? statement.actions.filter((action) => /[*?]/.test(action)) : [];
    if (wide.length > 0) report(`has the wildcard Action ${listed(wide)}.`);
  }),
  "iam-role-confused-deputy": onStatements(TRUST_POLICIES, (statement, report, _all, setting) => {
    if (!statement.allows) return;
    const services = setting<string[]>("services");
    const trusted = statement
      .principalsOf("Service")
      .filter((principal) => services.includes(principal.split(".")[0] ?? principal));
    if (trusted.length === 0 || statement.conditions.some(isTiedToSource)) return;
    report(`trusts ${listed(trusted)} on behalf of any account.`);
  }),
} satisfies Checks;

/** Providers whose audience is an application of one's own, and so says which users are meant. */
const OWN_AUDIENCE =
  /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|www\.amazon\.com|graph\.facebook\.com):(aud|app_id)$/;

/** Claims of build tokens that the owner of a repository chooses: a branch or a workflow of anybody's may have the same name. */
const CHOSEN_CLAIMS =
  "workflow|environment|context|ref|head_ref|base_ref|event_name|runner_environment";

/** Claims that are the same for many: the audience, how somebody signed in, and what anybody can choose. */
const SHARED_CLAIM = new RegExp(`:(aud|oaud|amr|iss|azp|${CHOSEN_CLAIMS})$`);

/** What stands before the owner in a subject, as the providers of build and cluster tokens write it. */
const SUBJECT_SCHEME =
  /^(repo|repository|project_path|project|organization|organisation|org|workspace|system:serviceaccount|enterprise|user|group)[:/]/;

/** Whether a test says which of a provider's users are meant: a claim of the token besides its audience. */
function isTiedToUsers(test: ConditionTest): boolean {
  if (!test.key.includes(":") || /^(aws|sts):/.test(test.key)) return false;
  const isClaim = !SHARED_CLAIM.test(test.key) || OWN_AUDIENCE.test(test.key);
  return (
    isClaim &&
    isLimiting(test) &&
    !test.values.some((value) => isOfAnyOwner(value) || isChosen(test.key, value))
  );
}

const BEGINS_CHOSEN = new RegExp(`^(${CHOSEN_CLAIMS}):`);

/** Whether a subject of GitHub, whose claims each organisation picks for its own, begins with one that anybody can choose. */
function isChosen(key: string, value: string): boolean {
  return key === "token.actions.githubusercontent.com:sub" && BEGINS_CHOSEN.test(value);
}

/** Whether a subject leaves its owner open, so that whoever takes a fitting name is meant too. */
function isOfAnyOwner(value: string): boolean {
  const [owner = ""] = value.replace(SUBJECT_SCHEME, "").split(/[:/]/);
  return /[*?]/.test(owner);
}

function isTiedToSource(test: ConditionTest): boolean {
  return /^aws:source(account|arn|orgid|orgpaths)$/.test(test.key) && isLimiting(test);
}
