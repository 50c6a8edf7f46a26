import type { PolicyResource } from "@pulumi/policy";
import { Reader } from "./reader";

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
