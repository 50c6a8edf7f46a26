import { allDone, type Done } from "../../host/done";
import type { StackCheck } from "../../host/rule";
import { type Document, documentAt, documentsOf } from "../../iam/document";
import type { Granted } from "../../iam/grants";
import {
  byStatement,
  type DocumentContext,
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
        const pending = documentsOf(resource, properties).map(({ reader, property }) =>
          context.part(() => {
            const document = documentAt(reader, property);
            return (
              document && check({ ...document, ...granted(stack, resource, document) }, context)
            );
          }),
        );
        return allDone(pending);
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
