import type { Reader } from "../../host/reader";
import type { Resource } from "../../host/resource";
import type { ResourceCheck } from "../../host/rule";

/** What a property must be; a pattern is for its text, and passes what is not set only where it says so. */
type Requirement = string | { readonly pattern: string; readonly optional?: boolean };

/** What is asked of the properties of resources of some types, each by itself. */
export interface Requirements {
  readonly types: readonly string[];
  /** By the property's path: `set`, `own key`, `true`, `not true`, `not false` or a pattern. */
  readonly require: Readonly<Record<string, Requirement>>;
  /** What follows when it is not so, for the message. */
  readonly consequence?: string | undefined;
}

/** A check of nothing but properties. */
export function requiring({ types, require, consequence }: Requirements): ResourceCheck {
  const why = consequence === undefined ? "" : `: ${consequence}`;
  return {
    types,
    check: ({ resource, report, part }) => {
      for (const [path, requirement] of Object.entries(require)) {
        void part(() => {
          const fault = faultOf(resource, path, requirement);
          if (fault !== undefined) report(`${path} ${fault}${why}.`);
        });
      }
    },
  };
}

function faultOf(resource: Resource, path: string, wanted: Requirement): string | undefined {
  switch (wanted) {
    case "set":
      return resource.value(path) === undefined || resource.value(path) === ""
        ? "is not set"
        : undefined;
    case "own key":
      return keyFault(resource, path);
    case "true":
      return resource.flag(path) === true ? undefined : "is not true";
    case "not true":
      return resource.flag(path) === true ? "is true" : undefined;
    case "not false":
      return resource.flag(path) === false ? "is false" : undefined;
  }
  if (typeof wanted === "string") throw new Error(`${path}: there is no requirement ${wanted}`);
  const text = resource.text(path);
  const isGood = text ? new RegExp(wanted.pattern).test(text) : wanted.optional === true;
  return isGood ? undefined : `is ${text ?? "unset"}`;
}

/** What is wrong with a property that has to name a key of our own. */
export function keyFault(resource: Reader, path: string): string | undefined {
  const key = resource.text(path);
  if (!key) return "is not set";
  return isKeyOfAws(key) ? `is ${key}, AWS's own key` : undefined;
}

/** Whether a key is one that AWS made for a service: nobody else has a say in its policy. */
export function isKeyOfAws(key: string): boolean {
  return /(^|:)(alias\/)?aws\//.test(key);
}
