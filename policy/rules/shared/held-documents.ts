import type { Done } from "../../host/done";
import type { StackCheck } from "../../host/rule";
import type { Document } from "../../iam/document";
import type { Granted } from "../../iam/grants";
import {
  byStatement,
  type DocumentContext,
  eachDocument,
  IDENTITY_POLICIES,
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
  properties: Readonly<Record<string, readonly string[]>> = IDENTITY_POLICIES,
): StackCheck {
  const types = Object.keys(properties);
  return {
    scope: "stack",
    types,
    check: ({ stack, report, each, setting }) =>
      each(stack.of(...types), (resource) => {
        if (isOnlyBoundary(stack, resource)) return undefined;
        const context: DocumentContext = {
          report: (message) => report(resource, message),
          part: (checkPart) => each([resource], checkPart),
          setting,
        };
        return eachDocument(resource, properties, context, (document) =>
          check({ ...document, ...granted(stack, resource, document) }, context),
        );
      }),
  };
}

/** A check of each statement of each policy document of identities, each by itself. */
export function onHeldStatements(
  check: StatementCheck<HeldDocument>,
  properties?: Readonly<Record<string, readonly string[]>>,
): StackCheck {
  return onHeldDocuments(byStatement(check), properties);
}
