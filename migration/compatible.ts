import * as pulumi from "@pulumi/pulumi";
import { componentArgs, type ModuleMapping, type Variables } from "./variables";

/**
 * The arguments by which a component does what a Terraform module did, when the stack's settings hold the module's
 * variables; the hardened ones otherwise.
 */
export function compatible<V extends Variables, A extends object, C extends pulumi.Resource>(
  module: ModuleMapping<V, A, C>,
  variables: Readonly<Record<string, unknown>> | undefined,
  hardened: () => A,
): A {
  return variables === undefined ? hardened() : componentArgs(module, variables);
}
