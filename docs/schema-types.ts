import ts from "typescript";

/** What a property, an item or an output holds, as a Pulumi schema says it. */
export interface TypeSpec {
  readonly type?: string;
  readonly description?: string;
  readonly plain?: true;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly $ref?: string;
  readonly oneOf?: readonly TypeSpec[];
}

/** The properties of an object, and those that must be given. */
export interface Properties {
  readonly properties: Readonly<Record<string, TypeSpec>>;
  readonly required: readonly string[];
}

/** A type that others refer to. */
export type NamedType =
  | ({ readonly type: "object"; readonly description?: string } & Properties)
  | { readonly type: "string"; readonly enum: readonly { readonly value: string }[] };

const ANY: TypeSpec = { $ref: "pulumi.json#/Any" };

/** Types of the components that have no narrower form in other languages. */
const OPEN = new Set([
  "DeepInput",
  "DefinitionSource",
  "ServiceIntegrations",
  "Statement",
  "Grant",
  "InvokedFunction",
  "JsonataScope",
]);

/** Arguments that only the migration writes, which writes TypeScript settings. */
const LEFT_OUT = new Set(["compatibility"]);

/** Says TypeScript types as Pulumi schema types, and collects those with a name. */
export class SchemaTypes {
  /** The named types by their token. */
  public readonly named = new Map<string, NamedType>();

  public constructor(
    private readonly checker: ts.TypeChecker,
    private readonly packageName: string,
  ) {}

  /**
   * The properties of a type. Functions and what only the migration sets are left out.
   * @param owner names a property's type where it has no name of its own
   */
  public properties(type: ts.Type, owner: string, names?: ReadonlySet<string>): Properties {
    const found = type
      .getProperties()
      .filter(({ name }) => (names ? names.has(name) : !LEFT_OUT.has(name)))
      .flatMap((symbol) => {
        const spec = this.spec(this.checker.getTypeOfSymbol(symbol), joined(owner, symbol.name));
        const optional =
          (symbol.flags & ts.SymbolFlags.Optional) !== 0 || this.mayBeUndefined(symbol);
        return spec
          ? [{ name: symbol.name, spec: { ...spec, ...this.described(symbol) }, optional }]
          : [];
      });
    return {
      properties: Object.fromEntries(found.map(({ name, spec }) => [name, spec])),
      required: found.filter(({ optional }) => !optional).map(({ name }) => name),
    };
  }

  /** The description of a declaration, on one line. */
  public described(symbol: ts.Symbol): { description?: string } {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    const description = text
      .replaceAll(/\{@link (\w+)\}/g, "$1")
      .replaceAll(/\s+/g, " ")
      .trim();
    return description === "" ? {} : { description };
  }

  private mayBeUndefined(symbol: ts.Symbol): boolean {
    const type = this.checker.getTypeOfSymbol(symbol);
    return type.isUnion() && type.types.some((each) => (each.flags & ts.TypeFlags.Undefined) !== 0);
  }

  /** A type with `plain` where it takes no Output; undefined for a function. */
  private spec(type: ts.Type, name: string): TypeSpec | undefined {
    if (isOpen(type)) return ANY;
    const members = (type.isUnion() ? type.types : [type]).filter(
      ({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0,
    );
    const takesOutput = members.some(isOutput);
    const values = members.filter((each) => !isOutput(each) && !isPromise(each));
    // An output of a component has no plain form beside it.
    const inside = values.length > 0 ? values : members.map((each) => this.argument(each));
    const spec = this.union(inside, name, this.nameOf(type));
    return spec === undefined || takesOutput || spec === ANY ? spec : { ...spec, plain: true };
  }

  private union(members: readonly ts.Type[], name: string, alias?: string): TypeSpec | undefined {
    const literals = members.filter((each) => each.isStringLiteral());
    if (literals.length > 1 && literals.length === members.length) {
      return this.enumeration(
        literals.map(({ value }) => value),
        alias ?? name,
      );
    }
    const objects = members.filter((each) => this.isObject(each));
    const others = members.filter((each) => !objects.includes(each));
    const specs = [
      ...others.map((each) => this.single(each, alias ?? name)),
      objects.length > 0 ? this.object(objects, alias ?? name) : undefined,
    ].filter((each) => each !== undefined);
    const distinct = [...new Map(specs.map((each) => [JSON.stringify(each), each])).values()];
    if (distinct.length > 1) return distinct.includes(ANY) ? ANY : { oneOf: distinct };
    return distinct[0];
  }

  private single(type: ts.Type, name: string): TypeSpec | undefined {
    const { flags } = type;
    if (isOpen(type)) return ANY;
    if (flags & ts.TypeFlags.StringLike) return { type: "string" };
    if (flags & ts.TypeFlags.NumberLike) return { type: "number" };
    if (flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return ANY;
    if (isPromise(type)) return this.spec(this.argument(type), name);
    if (type.isUnion()) return this.spec(type, name);
    if (isArchive(type)) return { $ref: "pulumi.json#/Archive" };
    if (this.checker.isArrayType(type)) {
      const items = this.spec(this.argument(type), name);
      return items && { type: "array", items };
    }
    const index = type.getStringIndexType();
    return index && { type: "object", additionalProperties: this.spec(index, name) ?? ANY };
  }

  /** Whether a type has properties of its own, other than a list, a map, a function or an archive. */
  private isObject(type: ts.Type): boolean {
    return (
      (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
      !this.checker.isArrayType(type) &&
      !isOpen(type) &&
      !isResource(type) &&
      !isPromise(type) &&
      !isArchive(type) &&
      type.getStringIndexType() === undefined &&
      type.getCallSignatures().length === 0
    );
  }

  /** An object; of several that may stand in one place, what each of them has is required. */
  private object(members: readonly ts.Type[], name: string): TypeSpec {
    const [first] = members;
    if (first === undefined) return ANY;
    const own = this.nameOf(first) ?? name;
    const keys = members.flatMap((each) => each.getProperties().map(({ name: key }) => key));
    if (keys.includes("Statement")) return ANY;
    if (!keys.every((key) => /^\w+$/.test(key)))
      return { type: "object", additionalProperties: { type: "number" } };
    const token = `${this.packageName}:index:${own}`;
    if (!this.named.has(token)) {
      // Set before its properties are read, which may refer to it.
      this.named.set(token, { type: "object", properties: {}, required: [] });
      const all = members.map((each) => this.properties(each, own));
      const symbol = first.aliasSymbol ?? first.getSymbol();
      this.named.set(token, {
        type: "object",
        ...(symbol ? this.described(symbol) : {}),
        properties: Object.assign(
          {},
          ...all.map(({ properties }) => properties),
        ) as Properties["properties"],
        required: (all[0]?.required ?? []).filter((key) =>
          all.every(({ required }) => required.includes(key)),
        ),
      });
    }
    return { $ref: `#/types/${token}` };
  }

  private enumeration(values: readonly string[], name: string): TypeSpec {
    const token = `${this.packageName}:index:${name}`;
    this.named.set(token, { type: "string", enum: values.map((value) => ({ value })) });
    return { $ref: `#/types/${token}` };
  }

  /** A type's own name; none for what is written in place, or made by `Pick` and its like. */
  private nameOf(type: ts.Type): string | undefined {
    const name = type.aliasSymbol?.name ?? type.getSymbol()?.name;
    return name === undefined ||
      /^(__|Pick$|Omit$|Readonly$|Record$|Input$|Inputs$|Output$|Array$|ReadonlyArray$)/.test(name)
      ? undefined
      : name;
  }

  private argument(type: ts.Type): ts.Type {
    return (
      this.checker.getTypeArguments(type as ts.TypeReference)[0] ??
      type.aliasTypeArguments?.[0] ??
      type
    );
  }
}

function isOpen(type: ts.Type): boolean {
  return OPEN.has(type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "");
}

function isOutput(type: ts.Type): boolean {
  return /^Output(Instance)?$/.test(type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "");
}

/** Resources stay in the program that has them: other languages give their ARNs. */
function isResource(type: ts.Type): boolean {
  return type.getSymbol()?.name === "Resource";
}

function isArchive(type: ts.Type): boolean {
  return /Archive$/.test(type.getSymbol()?.name ?? "");
}

function isPromise(type: ts.Type): boolean {
  return type.getSymbol()?.name === "Promise";
}

/** `Table` and `stream` make `TableStream`; `Bucket` and `bucketMode` make `BucketMode`. */
function joined(owner: string, property: string): string {
  const name = property.charAt(0).toUpperCase() + property.slice(1);
  return name.startsWith(owner) ? name : `${owner}${name}`;
}
