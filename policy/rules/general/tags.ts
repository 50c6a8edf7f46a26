import type { Checks } from "../shared/checks";
import { unlessUnknown } from "../../host/reader";

export const generalTags = {
  "aws-resource-tags": {
    scope: "resource",
    check: ({ resource, report, setting }) => {
      const required = setting<string[]>("required");
      if (required.length === 0) return;
      // The provider adds those of its defaultTags.
      const all = unlessUnknown(() => resource.record("tagsAll"), {});
      const tags = { ...resource.record("tags"), ...all };
      const missing = required.filter((key) => !Object.hasOwn(tags, key));
      if (missing.length > 0) report(`tags has no ${missing.join(", ")}.`);
    },
    remediate: (resource, setting) => {
      const values = setting<Record<string, string>>("values");
      const tags = resource.record("tags");
      const missing = Object.entries(values).filter(([key]) => !Object.hasOwn(tags, key));
      return missing.length > 0 ? { tags: Object.fromEntries(missing) } : undefined;
    },
  },
} satisfies Checks;
