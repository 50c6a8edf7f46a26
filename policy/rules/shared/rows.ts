import type { InJson } from "asl-toolkit/rule";
import type { PolicyMeta, PolicyRule, ResourceRule, StackRule } from "../../host/rule";
import { requiring, type Requirements } from "./requirements";

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
