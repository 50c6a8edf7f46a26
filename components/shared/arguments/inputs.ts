import * as pulumi from "@pulumi/pulumi";
import { isRecord, mapValues } from "asl-toolkit/json";

/** T in which an Input may stand at every depth: what another resource supplies, as a policy document names it. */
export type DeepInput<T> = pulumi.Input<
  T extends object ? { readonly [Name in keyof T]: DeepInput<T[Name]> } : T
>;

/** Whether a value is known only while resources are made. */
export function isDeferredInput(
  value: unknown,
): value is pulumi.Output<unknown> | Promise<unknown> {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** A copy of a value with something plain for each Output and Promise in it, at any depth. */
export function replaceDeferred(value: unknown, replace: (deferred: unknown) => string): unknown {
  if (isDeferredInput(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceDeferred(item, replace));
  return isRecord(value) ? mapValues(value, (item) => replaceDeferred(item, replace)) : value;
}

/** What `change` makes of a value: at once where it is known, and else once it is. */
export function mapInput<From, To>(
  value: pulumi.Input<From>,
  change: (value: From) => To,
): pulumi.Input<To> {
  return isDeferredInput(value)
    ? pulumi.output(value).apply((known) => change(known as From))
    : change(value as From);
}
