import type { Resource } from "../../host/resource";

/** The tags of a resource; nothing when there are none. */
export function tagsOf(resource: Resource): Readonly<Record<string, unknown>> {
  const tags = resource.plain("tags") ?? {};
  return typeof tags === "object" ? (tags as Record<string, unknown>) : {};
}
