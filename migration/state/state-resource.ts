import type { InstanceKey } from "./addresses";
import type { Attributes } from "./attributes";

/** The name of an attribute, and what is sensitive in it. */
export type MarkedValue = readonly [attribute: string, value: unknown];

/** One resource instance of a Terraform state. */
export interface StateResource {
  readonly mode: "managed" | "data";
  /** Terraform's full address, such as `module.a["x"].aws_iam_role.this[0]`. */
  readonly address: string;
  /** Address of the module instance it belongs to; empty for the root module. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  /** Key of `count` (number) or `for_each` (text); undefined without either. */
  readonly key?: InstanceKey;
  /** What Terraform knows of it. May hold secrets. */
  readonly attributes: Attributes;
  /** The values in it that the state marks as sensitive, each with the name of its attribute. */
  readonly marked: readonly MarkedValue[];
  /** Terraform intends to replace it at its next apply. */
  readonly tainted: boolean;
  /** Set when it is the old object of a replacement that never finished. */
  readonly deposed?: string;
}
