import type { IntegrationCall } from "../../integrations/call";
import { ANY, type Resources, together } from "../../integrations/required-permission";
import { applies, type PermissionRow, resourcesOn } from "../../integrations/template";
import type { Action } from "../../iam/actions";
import { patternResources } from "./resources/arn-patterns";
import { NAMED } from "./resources/named";
import rows from "./resources/resource-rows.json";

/** How arguments name the resources of actions otherwise than by parts of their ARNs; the first row that fits counts. */
interface Row extends Pick<PermissionRow, "if" | "unless" | "on"> {
  /** The actions, as a pattern. */
  readonly of: string;
  /** The kind of resource, as a pattern. Defaults to any. */
  readonly kind?: string;
  /** Whether the ARN patterns say which resources of other kinds the action is on besides. Defaults to none. */
  readonly andOthers?: boolean;
}

const ROWS = (rows as readonly Row[]).map((row) => ({
  ...row,
  of: new RegExp(`^${row.of}$`),
  kind: new RegExp(`^${row.kind ?? ".*"}$`),
}));

/** The resources of `action`, which a call to `aws-sdk:<id>` is authorised by. */
export function sdkResources(action: Action, call: IntegrationCall, id: string): Resources {
  if (action.kinds.length === 0) return ANY;
  const row = ROWS.find(
    ({ of, kind, ...when }) =>
      of.test(action.name) && action.kinds.some((each) => kind.test(each)) && applies(when, call),
  );
  if (row === undefined) return patternResources(action, call, id);
  const named = resourcesOn(row.on, call, NAMED.resources);
  const kinds = action.kinds.filter((kind) => !row.kind.test(kind));
  if (!row.andOthers || kinds.length === 0) return named;
  const others = patternResources({ ...action, kinds }, call, id);
  return others === ANY ? named : together([named, others]);
}
