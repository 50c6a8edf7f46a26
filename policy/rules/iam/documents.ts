import { expand } from "../../iam/actions";
import {
  ALL_POLICIES,
  listed,
  onDocuments,
  refuseNegated,
  RESOURCE_POLICIES,
} from "../shared/documents";
import { onHeldStatements } from "../shared/held-documents";
import { versionFault } from "../../iam/document";
import type { Statement } from "../../iam/statement";
import {
  isAllActions,
  isDenied,
  isEverything,
  isUnlimited,
  isWholeAccount,
  isWholeService,
} from "../../iam/grants";
import { ONLY_STAR_ALLOWED } from "./actions";
import type { Checks } from "../shared/checks";
import t from "../shared/resource-types.json";

const DOCUMENTS = { ...ALL_POLICIES, ...RESOURCE_POLICIES };

export const iamDocuments = {
  "iam-policy-document": onDocuments(DOCUMENTS, (document, { resource, report }) => {
    const { property } = document;
    // AWS writes the older version into policies of topics and queues itself.
    const isOfIdentity = Object.hasOwn(ALL_POLICIES, resource.type);
    if (!isOfIdentity && isNone(resource.plain(property), resource.type)) return;
    const fault = document.fault ?? (isOfIdentity ? versionFault(document) : undefined);
    if (fault !== undefined) report(`${property} ${fault}.`);
  }),
  "iam-policy-wildcards": onHeldStatements(async (statement, report, document) => {
    if (!statement.allows) return;
    const named = statement.actions.filter((action) => !isWholeService(action));
    for (const action of named) {
      if (/[*?]/.test(action) && !isDenied(document, action, statement))
        report(`has the wildcard Action ${action}.`);
    }
    for (const resource of statement.resources) {
      if (!isEverything(resource) && isWideResource(resource, statement))
        report(`has the wildcard Resource ${resource}.`);
    }
    if (!statement.resources.some(isEverything)) return;
    for (const pattern of named.filter((action) => !/[*?]/.test(action))) {
      for (const { name, onlyStar } of await expand(pattern)) {
        if (onlyStar && !ONLY_STAR_ALLOWED.has(name))
          report(`allows ${name} on every resource, as AWS offers nothing narrower.`);
      }
    }
  }),
  // checkov expands NotAction too, and names what is among the rest: so its ids are among the controls.
  "iam-policy-negated": onHeldStatements((statement, report, document) => {
    if (!statement.allows || isDenied(document, "*", statement)) return;
    refuseNegated(statement, ["NotAction", "NotResource", "NotPrincipal"], report);
  }, ALL_POLICIES),
  // What allows everything allows what the narrower checks look for: so their ids are among the controls.
  "iam-policy-admin": onHeldStatements((statement, report, document) => {
    if (!statement.allows || isDenied(document, "iam:*", statement)) return;
    if (isOfEverything(statement)) report("allows every action on every resource.");
    else if (statement.actions.some((action) => /^iam:\*+$/i.test(action))) {
      report("allows everything of IAM (iam:*), and with it any permission.");
    }
  }),
  "iam-policy-action-wildcard": onHeldStatements((statement, report, document) => {
    if (!statement.allows || !statement.actions.some(isAllActions)) return;
    if (isDenied(document, "*", statement)) return;
    // Everything with IAM in it is the rule's above.
    const isAdmin = isOfEverything(statement) && !isDenied(document, "iam:*", statement);
    if (!isAdmin) report("allows the Action *.");
  }),
  "iam-policy-service-wildcard": onHeldStatements((statement, report, document) => {
    if (!statement.allows) return;
    const services = statement.actions.filter(
      // iam:* is administration, kms:* on all keys is decryption: rules of their own.
      (action) =>
        isWholeService(action) &&
        !isAllActions(action) &&
        !isDenied(document, action, statement) &&
        !/^iam:/i.test(action) &&
        !(/^kms:/i.test(action) && isUnlimited(statement)),
    );
    if (services.length > 0) report(`allows everything of a service: ${listed(services)}.`);
  }),
} satisfies Checks;

function isOfEverything({ actions, resources }: Statement): boolean {
  return actions.some(isAllActions) && resources.some(isEverything);
}

/** Whether a resource is to have no policy: an empty text, and where the provider takes an empty object to delete it. */
function isNone(policy: unknown, type: string): boolean {
  return policy === "" || (policy === "{}" && (type === t.SECRET || type === t.ACCESS_POINT));
}

/** A service-linked role, whose name the service says: the same in each account, with a suffix in some. */
const SERVICE_LINKED = /^arn:[^:]*:iam::[^:]*:role\/aws-service-role\/[^/*?]+\//;

/** The stars after the name of one exact resource (`bucket/*`, a log group's `arn:*:*`) stand for its parts. */
const PARTS_OF_ONE = /^arn(:[^:*?]*){4}:[^*?]*[^*?/:]([/:]\*)+$/;

/** Whether a Resource element means more than one resource, and no condition says which. */
function isWideResource(resource: string, statement: Statement): boolean {
  if (!/[*?]/.test(resource) || SERVICE_LINKED.test(resource)) return false;
  return isWholeAccount(resource)
    ? isUnlimited(statement, isWholeAccount)
    : !PARTS_OF_ONE.test(resource);
}
