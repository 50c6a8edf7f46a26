import type { Done } from "../../host/done";
import type { StackCheck } from "../../host/rule";
import type { Document } from "../../iam/document";
import type { Granted } from "../../iam/grants";
import {
  byStatement,
  documentContext,
  type DocumentContext,
  eachDocument,
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
      const { stack, each } = context;
      return each(stack.of(...types), (resource) => {
        if (isOnlyBoundary(stack, resource)) return undefined;
        const own = documentContext(context, resource);
        return eachDocument(resource, properties, own, (document) =>
          check({ ...document, ...granted(stack, resource, document) }, own),
        );
      });
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
