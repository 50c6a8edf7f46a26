import type { Done } from "../../host/done";
import type { StackCheck } from "../../host/rule";
import type { Document } from "../../iam/document";
import type { Granted } from "../../iam/grants";
import {
  byStatement,
  type DocumentContext,
  eachDocumentOf,
  IDENTITY_POLICIES,
  type Properties,
  type StatementCheck,
} from "./documents";
import { granted, isOnlyBoundary } from "./identities";

/** A policy document, with everyone of the stack who has it. */
export type HeldDocument = Document & Granted;

/**
 * A check of each policy document of identities, with what all who have it have besides. A stack rule: which other policies
 * a role has is not known when one of them is registered.
 */
export function onHeldDocuments(
  check: (document: HeldDocument, context: DocumentContext) => Done,
  properties: Properties = IDENTITY_POLICIES,
): StackCheck {
  const types = Object.keys(properties);
  return {
    scope: "stack",
    types,
    check: (context) => {
      const { stack } = context;
      const held = stack.of(...types).filter((resource) => !isOnlyBoundary(stack, resource));
      return eachDocumentOf(held, properties, context, (document, own, resource) =>
        check({ ...document, ...granted(stack, resource, document) }, own),
      );
    },
  };
}

/** A check of each statement of each policy document of identities, each by itself. */
export function onHeldStatements(
  check: StatementCheck<HeldDocument>,
  properties?: Properties,
): StackCheck {
  return onHeldDocuments(byStatement(check), properties);
}
