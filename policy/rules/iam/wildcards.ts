import { IDENTITY_POLICIES, listed, onStatements } from "../shared/documents";
import {
  isAllActions,
  isDenied,
  isEverything,
  isUnlimited,
  isWholeService,
} from "../../iam/grants";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

export const iamWildcards: readonly PolicyRule[] = [
  {
    id: "iam-policy-admin",
    meta: {
      description: "No policy allows every action on every resource, or everything of IAM.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
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
      docs: { url: URL },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
      if (!statement.allows || isDenied(document, "iam:*", statement)) return;
      const all = statement.actions.some(isAllActions) && statement.resources.some(isEverything);
      if (all) report("allows every action on every resource.");
      else if (statement.actions.some((action) => /^iam:\*+$/i.test(action))) {
        report("allows everything of IAM (iam:*), and with it any permission.");
      }
    }),
  },
  {
    id: "iam-policy-action-wildcard",
    meta: {
      description: "No policy allows the Action `*`, on whatever resource.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_63", "CKV_AWS_49", "cdk-nag LambdaStarPermissions"],
      remedy: "List the actions in `Action`.",
      docs: { url: URL },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
      if (!statement.allows || !statement.actions.some(isAllActions)) return;
      if (isDenied(document, "*", statement)) return;
      if (!statement.resources.some(isEverything)) report("allows the Action *.");
    }),
  },
  {
    id: "iam-policy-service-wildcard",
    meta: {
      description: "No policy allows every action of a service.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [
        "IAM.21",
        "CT.IAM.PR.3",
        "CT.IAM.PR.5",
        "AWS-0345",
        "IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
      ],
      remedy: "List the actions in `Action`; a prefix such as `ec2:Describe*` is fine.",
      docs: { url: `${GUIDE}/access_policies_best-practices-and-use-cases.html` },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
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
  },
];
