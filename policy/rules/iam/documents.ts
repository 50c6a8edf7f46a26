import { expand } from "../../iam/actions";
import { ALL_POLICIES, IDENTITY_POLICIES, onDocuments, onStatements } from "../shared/documents";
import { isDenied, isEverything, isWholeService } from "../../iam/grants";
import { ONLY_STAR_ALLOWED } from "./actions";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

export const iamDocuments: readonly PolicyRule[] = [
  {
    id: "iam-policy-document",
    meta: {
      description:
        "A policy document is one that IAM takes: JSON, Version 2012-10-17, an Effect and Actions.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: [],
      remedy:
        "Write `policy` as a document of Version 2012-10-17 whose statements have Effect and Action.",
      docs: { url: `${GUIDE}/reference_policies_grammar.html` },
    },
    ...onDocuments(ALL_POLICIES, ({ property, fault }, { report }) => {
      if (fault !== undefined) report(`${property} ${fault}.`);
    }),
  },
  {
    id: "iam-policy-wildcards",
    meta: {
      description: "Every wildcard in an Action or Resource has a written reason.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["AwsSolutions-IAM5"],
      remedy:
        "Name the actions and ARNs in `Action` and `Resource`, or write an exemption with the reason.",
      docs: { url: URL },
    },
    ...onDocuments(IDENTITY_POLICIES, async (document, { report, part }) => {
      for (const statement of document.statements) {
        const say = (what: string): void =>
          report(`${document.property}, ${statement.label}, ${what}`);
        await part(async () => {
          if (!statement.allows) return;
          for (const action of statement.actions) {
            const isGiven = !isDenied(document, action, statement);
            if (/[*?]/.test(action) && !isWholeService(action) && isGiven)
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
  },
  {
    id: "iam-policy-negated",
    meta: {
      description:
        "What is allowed is listed: no Allow with NotAction, NotResource or NotPrincipal.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
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
      docs: { url: `${GUIDE}/reference_policies_elements_notaction.html` },
    },
    ...onStatements(ALL_POLICIES, (statement, report, document) => {
      if (!statement.allows || isDenied(document, "*", statement)) return;
      for (const element of ["NotAction", "NotResource", "NotPrincipal"] as const) {
        if (statement.has(element)) report(`allows all but what its ${element} lists.`);
      }
    }),
  },
];

/** The star after the last slash or colon of one exact resource (`bucket/*`, a function's `arn:*`) is no wildcard. */
function isWideResource(resource: string): boolean {
  return /[*?]/.test(resource.replace(/[/:]\*$/, ""));
}
