import * as pulumi from "@pulumi/pulumi";

/** T in which an Input may stand at every depth: what another resource supplies, as a policy document names it. */
export type DeepInput<T> = pulumi.Input<
  T extends object ? { readonly [Name in keyof T]: DeepInput<T[Name]> } : T
>;

/** Whether a value is known only while resources are made. */
export function isDeferredInput(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
