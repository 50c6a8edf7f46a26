import { matchesAction } from "asl-toolkit/iam";
import { display } from "asl-toolkit/json";
import { UnknownValueError, UNKNOWN } from "../host/reader";
import { conditionTest, type ConditionTest, withAskedKeys } from "./conditions";

/** Whom a statement speaks of. */
export interface Principal {
  /** AWS, Service, Federated or CanonicalUser; `*` for the bare star. */
  readonly kind: string;
  readonly id: string;
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

  /** Whom of a kind the statement speaks of, such as `AWS`. */
  public principalsOf(kind: string): readonly string[] {
    return this.principals.filter((each) => each.kind === kind).map(({ id }) => id);
  }

  /** Whether the statement speaks of everyone: `*` bare or as an AWS principal. */
  public get isForEveryone(): boolean {
    return this.principals.some(({ kind, id }) => id === "*" && (kind === "*" || kind === "AWS"));
  }

  public get conditions(): readonly ConditionTest[] {
    const value = this.element("Condition");
    if (typeof value !== "object" || value === null) return [];
    const tests = Object.entries(value).flatMap(([operator, keys]) => {
      if (keys === UNKNOWN) throw new UnknownValueError(`${this.path}.Condition.${operator}`);
      if (typeof keys !== "object" || keys === null) return [];
      return Object.entries(keys as object).map(([key, values]) =>
        conditionTest(operator, key, list(values, `${this.path}.Condition.${operator}.${key}`)),
      );
    });
    return withAskedKeys(tests);
  }

  /** Whether it refuses everyone an action without TLS, and is about nothing else. */
  public deniesPlainHttp(action: string): boolean {
    return (
      this.denies &&
      this.isForEveryone &&
      this.actsOn(action) &&
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

function list(value: unknown, path: string): readonly string[] {
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (values.includes(UNKNOWN)) throw new UnknownValueError(path);
  return values.map(display);
}
