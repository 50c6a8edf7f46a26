import type { PolicyResource } from "@pulumi/policy";
import { UnknownValueError } from "./reader";
import { identitiesOf, spellings, texts } from "./references";
import { StackResource } from "./stack-resource";

/** The resources of a stack and the links between them. Everything is looked up once, and only when asked for. */
export class Stack {
  private readonly byType = new Map<string, PolicyResource[]>();
  private readonly wrapped = new Map<PolicyResource, StackResource>();
  private readonly identities = new Map<string, Map<string, StackResource[]>>();
  private readonly reverse = new Map<string, Reverse>();
  private readonly facts = new Map<string, unknown>();

  public constructor(private readonly resources: readonly PolicyResource[]) {
    for (const resource of resources) {
      const same = this.byType.get(resource.type);
      if (same) same.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  /** The stack itself, to which findings about nothing in particular belong. */
  public get root(): StackResource {
    const [root] = this.of("pulumi:pulumi:Stack");
    return root ?? new StackResource(NO_STACK);
  }

  /** The resources of these types. */
  public of(...types: readonly string[]): readonly StackResource[] {
    return types.flatMap((type) => (this.byType.get(type) ?? []).map((each) => this.wrap(each)));
  }

  /**
   * The resources of these types that a property refers to: by the outputs it was made from, else by value.
   * @throws UnknownValueError when the property's value is not known and nothing says what it was made from
   */
  public linked(
    from: StackResource,
    property: string,
    ...types: string[]
  ): readonly StackResource[] {
    const sources = this.made(from, property, types);
    const known = !from.pending(property);
    const values = known ? texts(from.plain(property)) : [];
    const named = values.flatMap((value) => this.named(value, types));
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
    return this.once("account", () => this.findAccount());
  }

  /** Whether some resource has no ARN yet, so that what its ARNs would tell is not known. */
  public get isBeingMade(): boolean {
    return this.resources.some((inner) => this.wrap(inner).pending("arn"));
  }

  private findAccount(): string | undefined {
    for (const inner of this.resources) {
      const resource = this.wrap(inner);
      if (resource.pending("arn")) continue;
      const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource.text("arn") ?? "")?.[1];
      if (account !== undefined) return account;
    }
    return undefined;
  }

  private made(from: StackResource, property: string, types: readonly string[]): StackResource[] {
    const sources = from.sources(property).filter(({ type }) => types.includes(type));
    return [...new Set(sources)].map((source) => this.wrap(source));
  }

  /** A rule looks at a few types of a large stack: the others are never wrapped. */
  private wrap(inner: PolicyResource): StackResource {
    let resource = this.wrapped.get(inner);
    if (resource === undefined) this.wrapped.set(inner, (resource = new StackResource(inner)));
    return resource;
  }

  private named(value: string, types: readonly string[]): StackResource[] {
    return types.flatMap((type) => {
      const index = this.index(type);
      return spellings(value).flatMap((spelling) => index.get(spelling) ?? []);
    });
  }

  private index(type: string): Map<string, StackResource[]> {
    let index = this.identities.get(type);
    if (index === undefined) {
      index = new Map();
      for (const resource of this.of(type)) {
        for (const value of new Set(identitiesOf(resource))) {
          index.set(value, [...(index.get(value) ?? []), resource]);
        }
      }
      this.identities.set(type, index);
    }
    return index;
  }

  private reversed(property: string, types: readonly string[], target: string): Reverse {
    const key = `${property} ${types.join()} ${target}`;
    let reverse = this.reverse.get(key);
    if (reverse === undefined) {
      reverse = { users: new Map(), unknown: undefined };
      for (const user of this.of(...types)) {
        try {
          for (const { urn } of this.linked(user, property, target)) {
            reverse.users.set(urn, [...(reverse.users.get(urn) ?? []), user]);
          }
        } catch (error) {
          if (!(error instanceof UnknownValueError)) throw error;
          reverse.unknown = new UnknownValueError(`${user.name}.${error.property}`);
        }
      }
      this.reverse.set(key, reverse);
    }
    return reverse;
  }
}

interface Reverse {
  readonly users: Map<string, StackResource[]>;
  unknown: UnknownValueError | undefined;
}

/** Stands for the stack when it is not among the resources. */
const NO_STACK: PolicyResource = {
  type: "pulumi:pulumi:Stack",
  props: {},
  urn: "",
  name: "stack",
  opts: {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    additionalSecretOutputs: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  },
  dependencies: [],
  propertyDependencies: {},
  isType: () => false,
  asType: () => undefined,
};
