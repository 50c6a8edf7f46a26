import { groupBy } from "../group-by";
import { stableStringify } from "../json";
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
  // IAM takes no statement without resources; such a grant allows nothing.
  const single = grants
    .filter(({ resources }) => resources.length > 0)
    .flatMap(({ actions, ...rest }) => actions.map((action) => ({ action, ...rest })));
  const byAction = groupBy(single, ({ action, condition }) =>
    stableStringify([action.toLowerCase(), condition ?? null]),
  );
  const sorted = [...byAction].sort(([left], [right]) => (left < right ? -1 : 1));
  const covered = sorted.map(([, same]) => ({
    ...same[0],
    resources: covering(new Set(same.flatMap(({ resources }) => resources))),
  }));
  const groups = groupBy(covered, ({ resources, condition }) =>
    stableStringify([resources, condition ?? null]),
  );
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

/** A statement for each group of actions that have resources and condition in common. */
function named(
  groups: readonly (readonly [
    { readonly action: string; readonly resources: string[]; readonly condition?: Condition },
    ...{ readonly action: string }[],
  ])[],
): Statement[] {
  const used = new Map<string, number>();
  return groups.map((group) => {
    const [{ action, resources, condition }] = group;
    const stem = sidOf(action);
    const count = (used.get(stem) ?? 0) + 1;
    used.set(stem, count);
    return {
      Sid: count === 1 ? stem : `${stem}${count}`,
      Effect: "Allow",
      Action: group.map((each) => each.action),
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
 * `document` as several that each fit into `limit` characters, the first into `first`, statements in their order. What does
 * not fit into the rest of a document goes on in the next, a statement also between its resources, so that a new resource
 * moves as little as possible. A document that fits stays as it is.
 * @throws RangeError when a single resource does not fit
 */
export function splitPolicy(
  document: PolicyDocument,
  limit = MANAGED_POLICY_LIMIT,
  first = limit,
): PolicyDocument[] {
  const documents: Statement[][] = [[]];
  let last = documents[0]!;
  for (const statement of document.Statement) {
    let rest = [statement.Resource ?? []].flat();
    for (;;) {
      const room = documents.length === 1 ? first : limit;
      const fitting = fittingResources(last, { ...statement, Resource: rest }, room);
      if (fitting === rest.length) break;
      if (fitting > 0) last.push({ ...statement, Resource: rest.slice(0, fitting) });
      else if (last.length === 0)
        throw new RangeError(`statement ${statement.Sid} alone is longer than ${room} characters`);
      rest = rest.slice(fitting);
      documents.push((last = []));
    }
    const isWhole = rest.length === [statement.Resource ?? []].flat().length;
    last.push(isWhole ? statement : { ...statement, Resource: rest });
  }
  return documents.map((Statement) => ({ Version: document.Version, Statement }));
}

/** How many resources of `statement` fit beside `others`; none for a statement that does not fit with its first. */
function fittingResources(others: Statement[], statement: Statement, limit: number): number {
  const resources = statement.Resource as string[];
  const fits = (count: number): boolean =>
    size([...others, { ...statement, Resource: resources.slice(0, count) }]) <= limit;
  if (fits(resources.length)) return resources.length;
  let [low, high] = [0, resources.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const size = (Statement: Statement[]): number => policySize({ Version: "2012-10-17", Statement });
