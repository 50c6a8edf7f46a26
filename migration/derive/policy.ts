import { display } from "../../statemachine/json";
import { policyDocument, type Statement, statementsOf } from "../../statemachine/iam";
import { sameStatement } from "../resources/equality";
import { texts } from "../state/attributes";

/** The statements of a policy's JSON text; none when it is not a policy. */
export function statementsIn(policy: unknown): readonly Statement[] {
  try {
    return statementsOf(display(policy));
  } catch {
    return [];
  }
}

/**
 * The statements that the module did not make, as a policy of their own; empty when there are none. One that has the
 * Sid of a statement of the module, but says something else, is the caller's: it took the other's place.
 *
 * @param own what the module makes.
 */
export function additionalPolicies(policy: unknown, own: readonly Statement[]): string[] {
  const rest = statementsIn(policy).filter(
    (each) => !own.some((made) => made.Sid === each.Sid && sameStatement(made, each)),
  );
  return rest.length === 0 ? [] : [JSON.stringify(policyDocument(rest))];
}

/** The principals of one type in a statement. */
export function principals(statement: Statement | undefined, type: "AWS" | "Service"): string[] {
  const principal = statement?.Principal;
  return typeof principal === "object" ? texts(principal[type]) : [];
}

/** The values of a condition key under an operator. */
export function conditionValues(
  statement: Statement | undefined,
  operator: string,
  key: string,
): string[] {
  return texts(statement?.Condition?.[operator]?.[key]);
}
