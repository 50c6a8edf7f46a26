import { mergeBySid, type Statement as IamStatement } from "../../statemachine/iam";
import type { Answer } from "./provider";

/** The data source by which a program writes an IAM policy in the provider's words. */
const POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument";

interface Principal {
  readonly type: string;
  readonly identifiers: readonly string[];
}

/** A statement in the provider's words. */
interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
}

/**
 * Answers as the AWS provider does, which calls nothing for it: the policy as JSON, with the statements of the documents it
 * starts from, which those of the same `sid` replace, and of those that override it.
 *
 * @returns undefined for another data source
 */
export function policyDocument(token: string, inputs: Answer): Answer | undefined {
  if (token !== POLICY_DOCUMENT) return undefined;
  const { version = "2012-10-17", policyId, statements = [] } = inputs;
  const from = (documents: unknown): IamStatement[] =>
    ((documents ?? []) as string[]).flatMap(
      (text) => (JSON.parse(text) as { Statement: IamStatement[] }).Statement,
    );
  const merged = mergeBySid(
    from(inputs["sourcePolicyDocuments"]),
    (statements as Statement[]).map((each) => statementOf(each) as IamStatement),
    from(inputs["overridePolicyDocuments"]),
  );
  const document = { Version: version, Id: policyId, Statement: merged };
  return {
    id: "policy",
    json: JSON.stringify(document, null, 2),
    minifiedJson: JSON.stringify(document),
  };
}

function statementOf(statement: Statement): object {
  const { sid, effect = "Allow", actions, notActions, resources, notResources } = statement;
  return {
    ...(sid ? { Sid: sid } : {}),
    Effect: effect,
    ...(actions && { Action: single(actions) }),
    ...(notActions && { NotAction: single(notActions) }),
    ...(resources && { Resource: single(resources) }),
    ...(notResources && { NotResource: single(notResources) }),
    ...(statement.principals && { Principal: principalOf(statement.principals) }),
    ...(statement.notPrincipals && { NotPrincipal: principalOf(statement.notPrincipals) }),
    ...(statement.conditions && { Condition: conditionOf(statement.conditions) }),
  };
}

function principalOf(principals: readonly Principal[]): unknown {
  const everyone = principals.some(
    ({ type, identifiers }) => type === "*" && identifiers.includes("*"),
  );
  if (everyone) return "*";
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of principals) {
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  }
  return Object.fromEntries([...byType].map(([type, ids]) => [type, single(ids)]));
}

function conditionOf(conditions: NonNullable<Statement["conditions"]>): object {
  const byTest = new Map<string, object>();
  for (const { test, variable, values } of conditions) {
    byTest.set(test, { ...byTest.get(test), [variable]: single(values) });
  }
  return Object.fromEntries(byTest);
}

function single<T>(list: readonly T[]): T | readonly T[] {
  return list.length === 1 ? (list[0] as T) : list;
}
