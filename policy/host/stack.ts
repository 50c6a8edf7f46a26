import type { PolicyResource } from "@pulumi/policy";
import { getOrMake } from "./memory";
import { UnknownValueError } from "./reader";
import { spellings, texts } from "./references";
import { IDENTITIES, type ResourceRef, StackResource } from "./resource";

/** The resources of a stack and the links between them. Everything is looked up once, and only when asked for. */
export class Stack {
  private readonly byType = new Map<string, PolicyResource[]>();
  private readonly wrapped = new Map<PolicyResource, StackResource>();
  private readonly identities = new Map<string, Map<string, StackResource[]>>();
  private readonly reverse = new Map<string, Reverse>();
  private readonly facts = new Map<string, unknown>();

  public constructor(private readonly resources: readonly PolicyResource[]) {
    for (const resource of resources)
      getOrMake(this.byType, resource.type, () => []).push(resource);
  }

  /** The stack itself, to which findings about nothing in particular belong. */
  public get root(): ResourceRef {
    return this.of("pulumi:pulumi:Stack")[0] ?? { urn: "", name: "stack" };
  }

  /** The resources of these types. */
  public of(...types: readonly string[]): readonly StackResource[] {
    return types.flatMap((type) => (this.byType.get(type) ?? []).map((each) => this.wrap(each)));
  }

  /**
   * The resources of these types that a property refers to: by value, else by the outputs it was made from. Where more
   * than one has the value, as keys have that were never made, those are meant that it was made from.
   * @throws UnknownValueError when the property's value is not known and nothing says what it was made from
   */
  public linked(
    from: StackResource,
    property: string,
    ...types: string[]
  ): readonly StackResource[] {
    const sources = [...new Set(from.sources(property))]
      .filter(({ type }) => types.includes(type))
      .map((source) => this.wrap(source));
    const known = !from.pending(property);
    const values = known ? texts(from.plain(property)) : [];
    const named = values.flatMap((value) => {
      const found = this.named(value, types);
      const own = found.length > 1 ? found.filter((each) => sources.includes(each)) : [];
      return own.length > 0 ? own : found;
    });
    if (named.length > 0) return [...new Set(named)];
    if (sources.length > 0 || known) return sources;
    throw new UnknownValueError(property);
  }

  /**
   * The resources of these types whose property refers to `target`.
   * @throws UnknownValueError when none is seen to, but one of them may: its property is not known yet
   */
  public users(
    target: StackResource,
    property: string,
    ...types: string[]
  ): readonly StackResource[] {
    const { users, unknown } = this.reversed(property, types, target.type);
    const found = users.get(target.urn) ?? [];
    if (found.length === 0 && unknown !== undefined) throw unknown;
    return found;
  }

  /**
   * Makes sure that {@link users} missed nobody, for a rule about what is not there.
   * @throws UnknownValueError when the property of one of these types is not known
   */
  public certain(target: StackResource, property: string, ...types: string[]): void {
    const { unknown } = this.reversed(property, types, target.type);
    if (unknown !== undefined) throw unknown;
  }

  /** The resource of a type that a text names: its ARN, id or name. */
  public find(name: string, type: string): StackResource | undefined {
    return this.named(name, [type])[0];
  }

  /** What `make` finds out about the whole stack, found out once. */
  public once<T>(key: string, make: () => T): T {
    if (!this.facts.has(key)) this.facts.set(key, make());
    return this.facts.get(key) as T;
  }

  /** The account of the stack, as the ARNs of its resources tell it. */
  public get account(): string | undefined {
    return this.once("account", () => {
      for (const inner of this.resources) {
        const arn = this.wrap(inner).knownText("arn") ?? "";
        const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
        if (account !== undefined) return account;
      }
      return undefined;
    });
  }

  /** Whether some resource has no ARN yet, so that what its ARNs would tell is not known. */
  public get isBeingMade(): boolean {
    return this.resources.some((inner) => this.wrap(inner).pending("arn"));
  }

  /** A rule looks at a few types of a large stack: the others are never wrapped. */
  private wrap(inner: PolicyResource): StackResource {
    return getOrMake(this.wrapped, inner, () => new StackResource(inner));
  }

  private named(value: string, types: readonly string[]): StackResource[] {
    return types.flatMap((type) => {
      const index = this.index(type);
      return spellings(value).flatMap((spelling) => index.get(spelling) ?? []);
    });
  }

  private index(type: string): Map<string, StackResource[]> {
    return getOrMake(this.identities, type, () => {
      const index = new Map<string, StackResource[]>();
      for (const resource of this.of(type)) {
        for (const value of new Set(IDENTITIES.map((property) => resource.knownText(property)))) {
          if (value !== undefined) getOrMake(index, value, () => []).push(resource);
        }
      }
      return index;
    });
  }

  private reversed(property: string, types: readonly string[], target: string): Reverse {
    return getOrMake(this.reverse, `${property} ${types.join()} ${target}`, () => {
      const reverse: Reverse = { users: new Map(), unknown: undefined };
      for (const user of this.of(...types)) {
        try {
          for (const { urn } of this.linked(user, property, target)) {
            getOrMake(reverse.users, urn, () => []).push(user);
          }
        } catch (error) {
          if (!(error instanceof UnknownValueError)) throw error;
          reverse.unknown = new UnknownValueError(`${user.name}.${error.property}`);
        }
      }
      return reverse;
    });
  }
}

interface Reverse {
  readonly users: Map<string, StackResource[]>;
  unknown: UnknownValueError | undefined;
}
