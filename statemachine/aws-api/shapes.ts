/** What a parameter holds. Shapes can be recursive, so the members of a structure are read when they are asked for. */
export type Shape = Structure | ListShape | MapShape | ScalarShape;

export interface ListShape {
  readonly type: "list";
  readonly element: Shape;
}

export interface MapShape {
  readonly type: "map";
  readonly value: Shape;
}

export interface ScalarShape {
  readonly type: ScalarType;
  /** The values of an enumeration, a string; undefined where every value is allowed or the list is long. */
  readonly values?: readonly string[];
}

/** A blob is given as text or as any JSON; `any` is a document without a schema. */
export type ScalarType =
  "any" | "blob" | "boolean" | "double" | "float" | "integer" | "long" | "string" | "timestamp";

/** A parameter, or a member of a structure inside one. */
export interface Member {
  /** As a definition writes it, for example `Bucket`. */
  readonly name: string;
  /** A second name that Step Functions accepts as well. */
  readonly alias: string | undefined;
  readonly required: boolean;
  readonly shape: Shape;
}

/** Scalars by the letter that stands for them. */
export const SCALARS: ReadonlyMap<string, ScalarShape> = new Map([
  ["", { type: "string" }],
  ["a", { type: "any" }],
  ["b", { type: "boolean" }],
  ["d", { type: "double" }],
  ["f", { type: "float" }],
  ["i", { type: "integer" }],
  ["l", { type: "long" }],
  ["t", { type: "timestamp" }],
  ["x", { type: "blob" }],
]);

const MEMBER = /^(?<name>\w+)(?:\|(?<alias>\w+))?(?<required>!?)(?::(?<type>.+))?$/;

/** An object with named members. */
export class Structure {
  public readonly type = "structure";
  /** Whether a bare text, number or boolean may stand for it, as for DynamoDB's AttributeValue. */
  public readonly bare: boolean;
  private readonly text: string;
  private byName: ReadonlyMap<string, Member> | undefined;

  public constructor(
    text: string,
    private readonly shapes: ShapeTable,
  ) {
    this.bare = text.startsWith("*");
    this.text = this.bare ? text.slice(1) : text;
  }

  /** The members in the order of the API model, by their first name. */
  public get members(): ReadonlyMap<string, Member> {
    this.byName ??= new Map(
      this.text === ""
        ? []
        : this.text.split(" ").map((text) => {
            const member = this.memberOf(text);
            return [member.name, member];
          }),
    );
    return this.byName;
  }

  /** The member called `name` exactly, by either of its names. */
  public member(name: string): Member | undefined {
    return this.members.get(name) ?? this.find(({ alias }) => alias === name);
  }

  /** The member whose name differs from `name` in nothing but letter case. */
  public memberIgnoringCase(name: string): Member | undefined {
    const wanted = name.toLowerCase();
    return this.find((member) =>
      [member.name, member.alias].some((each) => each?.toLowerCase() === wanted),
    );
  }

  private find(matches: (member: Member) => boolean): Member | undefined {
    return [...this.members.values()].find(matches);
  }

  private memberOf(text: string): Member {
    const { name, alias, required, type } = MEMBER.exec(text)?.groups ?? {};
    if (name === undefined) throw new Error(`unreadable member '${text}'`);
    return { name, alias, required: required === "!", shape: this.shapes.read(type ?? "") };
  }
}

/** The shapes of one service that its operations and other shapes refer to by number. */
export class ShapeTable {
  private readonly known = new Map<string, Shape>(SCALARS);

  public constructor(private readonly texts: readonly string[]) {}

  /** The shape that the text after a member's colon stands for. */
  public read(type: string): Shape {
    if (type.startsWith("[")) return { type: "list", element: this.read(type.slice(1)) };
    if (type.startsWith("{")) return { type: "map", value: this.read(type.slice(1)) };
    const shape = this.known.get(type) ?? this.numbered(type);
    this.known.set(type, shape);
    return shape;
  }

  private numbered(index: string): Shape {
    const text = this.texts[Number(index)];
    if (text === undefined) throw new Error(`unreadable type '${index}'`);
    if (text.startsWith("=")) return { type: "string", values: text.slice(1).split("|") };
    return new Structure(text, this);
  }
}
