import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import * as exported from "pulumi-aws-stepfunctions";

/** The package's name in a schema, which the components' type tokens begin with. */
export const PACKAGE = "stepfunctions";

/** A component's class, as the provider constructs it: from arguments that its check reads first. */
export type ComponentClass = new (
  name: string,
  args: never,
  options?: ComponentResourceOptions,
) => ComponentResource;

/** The components of the package by their type token: all that it exports. */
export const COMPONENTS: Readonly<Record<string, ComponentClass>> = Object.fromEntries(
  Object.values<unknown>(exported)
    .filter(isComponent)
    .map((component) => [`${PACKAGE}:index:${component.name}`, component]),
);

function isComponent(value: unknown): value is ComponentClass {
  return typeof value === "function" && value.prototype instanceof ComponentResource;
}
