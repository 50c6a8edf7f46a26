import { isRecord } from "asl-toolkit/json";
import type { Resource } from "../../host/resource";

/** The tags of a resource; nothing when there are none. */
export function tagsOf(resource: Resource, property = "tags"): Readonly<Record<string, unknown>> {
  const tags = resource.plain(property);
  return isRecord(tags) ? tags : {};
}
