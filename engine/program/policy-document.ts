import type { iam } from "@pulumi/aws/types/input";
import {
  mergeBySid,
  statementsOf,
  type PolicySource,
  type Statement,
} from "../../statemachine/iam";
import { groupBy } from "../../statemachine/group-by";
import type { Answer } from "./provider";

/** The data source by which a program writes an IAM policy in the provider's words. */
const POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument";

/** A statement in the provider's words. */
type DeclaredStatement = iam.GetPolicyDocumentStatement;

/**
 * Answers as the AWS provider does, which calls nothing for it: the policy as JSON, with the statements of the documents it
 * starts from, which those of the same `sid` replace, and of those that override it.
 *
 * @returns undefined for another data source
 */
export function policyDocument(token: string, inputs: Answer): Answer | undefined {
  if (token !== POLICY_DOCUMENT) return undefined;
  const { version = "2012-10-17", policyId, statements } = inputs;
  const from = (documents: unknown): Statement[] =>
    ((documents ?? []) as PolicySource[]).flatMap(statementsOf);
  const merged = mergeBySid(
    from(inputs["sourcePolicyDocuments"]),
    ((statements ?? []) as DeclaredStatement[]).map(statementOf),
    from(inputs["overridePolicyDocuments"]),
  );
  const document = { Version: version, Id: policyId, Statement: merged };
  return {
    id: "policy",
    json: JSON.stringify(document, null, 2),
    minifiedJson: JSON.stringify(document),
  };
}

/** What is not declared, or is an empty list, is undefined, and so not in the JSON. */
function statementOf(declared: DeclaredStatement): Statement {
  return {
    Sid: declared.sid || undefined,
    Effect: (declared.effect as Statement["Effect"] | undefined) ?? "Allow",
    Action: unlessEmpty(declared.actions),
    NotAction: unlessEmpty(declared.notActions),
    Resource: unlessEmpty(declared.resources),
    NotResource: unlessEmpty(declared.notResources),
    Principal: principalOf(declared.principals),
    NotPrincipal: principalOf(declared.notPrincipals),
    Condition: conditionOf(declared.conditions),
  };
}

function principalOf(principals: DeclaredStatement["principals"] = []): Statement["Principal"] {
  if (principals.some(({ type, identifiers }) => type === "*" && identifiers.includes("*"))) {
    return "*";
  }
  return grouped(
    principals,
    ({ type }) => type,
    (same) => single(same.flatMap(({ identifiers }) => identifiers)),
  );
}

/** Values for the same test and variable are of one list, as the provider has it. */
function conditionOf(conditions: DeclaredStatement["conditions"] = []): Statement["Condition"] {
  return grouped(
    conditions,
    ({ test }) => test,
    (ofTest) =>
      grouped(
        ofTest,
        ({ variable }) => variable,
        (same) => single(same.flatMap(({ values }) => values)),
      ),
  );
}

/** What `join` makes of all items of a key, by key; undefined without items. */
function grouped<Item, Joined>(
  items: readonly Item[],
  key: (item: Item) => string,
  join: (items: readonly Item[]) => Joined | undefined,
): Record<string, Joined> | undefined {
  if (items.length === 0) return undefined;
  const groups = [...groupBy(items, key)].map(([name, same]) => [name, join(same)]);
  return Object.fromEntries(groups) as Record<string, Joined>;
}

function unlessEmpty(list: readonly string[] = []): string | string[] | undefined {
  return list.length === 0 ? undefined : single(list);
}

/** The only one, or all: also none, which is nobody among principals, and no value that a condition could be met by. */
function single(list: readonly string[]): string | string[] {
  return list.length === 1 ? (list[0] as string) : [...list];
}
