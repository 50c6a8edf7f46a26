import { matchesAction } from "asl-toolkit/iam";
import { isRecord } from "asl-toolkit/json";
import { UnknownValueError, type Reader, UNKNOWN } from "../host/reader";
import type { Resource } from "../host/resource";

/** Whom a statement speaks of. */
export interface Principal {
  /** AWS, Service, Federated or CanonicalUser; `*` for the bare star. */
  readonly kind: string;
  readonly id: string;
}

/** One test of a statement's Condition. */
export interface ConditionTest {
  /** The operator in lower case, without its set prefix and `IfExists`. */
  readonly operator: string;
  /** Whether it also holds where the request has no such key: with `IfExists`, and with `ForAllValues`. */
  readonly ifExists: boolean;
  /** The condition key in lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy document. What is not known yet throws {@link UnknownValueError} when it is read. */
export class Statement {
  public constructor(
    private readonly raw: Readonly<Record<string, unknown>>,
    private readonly path: string,
    private readonly index: number,
  ) {}

  public get allows(): boolean {
    return this.element("Effect") === "Allow";
  }

  public get denies(): boolean {
    return this.element("Effect") === "Deny";
  }

  /** How a finding names the statement. */
  public get label(): string {
    const sid = this.raw.Sid;
    return typeof sid === "string" && sid !== "" ? `statement ${sid}` : `statement ${this.index}`;
  }

  public get actions(): readonly string[] {
    return this.texts("Action");
  }

  /** Whether its Action matches an action. */
  public actsOn(action: string): boolean {
    return this.actions.some((pattern) => matchesAction(pattern, action));
  }

  public get notActions(): readonly string[] {
    return this.texts("NotAction");
  }

  public get resources(): readonly string[] {
    return this.texts("Resource");
  }

  public get notResources(): readonly string[] {
    return this.texts("NotResource");
  }

  public has(
    element: "NotAction" | "NotResource" | "NotPrincipal" | "Resource" | "Condition",
  ): boolean {
    return this.raw[element] !== undefined;
  }

  public get principals(): readonly Principal[] {
    const value = this.element("Principal");
    if (typeof value === "string") return [{ kind: value === "*" ? "*" : "AWS", id: value }];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([kind, ids]) =>
      list(ids, `${this.path}.Principal.${kind}`).map((id) => ({ kind, id })),
    );
  }

  /** Whether the statement speaks of everyone: `*` bare or as an AWS principal. */
  public get isForEveryone(): boolean {
    return this.principals.some(({ kind, id }) => id === "*" && (kind === "*" || kind === "AWS"));
  }

  public get conditions(): readonly ConditionTest[] {
    const value = this.element("Condition");
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([operator, tests]) => {
      if (tests === UNKNOWN) throw new UnknownValueError(`${this.path}.Condition.${operator}`);
      if (typeof tests !== "object" || tests === null) return [];
      return Object.entries(tests as object).map(([key, values]) => ({
        operator: operator
          .toLowerCase()
          .replace(/^for(any|all)values?:/, "")
          .replace(/ifexists$/, ""),
        ifExists: /ifexists$|^forallvalues:/i.test(operator),
        key: key.toLowerCase(),
        values: list(values, `${this.path}.Condition.${operator}.${key}`),
      }));
    });
  }

  /** Whether it applies to all requests without TLS, and to no others. */
  public get isLimitedToPlainHttp(): boolean {
    return (
      this.conditions.length > 0 &&
      this.conditions.every(
        ({ operator, key, values }) =>
          operator === "bool" && key === "aws:securetransport" && values.includes("false"),
      )
    );
  }

  private element(name: string): unknown {
    const value = this.raw[name];
    if (value === UNKNOWN) throw new UnknownValueError(`${this.path}.${name}`);
    return value;
  }

  private texts(name: string): readonly string[] {
    return list(this.element(name), `${this.path}.${name}`);
  }
}

/** A policy document of a resource, or why it is not one. */
export interface Document {
  /** The property that holds it. */
  readonly property: string;
  readonly statements: readonly Statement[];
  /** What AWS would refuse it for; undefined for a document. */
  readonly fault: string | undefined;
  /** The document as it stands. */
  readonly value: unknown;
}

/**
 * Reads the policy document at a property: JSON text, or an object that the provider turns into JSON.
 * @throws UnknownValueError when the whole document is not known yet
 */
export function documentAt(resource: Reader, property: string): Document | undefined {
  const value = resource.plain(property);
  if (value === undefined) return undefined;
  const path = resource.path === "" ? property : `${resource.path}.${property}`;
  return typeof value === "string" ? parsed(value, path) : documentOf(value, path);
}

const memory = new Map<string, Document>();
const MEMORY_SIZE = 1000;

/** Many rules read the same text: it is parsed once. */
function parsed(text: string, path: string): Document {
  const key = `${path} ${text}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= MEMORY_SIZE) memory.clear();
  const document = parse(text, path);
  memory.set(key, document);
  return document;
}

function parse(text: string, property: string): Document {
  try {
    return documentOf(JSON.parse(text), property);
  } catch {
    return { property, statements: [], fault: "is not JSON", value: undefined };
  }
}

function documentOf(value: unknown, property: string): Document {
  const statements = isRecord(value) ? value.Statement : undefined;
  const raw = Array.isArray(statements) ? statements : [statements];
  if (!raw.every(isRecord))
    return { property, statements: [], fault: "has no list of statements", value };
  return {
    property,
    statements: raw.map(
      (each, index) => new Statement(each, `${property}.Statement.${index}`, index),
    ),
    fault: faultOf(value as Record<string, unknown>, raw),
    value,
  };
}

function faultOf(
  document: Record<string, unknown>,
  statements: readonly Record<string, unknown>[],
): string | undefined {
  if (document.Version !== "2012-10-17" && document.Version !== UNKNOWN) {
    return `has Version ${JSON.stringify(document.Version) ?? "unset"}, without which variables and newer elements are plain text`;
  }
  for (const [index, { Effect, Action, NotAction }] of statements.entries()) {
    if (Effect !== "Allow" && Effect !== "Deny" && Effect !== UNKNOWN) {
      return `has the Effect ${JSON.stringify(Effect) ?? "unset"} in statement ${index}`;
    }
    if (Action === undefined && NotAction === undefined) {
      return `has no Action in statement ${index}`;
    }
  }
  return undefined;
}

function list(value: unknown, path: string): readonly string[] {
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (values.includes(UNKNOWN)) throw new UnknownValueError(path);
  return values.map(String);
}

/** The properties that hold policy documents, by resource type. */
export function documentsOf(
  resource: Resource,
  properties: Readonly<Record<string, readonly string[]>>,
): readonly { readonly reader: Reader; readonly property: string }[] {
  return (properties[resource.type] ?? []).flatMap((property) => {
    const [listed, inner] = property.split("[].");
    if (inner === undefined || listed === undefined) return [{ reader: resource, property }];
    return resource.blocks(listed).map((reader) => ({ reader, property: inner }));
  });
}
