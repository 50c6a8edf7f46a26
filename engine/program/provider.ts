/** What answers a program in place of Pulumi's providers: creates resources, and looks things up. */
export interface Provider {
  /** Creates a resource, or looks it up when `external`, and gives what is added to its inputs. */
  create(resource: ResourceRequest): Promise<Created> | Created;
  /**
   * Answers a data source, such as `aws:index/getRegion:getRegion`; undefined for one that it does not know.
   * @param region that of the explicit provider that is asked
   */
  call(
    token: string,
    inputs: Record<string, unknown>,
    region?: string,
  ): Promise<Answer | undefined> | Answer | undefined;
  /**
   * Whether `create` gives an output of a resource type, or leaves it out where it has no value; others are unknown. Without one:
   * whether it gives those of the type at all, apart from single ones.
   */
  knows(type: string, output?: string): boolean;
}

/** What a data source answers. */
export type Answer = Record<string, unknown>;

/** A custom resource that the program asks for; inputs are plain, assets are Pulumi's own objects. */
export interface ResourceRequest {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** True when the program only reads the resource of this `id`. */
  readonly external: boolean;
  /** The id to read, or to adopt (resource option `import`). */
  readonly id?: string;
  /** The region of the explicit provider that it is given; absent where that has none, and for the default provider. */
  readonly region?: string;
}

/** A resource's id and the outputs that are not already among its inputs. */
export interface Created {
  readonly id: string;
  readonly [output: string]: unknown;
}

/** A provider like another one that also notes what the program asks of it, secrets and files included. */
export function recordRequests(provider: Provider): {
  provider: Provider;
  requests: ResourceRequest[];
} {
  const requests: ResourceRequest[] = [];
  const create: Provider["create"] = (resource) => {
    requests.push(resource);
    return provider.create(resource);
  };
  return { provider: { ...provider, create }, requests };
}
