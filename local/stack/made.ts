import type { AwsProvider } from "../../engine/aws";
import type { Created, ResourceRequest, StackDocument } from "../../engine/program";

/** A change that needs the stack to be made anew: of something that is gone, or cannot be changed in place. */
export class NotInPlace extends Error {
  public override readonly name = "NotInPlace";
}

/** What is made of a stack, so that another round makes only what is new, and changes only what is not as it was. */
export class MadeResources {
  private readonly made = new Map<string, { readonly asked: string; readonly created: Created }>();
  /** The resources of this round as they are offline, with the contents of their files. */
  private offline = new Map<string, string>();

  public constructor(private readonly cloud: AwsProvider) {}

  /** Begins a round. @throws NotInPlace when it lacks something that is made */
  public begin({ resources }: StackDocument): void {
    this.offline = new Map(resources.map((each) => [each.urn, JSON.stringify(each.inputs)]));
    const gone = [...this.made.keys()].find((urn) => !this.offline.has(urn));
    if (gone !== undefined) throw new NotInPlace(`${gone} is not in the program any more`);
  }

  /** Makes a resource, or changes it where it is made and not the same, or leaves it. @throws NotInPlace */
  public async create(request: ResourceRequest): Promise<Created> {
    const asked = `${this.offline.get(request.urn)} ${JSON.stringify(request.inputs)}`;
    const before = this.made.get(request.urn);
    if (before?.asked === asked) return before.created;
    const created = before
      ? await this.cloud.update(request, before.created)
      : await this.cloud.create(request);
    if (!created) throw new NotInPlace(`${request.name} cannot be changed in place`);
    this.made.set(request.urn, { asked, created });
    return created;
  }
}
