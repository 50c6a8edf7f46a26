import { type Document, documentAt, documentsOf } from "../../iam/document";
import { isWholeService } from "../../iam/grants";
import { isPublic } from "../../iam/public";
import type { Statement } from "../../iam/statement";
import { allDone, type Done } from "../../host/done";
import type { Resource, StackResource } from "../../host/resource";
import type { ResourceCheck, ResourceContext, RuleContext, StackContext } from "../../host/rule";
import t from "./resource-types.json";

/** Where policies stand: the properties that hold them, by the type of resource. */
export type Properties = Readonly<Record<string, readonly string[]>>;

/** Types that hold one policy, in `policy`. */
function holding(...types: readonly string[]): Properties {
  return Object.fromEntries(types.map((type) => [type, ["policy"]]));
}

/** Where policies of identities stand. */
export const IDENTITY_POLICIES: Properties = {
  ...holding(t.ROLE_POLICY, t.POLICY, t.USER_POLICY, t.GROUP_POLICY),
  [t.ROLE]: ["inlinePolicies[].policy"],
};
export const TRUST_POLICIES: Properties = { [t.ROLE]: ["assumeRolePolicy"] };
export const KEY_POLICIES = holding(t.KEY, t.KEY_POLICY);
export const BUCKET_POLICIES = holding(...t.BUCKETS, t.BUCKET_POLICY);
export const TOPIC_POLICIES = holding(t.TOPIC, t.TOPIC_POLICY);
export const QUEUE_POLICIES = holding(t.QUEUE, t.QUEUE_POLICY);
export const BUS_POLICIES = holding(t.EVENT_BUS_POLICY);
export const LOG_POLICIES: Properties = { [t.LOG_RESOURCE_POLICY]: ["policyDocument"] };

/** Policies of what has no rule of its own on them. */
export const OTHER_POLICIES = holding(
  ...[t.SECRET, t.SECRET_POLICY, t.REPOSITORY_POLICY],
  ...[t.TABLE_POLICY, t.ACCESS_POINT, t.ACCESS_POINT_POLICY],
);

/** Where policies of resources stand. */
export const RESOURCE_POLICIES: Properties = {
  ...KEY_POLICIES,
  ...BUCKET_POLICIES,
  ...TOPIC_POLICIES,
  ...QUEUE_POLICIES,
  ...BUS_POLICIES,
  ...LOG_POLICIES,
  ...OTHER_POLICIES,
};

/** Every policy that IAM itself keeps. */
export const ALL_POLICIES: Properties = {
  ...IDENTITY_POLICIES,
  [t.ROLE]: ["assumeRolePolicy", "inlinePolicies[].policy"],
};

/** What a check of a document gets besides it. */
export interface DocumentContext extends RuleContext {
  readonly report: (message: string) => void;
}

/** Checks each policy document of a resource by itself. */
function eachDocument(
  resource: Resource,
  properties: Properties,
  { part }: RuleContext,
  check: (document: Document) => Done,
): Done {
  const pending = documentsOf(resource, properties).map(({ reader, property }) =>
    part(() => {
      const document = documentAt(reader, property);
      return document && check(document);
    }),
  );
  return allDone(pending);
}

/** Checks each policy document of some resources of a stack by itself. */
export function eachDocumentOf(
  resources: readonly StackResource[],
  properties: Properties,
  { report, each, setting }: StackContext,
  check: (document: Document, context: DocumentContext, resource: StackResource) => Done,
): Done {
  return each(resources, (resource) => {
    const own: DocumentContext = {
      report: (message) => report(resource, message),
      part: (run) => each([resource], run),
      setting,
    };
    return eachDocument(resource, properties, own, (document) => check(document, own, resource));
  });
}

/** A check of each policy document of a resource, each by itself. */
export function onDocuments(
  properties: Properties,
  check: (document: Document, context: ResourceContext) => Done,
): ResourceCheck {
  return {
    types: Object.keys(properties),
    check: (context) =>
      eachDocument(context.resource, properties, context, (document) => check(document, context)),
  };
}

/** A check of one statement of a document. */
export type StatementCheck<D extends Document> = (
  statement: Statement,
  report: (message: string) => void,
  document: D,
  setting: RuleContext["setting"],
) => Done;

/** A check of each statement of each policy document of a resource, each by itself. */
export function onStatements(
  properties: Properties,
  check: StatementCheck<Document>,
): ResourceCheck {
  return onDocuments(properties, byStatement(check));
}

/** The check of a document that checks each of its statements by itself, one after the other. */
export function byStatement<D extends Document>(
  check: StatementCheck<D>,
): (document: D, context: DocumentContext) => Done {
  return (document, context) =>
    document.statements.reduce<Done>((done, statement) => {
      const report = (message: string): void =>
        context.report(`${document.property}, ${statement.label}, ${message}`);
      const run = (): Done =>
        context.part(() => check(statement, report, document, context.setting));
      return done instanceof Promise ? done.then(run) : run();
    }, undefined);
}

/** A check that no statement of the policy documents lets everyone in. */
export function refusesEveryone(properties: Properties, fault: string): ResourceCheck {
  return onStatements(properties, (statement, report, document) => {
    if (isPublic(statement, document)) report(fault);
  });
}

/** Says that a statement allows everything of a service. */
export function refuseWholeServices(statement: Statement, report: (message: string) => void): void {
  const wide = statement.actions.filter(isWholeService);
  if (statement.allows && wide.length > 0) report(`allows ${listed(wide)}.`);
}

/** Says of each of some elements that a statement allows all but what it lists. */
export function refuseNegated(
  statement: Statement,
  elements: readonly ("NotAction" | "NotResource" | "NotPrincipal")[],
  report: (message: string) => void,
): void {
  for (const element of elements) {
    if (statement.has(element)) report(`allows all but what its ${element} lists.`);
  }
}

/** A list for a sentence: the first five, and how many more there are. */
export function listed(items: readonly string[]): string {
  const unique = [...new Set(items)];
  const more = unique.length > 5 ? ` and ${unique.length - 5} more` : "";
  return `${unique.slice(0, 5).join(", ")}${more}`;
}
