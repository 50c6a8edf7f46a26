import { tagsOf } from "../shared/tags";
import type { Checks } from "../shared/rows";
import { unlessUnknown } from "../../host/reader";
import type { Resource } from "../../host/resource";

export const generalTags = {
  "aws-resource-tags": {
    scope: "resource",
    check: ({ resource, report, setting }) => {
      const required = setting<string[]>("required");
      if (required.length === 0) return;
      const tags = { ...tagsOf(resource), ...inherited(resource) };
      const missing = required.filter((key) => !(key in tags));
      if (missing.length > 0) report(`tags has no ${missing.join(", ")}.`);
    },
    remediate: (resource, setting) => {
      const values = setting<Record<string, string>>("values");
      const tags = tagsOf(resource);
      const missing = Object.entries(values).filter(([key]) => !(key in tags));
      return missing.length > 0 ? { tags: Object.fromEntries(missing) } : undefined;
    },
  },
} satisfies Checks;

/** Tags that the provider adds by its defaultTags. */
function inherited(resource: Resource): Record<string, unknown> {
  return unlessUnknown(() => tagsOf(resource, "tagsAll"), {});
}
