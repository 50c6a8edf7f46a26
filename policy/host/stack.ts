import type { PolicyResource } from "@pulumi/policy";
import { NotKnown, Reader } from "./reader";
import type { Resource } from "./rule";

/** The properties that each resource was analysed with, by URN. */
const analysed = new Map<string, Reader>();

/** Keeps what the program wrote about a resource for the analysis of the whole stack. */
export function rememberInputs(urn: string, inputs: object): void {
  analysed.set(urn, new Reader(inputs));
}

/** A resource of a stack, with the resources that its properties were made from. */
export class StackResource extends Reader implements Resource {
  private readonly inputs: Reader | undefined;

  public constructor(private readonly inner: PolicyResource) {
    super(inner.props);
    this.inputs = analysed.get(inner.urn);
  }

  /**
   * A property as the program wrote it. The engine hands a stack's resources over as the provider answers them, with
   * defaults filled in and, in a preview, unknown where the program left something unset. What tells resources apart
   * (ARN, id, a name that AWS made) comes from the provider.
   */
  public override value(path: string): unknown {
    if (this.inputs === undefined) return super.value(path);
    const isIdentity = IDENTITIES.includes(path.split(".")[0] ?? path);
    try {
      const value = this.inputs.value(path);
      return value === undefined && isIdentity ? super.value(path) : value;
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      return super.value(path);
    }
  }

  public get type(): string {
    return this.inner.type;
  }

  public get urn(): string {
    return this.inner.urn;
  }

  public get name(): string {
    return this.inner.name;
  }

  public get protect(): boolean {
    return this.inner.opts.protect;
  }

  /** The resource's name in AWS when the program says it, else its name in the program. */
  public get label(): string {
    for (const property of ["name", "bucket"]) {
      if (!this.pending(property)) {
        const name = this.text(property);
        if (name !== undefined) return name;
      }
    }
    return this.name;
  }

  /** The resources whose outputs made up a property. */
  public sources(property: string): readonly PolicyResource[] {
    return this.inner.propertyDependencies[property.split(".")[0] ?? property] ?? [];
  }
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

/** Properties that name a resource to others. A value of one may stand in a property that links to it. */
const IDENTITIES = ["arn", "id", "name", "bucket", "keyId", "url", "functionName", "aliasArn"];

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
   * @throws NotKnown when the property's value is not known and nothing says what it was made from
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
    throw new NotKnown(property);
  }

  /**
   * The resources of these types whose property refers to `target`.
   * @throws NotKnown when none is seen to, but one of them may: its property is not known yet
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
   * @throws NotKnown when the property of one of these types is not known
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
          if (!(error instanceof NotKnown)) throw error;
          reverse.unknown = new NotKnown(`${user.name}.${error.property}`);
        }
      }
      this.reverse.set(key, reverse);
    }
    return reverse;
  }
}

interface Reverse {
  readonly users: Map<string, StackResource[]>;
  unknown: NotKnown | undefined;
}

function identitiesOf(resource: StackResource): string[] {
  return IDENTITIES.flatMap((property) => {
    if (resource.pending(property)) return [];
    const value = resource.text(property);
    return value === undefined ? [] : [value];
  });
}

/** The ways in which a link may spell what it refers to: with a qualifier, with `:*`, or as a bare name. */
function spellings(value: string): string[] {
  const whole = [value, value.replace(/:\*$/, "")];
  const unqualified =
    /^(arn:[^:]*:(?:lambda|states):[^:]*:[^:]*:(?:function|stateMachine):[^:]+):[^:]+$/.exec(
      value,
    )?.[1];
  const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(value)?.[1];
  const name =
    /^arn:[^:]*:(?:lambda|sqs|sns|states|logs|iam|kms):[^:]*:[^:]*:(?:function:|stateMachine:|log-group:|role\/|key\/)?([^:]+)(?::\*)?$/.exec(
      value,
    )?.[1];
  const found = [...whole, unqualified, bucket, name].filter((text) => text !== undefined);
  return [...new Set(found)];
}

/** Every text in a value that may refer to a resource; of JSON text, the ARNs and URLs in it. */
function texts(value: unknown): string[] {
  if (typeof value === "string") {
    return /^\s*[{[]/.test(value)
      ? [...value.matchAll(REFERENCES)].map(([found]) => found)
      : [value];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}

const REFERENCES = /(?<=")(arn:|https:\/\/sqs\.)[^"\s]+(?=")/g;
