import { stableStringify } from "../json/stable";
import type { Condition, PolicyDocument, Statement } from "./document";

/** Most characters of an inline policy of a role, blanks not counted. Source: IAM quotas (all inline policies together). */
export const INLINE_POLICY_LIMIT = 10_240;

/** Most characters of a managed policy, blanks not counted. Source: IAM quotas. */
export const MANAGED_POLICY_LIMIT = 6_144;

/** Actions on resources, under a condition perhaps. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/**
 * The fewest statements that allow exactly `grants`: one for each set of resources and condition, in the order of their
 * actions, whatever order the grants come in. A Sid is made of the statement's first action, so it stays as others come and go.
 */
export function statements(grants: readonly Grant[]): Statement[] {
  const byAction = new Map<
    string,
    { action: string; condition?: Condition; resources: Set<string> }
  >();
  for (const { actions, resources, condition } of grants)
    for (const action of actions) {
      const key = stableStringify([action.toLowerCase(), condition ?? null]);
      const entry = byAction.get(key) ?? { action, condition, resources: new Set<string>() };
      for (const resource of resources) entry.resources.add(resource);
      byAction.set(key, entry);
    }
  const groups = new Map<
    string,
    { actions: string[]; resources: string[]; condition?: Condition }
  >();
  for (const key of [...byAction.keys()].sort()) {
    const { action, condition, resources } = byAction.get(key) as {
      action: string;
      condition?: Condition;
      resources: Set<string>;
    };
    const sorted = covering(resources);
    const same = stableStringify([sorted, condition ?? null]);
    const group = groups.get(same) ?? { actions: [], resources: sorted, condition };
    group.actions.push(action);
    groups.set(same, group);
  }
  return named([...groups.values()]);
}

/** Sorted, without what another entry of the list allows anyway. */
function covering(resources: ReadonlySet<string>): string[] {
  if (resources.has("*")) return ["*"];
  const sorted = [...resources].sort();
  const stems = sorted
    .filter((entry) => /^[^*?]*\*$/.test(entry))
    .map((entry) => entry.slice(0, -1));
  return sorted.filter(
    (entry) => !stems.some((stem) => entry.startsWith(stem) && entry !== `${stem}*`),
  );
}

function named(
  groups: readonly { actions: string[]; resources: string[]; condition?: Condition }[],
): Statement[] {
  const used = new Map<string, number>();
  return groups.map(({ actions, resources, condition }) => {
    const stem = sidOf(actions[0] ?? "");
    const count = (used.get(stem) ?? 0) + 1;
    used.set(stem, count);
    return {
      Sid: count === 1 ? stem : `${stem}${count}`,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition ? { Condition: condition } : {}),
    };
  });
}

/** `lambda:InvokeFunction` gives `LambdaInvokeFunction`. A Sid has letters and digits only. */
function sidOf(action: string): string {
  return action
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The size of a policy as IAM counts it: without blanks. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, "").length;
}

/**
 * `document` as several that each fit into `limit` characters, statements in their order; one statement too long for
 * a document is divided by its resources.
 * @throws RangeError when a single resource does not fit
 */
export function splitPolicy(
  document: PolicyDocument,
  limit = MANAGED_POLICY_LIMIT,
): PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of document.Statement.flatMap((one) => pieces(one, limit))) {
    const last = documents.at(-1);
    if (last && size([...last, statement]) <= limit) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map((Statement) => ({ Version: document.Version, Statement }));
}

const size = (Statement: Statement[]): number => policySize({ Version: "2012-10-17", Statement });

function pieces(statement: Statement, limit: number): Statement[] {
  if (size([statement]) <= limit) return [statement];
  const resources = [statement.Resource ?? []].flat();
  if (resources.length < 2)
    throw new RangeError(`statement ${statement.Sid} alone is longer than ${limit} characters`);
  const half = Math.ceil(resources.length / 2);
  const parts = [resources.slice(0, half), resources.slice(half)];
  return parts.flatMap((Resource, index) =>
    pieces(
      { ...statement, Sid: `${statement.Sid}${index === 0 ? "" : `Part${half}`}`, Resource },
      limit,
    ),
  );
}
