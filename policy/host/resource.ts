import type { PolicyResource } from "@pulumi/policy";
import { Reader, UNKNOWN, unlessUnknown } from "./reader";

/** A resource that a finding can be about. */
export interface ResourceRef {
  readonly urn: string;
  readonly name: string;
}

/** One resource as the engine hands it over, with its properties readable by path. */
export class Resource extends Reader implements ResourceRef {
  public readonly type: string;
  public readonly urn: string;
  public readonly name: string;
  public readonly protect: boolean;

  public constructor(resource: Pick<PolicyResource, "props" | "type" | "urn" | "name" | "opts">) {
    super(resource.props);
    this.type = resource.type;
    this.urn = resource.urn;
    this.name = resource.name;
    this.protect = resource.opts.protect;
  }
}

/** The properties that each resource was analyzed with, by URN. */
const analyzed = new Map<string, Reader>();

/** Keeps what the program wrote about a resource for the analysis of the whole stack. */
export function rememberInputs(urn: string, inputs: object): void {
  analyzed.set(urn, new Reader(inputs));
}

/** A resource of a stack, with the resources that its properties were made from. */
export class StackResource extends Resource {
  private readonly inputs: Reader | undefined;

  public constructor(private readonly inner: PolicyResource) {
    super(inner);
    this.inputs = analyzed.get(inner.urn);
  }

  /**
   * A property as the program wrote it. The engine hands a stack's resources over as the provider answers them, with
   * defaults filled in and, in a preview, unknown where the program left something unset. What tells resources apart
   * (ARN, id, a name that AWS made) comes from the provider.
   */
  public override value(path: string): unknown {
    const { inputs } = this;
    if (inputs === undefined) return super.value(path);
    const value = unlessUnknown(() => inputs.value(path), UNKNOWN);
    const isIdentity = IDENTITIES.includes(path.split(".")[0] ?? path);
    return value === UNKNOWN || (value === undefined && isIdentity) ? super.value(path) : value;
  }

  /** The resource's name in AWS when the program says it, else its name in the program. */
  public get label(): string {
    return this.knownText("name") ?? this.knownText("bucket") ?? this.name;
  }

  /** The resources whose outputs made up a property. */
  public sources(property: string): readonly PolicyResource[] {
    return this.inner.propertyDependencies[property.split(".")[0] ?? property] ?? [];
  }
}

/** Properties that name a resource to others. A value of one may stand in a property that links to it. */
export const IDENTITIES = [
  "arn",
  "id",
  "name",
  "bucket",
  "keyId",
  "url",
  "functionName",
  "aliasArn",
];
