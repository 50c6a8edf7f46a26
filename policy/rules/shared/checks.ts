import type { InJson } from "asl-toolkit/rule";
import type {
  PolicyMeta,
  PolicyRule,
  ResourceCheck,
  ResourceRule,
  RuleContext,
  StackCheck,
  StackContext,
  StackRule,
} from "../../host/rule";
import type { Resource, StackResource } from "../../host/resource";
import type { Stack } from "../../host/stack";
import type { Reader } from "../../host/reader";

/** A row of a service's `rules.json`: what a rule says of itself, and what it asks of properties when that is all. */
interface Row extends InJson<Omit<PolicyMeta, "docs">>, Partial<Requirements> {
  readonly url: string;
  readonly settings?: object;
}

/** What a row cannot say of a rule, with the types that it is about. */
type TypedCheck = Omit<ResourceRule, "id" | "meta"> | Omit<StackRule, "id" | "meta">;

/** The same for a rule on single resources whose types are in its row. */
type Check =
  ResourceRule["check"] | Pick<ResourceRule, "check" | "remediate" | "scope"> | TypedCheck;

export type Checks = Readonly<Record<string, Check>>;

/** The rules whose rows ask nothing of properties. */
type Coded<Rows> = {
  [Id in keyof Rows]: Rows[Id] extends Pick<Requirements, "require"> ? never : Id;
}[keyof Rows];

type ChecksOf<Rows> = {
  readonly [Id in Coded<Rows>]: Rows[Id] extends Pick<Requirements, "types"> ? Check : TypedCheck;
};

/** The rules of a service: its rows, in their order, with the checks of those that need one. */
export function rulesOf<Rows extends Readonly<Record<string, Row>>, Given extends ChecksOf<Rows>>(
  rows: Rows,
  checks: Given & Record<Exclude<keyof Given, Coded<Rows>>, never>,
): readonly PolicyRule[] {
  return Object.entries<Row>(rows).map(([id, row]) => {
    const { url, settings, types = [], require, consequence, ...meta } = row;
    const given = require
      ? requiring({ types, require, consequence })
      : (checks as unknown as Checks)[id];
    const check = typeof given === "function" ? { check: given } : given;
    return { id, meta: { ...meta, docs: { url } }, types, ...(settings && { settings }), ...check };
  }) as readonly PolicyRule[];
}

/** A check of a resource by itself, which says in one sentence what is wrong with it. */
export function onResource(
  fault: (resource: Resource, setting: RuleContext["setting"]) => string | undefined,
): ResourceRule["check"] {
  return ({ resource, report, setting }) => {
    const found = fault(resource, setting);
    if (found !== undefined) report(found);
  };
}

/** A check of each resource of some types among the others, each by itself. */
export function eachOf(
  types: readonly string[],
  check: (resource: StackResource, context: StackContext) => void,
): StackCheck {
  return {
    scope: "stack",
    types,
    check: (context) =>
      context.each(context.stack.of(...types), (resource) => check(resource, context)),
  };
}

/** A check of each resource of some types among the others, which says in a few words what is wrong with it. */
export function onEach(
  types: readonly string[],
  fault: (
    resource: StackResource,
    stack: Stack,
    setting: RuleContext["setting"],
  ) => string | undefined,
): StackCheck {
  return eachOf(types, (resource, { stack, report, setting }) => {
    const found = fault(resource, stack, setting);
    if (found !== undefined) report(resource, `${resource.label} ${found}.`);
  });
}

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
