import type { Reader } from "./reader";

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
