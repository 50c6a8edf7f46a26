import type { Condition } from "../iam/document";

/** ARNs, or why they cannot be known from the definition. */
export type Resources = readonly string[] | { readonly unknown: string };

/** Something that the role of a machine must be allowed. */
export interface RequiredPermission {
  readonly actions: readonly string[];
  readonly resources: Resources;
  readonly condition?: Condition;
}

/** A required permission, as the rows of the tables write it. */
export function requires(
  actions: string | readonly string[],
  resources: Resources,
  condition?: Condition,
): RequiredPermission {
  const list = typeof actions === "string" ? [actions] : actions;
  return condition ? { actions: list, resources, condition } : { actions: list, resources };
}

/** The only resource that some actions know, such as those that list or that create what has no name yet. */
export const ANY: Resources = ["*"];

/** Several resources together: unknown as soon as one of them is. */
export function together(all: readonly Resources[]): Resources {
  const unknown = all.find((resources) => "unknown" in resources);
  return unknown ?? all.flatMap((resources) => resources as readonly string[]);
}
