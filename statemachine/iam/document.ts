/** The conditions of a statement: operator -> key -> one value or several. */
export type Condition = Record<string, Record<string, string | string[]>>;

/** Whom a statement speaks of: everyone, or kinds of principals (AWS, Service, Federated). */
export type Principal = "*" | Record<string, string | string[]>;

/** One statement of a policy document. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Condition;
}

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Id?: string;
  readonly Statement: Statement[];
}

/** A policy document as JSON text, or the document itself. */
export type PolicySource =
  string | { readonly Id?: string; readonly Statement?: Statement | readonly Statement[] };

/** Wraps statements into a document. */
export function policyDocument(statements: readonly Statement[], id?: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    ...(id === undefined ? {} : { Id: id }),
    Statement: [...statements],
  };
}

/**
 * Lays the statements of `overrides` over `base`: one with the Sid of an earlier statement takes its place
 * (the last wins), every other is appended. Statements without a Sid replace nothing.
 */
export function mergeBySid(
  base: readonly Statement[],
  ...overrides: readonly (readonly Statement[])[]
): Statement[] {
  const merged = [...base];
  for (const statement of overrides.flat()) {
    const at = statement.Sid ? merged.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (at === -1) merged.push(statement);
    else merged[at] = statement;
  }
  return merged;
}

/**
 * Lays whole documents over `base` by Sid, as {@link mergeBySid} does. The last Id given stays.
 * @throws Error for a text that is not a policy document
 */
export function mergePolicies(
  base: PolicyDocument,
  overrides: readonly PolicySource[],
): PolicyDocument {
  const statements = mergeBySid(base.Statement, ...overrides.map(statementsOf));
  const ids = [base.Id, ...overrides.map((source) => objectOf(source).Id)];
  return policyDocument(statements, ids.filter(Boolean).at(-1));
}

/**
 * The statements of a policy source; a single statement counts as a list of one.
 * @throws Error when the text is not a JSON object with statements, quoting its beginning
 */
export function statementsOf(source: PolicySource): Statement[] {
  const found: unknown = objectOf(source).Statement;
  const statements: unknown[] = Array.isArray(found) ? found : [found];
  for (const statement of statements) {
    const effect = (statement as Partial<Statement> | null | undefined)?.Effect;
    if (effect !== "Allow" && effect !== "Deny") {
      throw new Error(`must be a policy document with statements, not ${excerpt(source)}`);
    }
  }
  return (statements as Statement[]).map(withoutEmptySid);
}

/** An empty Sid is none: AWS would refuse two of them. */
function withoutEmptySid({ Sid, ...statement }: Statement): Statement {
  return Sid ? { Sid, ...statement } : statement;
}

/** Says why a source is not a policy document; undefined for a good one. */
export function policyProblem(source: PolicySource): string | undefined {
  try {
    statementsOf(source);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function objectOf(source: PolicySource): Exclude<PolicySource, string> {
  if (typeof source !== "string") return source;
  try {
    return (JSON.parse(source) as Exclude<PolicySource, string> | null) ?? {};
  } catch (cause) {
    throw new Error(`must be the JSON text of a policy document, not ${excerpt(source)}`, {
      cause,
    });
  }
}

function excerpt(source: PolicySource): string {
  const text = typeof source === "string" ? source : (JSON.stringify(source) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
