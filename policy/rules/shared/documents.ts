import { type Document, documentAt, documentsOf } from "../../iam/document";
import { isWholeService } from "../../iam/grants";
import { isPublic } from "../../iam/public";
import type { Statement } from "../../iam/statement";
import { allDone, type Done } from "../../host/done";
import type { Resource } from "../../host/resource";
import type { ResourceCheck, ResourceContext, RuleContext } from "../../host/rule";
import * as t from "./types";

/** Where policies of identities stand. */
export const IDENTITY_POLICIES = {
  [t.ROLE_POLICY]: ["policy"],
  [t.POLICY]: ["policy"],
  [t.USER_POLICY]: ["policy"],
  [t.GROUP_POLICY]: ["policy"],
  [t.ROLE]: ["inlinePolicies[].policy"],
} as const;

export const TRUST_POLICIES = { [t.ROLE]: ["assumeRolePolicy"] } as const;

export const KEY_POLICIES = { [t.KEY]: ["policy"], [t.KEY_POLICY]: ["policy"] } as const;

export const BUCKET_POLICIES = {
  [t.BUCKETS[0]]: ["policy"],
  [t.BUCKETS[1]]: ["policy"],
  [t.BUCKET_POLICY]: ["policy"],
} as const;

export const TOPIC_POLICIES = { [t.TOPIC]: ["policy"], [t.TOPIC_POLICY]: ["policy"] } as const;
export const QUEUE_POLICIES = { [t.QUEUE]: ["policy"], [t.QUEUE_POLICY]: ["policy"] } as const;
export const BUS_POLICIES = { [t.EVENT_BUS_POLICY]: ["policy"] } as const;
export const LOG_POLICIES = { [t.LOG_RESOURCE_POLICY]: ["policyDocument"] } as const;

/** Policies of what has no rule of its own on them. */
export const OTHER_POLICIES = {
  [t.SECRET]: ["policy"],
  [t.SECRET_POLICY]: ["policy"],
  [t.REPOSITORY_POLICY]: ["policy"],
  [t.TABLE_POLICY]: ["policy"],
  [t.ACCESS_POINT]: ["policy"],
  [t.ACCESS_POINT_POLICY]: ["policy"],
} as const;

/** Where policies of resources stand. */
export const RESOURCE_POLICIES = {
  ...KEY_POLICIES,
  ...BUCKET_POLICIES,
  ...TOPIC_POLICIES,
  ...QUEUE_POLICIES,
  ...BUS_POLICIES,
  ...LOG_POLICIES,
  ...OTHER_POLICIES,
} as const;

/** Every policy that IAM itself keeps. */
export const ALL_POLICIES = {
  ...IDENTITY_POLICIES,
  [t.ROLE]: ["assumeRolePolicy", "inlinePolicies[].policy"],
} as const;

/** What a check of a document gets besides it. */
export interface DocumentContext extends RuleContext {
  readonly report: (message: string) => void;
}

type Properties = Readonly<Record<string, readonly string[]>>;

/** Checks each policy document of a resource by itself. */
export function eachDocument(
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
) => void;

/** A check of each statement of each policy document of a resource, each by itself. */
export function onStatements(
  properties: Properties,
  check: StatementCheck<Document>,
): ResourceCheck {
  return onDocuments(properties, byStatement(check));
}

/** The check of a document that checks each of its statements by itself. */
export function byStatement<D extends Document>(
  check: StatementCheck<D>,
): (document: D, context: DocumentContext) => void {
  return (document, context) => {
    for (const statement of document.statements) {
      const report = (message: string): void =>
        context.report(`${document.property}, ${statement.label}, ${message}`);
      void context.part(() => check(statement, report, document, context.setting));
    }
  };
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
