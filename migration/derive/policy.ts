import { isRecord } from "../state/reader";
import { sameAsPolicy } from "../plan/policy-text";
import { texts } from "./parts";

/** One statement of a policy document as the state has it. */
export interface Statement {
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy's JSON text; none when it is not a policy. */
export function statementsOf(policy: unknown): readonly Statement[] {
  try {
    const document: unknown = JSON.parse(String(policy));
    const statement = isRecord(document) ? document["Statement"] : undefined;
    return ([statement].flat() as unknown[]).filter(isRecord) as Statement[];
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
  const rest = statementsOf(policy).filter(
    (each) => !own.some((made) => made.Sid === each.Sid && sameStatement(made, each)),
  );
  return rest.length === 0 ? [] : [JSON.stringify({ Version: "2012-10-17", Statement: rest })];
}

function sameStatement(left: Statement, right: Statement): boolean {
  const [one, other] = [left, right].map((each) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [each] }),
  );
  return sameAsPolicy(one ?? "", other ?? "");
}

/** The principals of one type in a statement. */
export function principals(statement: Statement | undefined, type: "AWS" | "Service"): string[] {
  const principal = statement?.Principal;
  return isRecord(principal) ? texts(principal[type]) : [];
}

/** The values of a condition key under an operator. */
export function conditionValues(
  statement: Statement | undefined,
  operator: string,
  key: string,
): string[] {
  const operators = statement?.Condition;
  const keys = isRecord(operators) ? operators[operator] : undefined;
  return isRecord(keys) ? texts(keys[key]) : [];
}
