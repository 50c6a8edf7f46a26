import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../statemachine/json";
import { tagsOf } from "../state/attributes";
import type { StateResource } from "../state/state-resource";

/**
 * The tags that Terraform's provider adds to each resource by its `default_tags`: a state has them in `tags_all` only.
 *
 * @returns `others`, addresses of resources to which another configuration of the provider adds other tags.
 */
export function defaultTags(resources: readonly StateResource[]): {
  readonly tags: Readonly<Record<string, unknown>>;
  readonly others: readonly string[];
} {
  const tagged = resources.flatMap(({ address, attributes }) => {
    const { tags_all: all } = attributes;
    return isRecord(all) ? [{ address, all, own: tagsOf(attributes) }] : [];
  });
  const added = tagged.flatMap(({ all, own }) =>
    Object.entries(all).filter(([key]) => !Object.hasOwn(own, key)),
  );
  // Of two values the first counts.
  const tags = Object.fromEntries(added.reverse());
  const others = tagged.filter(({ all, own }) => !isDeepStrictEqual({ ...tags, ...own }, all));
  return { tags, others: others.map(({ address }) => address) };
}
