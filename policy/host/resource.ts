import type { PolicyResource } from "@pulumi/policy";
import { Reader } from "./reader";

/** A resource that a finding can be about. */
export interface ResourceRef {
  readonly urn: string;
  readonly name: string;
}

/** One resource, with its properties readable by path. */
export interface Resource extends Reader, ResourceRef {
  readonly type: string;
  readonly protect: boolean;
}

/** A resource as the engine hands it over. */
export class AnalyzedResource extends Reader implements Resource {
  public readonly type: string;
  public readonly urn: string;
  public readonly name: string;
  public readonly protect: boolean;

  public constructor({
    props,
    type,
    urn,
    name,
    opts,
  }: Pick<PolicyResource, "props" | "type" | "urn" | "name" | "opts">) {
    super(props);
    this.type = type;
    this.urn = urn;
    this.name = name;
    this.protect = opts.protect;
  }
}
