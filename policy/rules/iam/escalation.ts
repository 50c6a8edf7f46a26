import { matchesAction } from "asl-toolkit/iam";
import type { Document, Statement } from "../../iam/document";
import { isDenied, isLimiting, isUnlimited, isWholeService } from "../../iam/grants";
import { IDENTITY_POLICIES, listed, onDocuments } from "../shared/documents";
import type { PolicyRule, ResourceContext } from "../../host/rule";
import { PRIVILEGE_ESCALATION } from "./actions";

const URL = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";

/**
 * What runs code of its maker's choice with a role that is passed to it, by the service that the role is passed to
 * (https://pathfinding.cloud, privilege escalation through iam:PassRole). What only starts what there is already, such as
 * ecs:RunTask, is not in it: workflows do that.
 */
const RUNS_WITH_ROLE: Readonly<Record<string, readonly string[]>> = {
  "apprunner.amazonaws.com": ["apprunner:CreateService"],
  "cloudformation.amazonaws.com": ["cloudformation:CreateStack", "cloudformation:UpdateStack"],
  "codebuild.amazonaws.com": ["codebuild:CreateProject", "codebuild:UpdateProject"],
  "datapipeline.amazonaws.com": ["datapipeline:CreatePipeline"],
  "ec2.amazonaws.com": ["ec2:RunInstances"],
  "ecs-tasks.amazonaws.com": ["ecs:RegisterTaskDefinition"],
  "glue.amazonaws.com": ["glue:CreateDevEndpoint", "glue:CreateJob", "glue:UpdateJob"],
  "lambda.amazonaws.com": ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"],
  "sagemaker.amazonaws.com": ["sagemaker:CreateNotebookInstance"],
  "states.amazonaws.com": ["states:CreateStateMachine", "states:UpdateStateMachine"],
};

export const iamEscalation: readonly PolicyRule[] = [
  {
    id: "iam-policy-privilege-escalation",
    meta: {
      description: "No policy lets its holder raise its own permissions.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_286", "CKV_AWS_110", "CKV_AWS_355", "CKV_AWS_356"],
      remedy: "Give the action to a deployment role only, with exact ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...onDocuments(IDENTITY_POLICIES, (document, context) => {
      for (const statement of document.statements) {
        void context.part(() => checkOwnPowers(document, statement, context));
        void context.part(() => checkPassedPowers(document, statement, context));
      }
    }),
  },
];

/** Changing IAM is dangerous on a single role; other actions are so on all resources only. */
function checkOwnPowers(document: Document, statement: Statement, context: ResourceContext): void {
  const actions = narrowActions(statement);
  if (actions.length === 0) return;
  const raising = [...PRIVILEGE_ESCALATION].filter((name) => matches(actions, name));
  if (raising.length === 0) return;
  const isWide = isUnlimited(statement);
  const found = raising.filter(
    (name) =>
      (isWide || (name.startsWith("iam:") && isUnlimited(statement, () => true))) &&
      !isDenied(document, name),
  );
  if (found.length > 0) say(document, statement, context, found);
}

/** A role passed to a service, and a statement of the document that makes the service run with it, are one power. */
function checkPassedPowers(
  document: Document,
  statement: Statement,
  context: ResourceContext,
): void {
  if (!matches(narrowActions(statement), "iam:PassRole") || isDenied(document, "iam:PassRole"))
    return;
  const services = statement.conditions.filter(isPassedToService).flatMap(({ values }) => values);
  const takers = Object.entries(RUNS_WITH_ROLE).filter(
    ([service]) => services.length === 0 || services.includes(service),
  );
  const allowed = document.statements.filter(({ allows }) => allows).flatMap(narrowActions);
  const found = takers
    .flatMap(([, actions]) => actions)
    .filter((name) => matches(allowed, name) && !isDenied(document, name));
  if (found.length > 0) say(document, statement, context, ["iam:PassRole", ...found]);
}

/** Whether a test names the services that a role may be passed to. */
export function isPassedToService(test: Statement["conditions"][number]): boolean {
  return test.key === "iam:passedtoservice" && isLimiting(test);
}

/** The actions of an Allow that no rule on whole services speaks of. */
function narrowActions(statement: Statement): readonly string[] {
  return statement.allows ? statement.actions.filter((action) => !isWholeService(action)) : [];
}

function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesAction(pattern, name));
}

function say(
  { property }: Document,
  { label }: Statement,
  { report }: ResourceContext,
  actions: readonly string[],
): void {
  report(`${property}, ${label}, lets the holder raise its own permissions: ${listed(actions)}.`);
}
