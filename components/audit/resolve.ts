import { type Resolved, withDefaults } from "../shared/args";
import { resourceName } from "../shared/names";
import { baseTags, type Tags } from "../shared/tags";
import { type AuditArgs } from "./args";

/** What an audit trail is when nobody says otherwise. */
export const AUDIT_DEFAULTS = {
  buckets: [],
  functions: [],
  retentionInDays: 365,
  forceDestroy: false,
} satisfies Partial<AuditArgs>;

/** The arguments of an audit trail with every default filled in. */
export interface ResolvedAudit extends Resolved<AuditArgs, typeof AUDIT_DEFAULTS> {
  /** `<prefix>-<environment>-<name>`, which every name begins with. */
  readonly base: string;
  readonly roleName: string;
  /** The tags of every resource, without its Name. */
  readonly baseTags: Tags;
}

/** Fills in the defaults. */
export function resolveAudit(args: AuditArgs): ResolvedAudit {
  const base = resourceName(args.prefix, args.environment, args.name);
  return {
    ...withDefaults(args, AUDIT_DEFAULTS),
    base,
    roleName: `${base}-trail-role`,
    baseTags: baseTags(args.environment, args.tags),
  };
}
