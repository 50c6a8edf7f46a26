import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { type AuditArgs } from "./args";

/** What an audit trail is when nobody says otherwise. */
export const AUDIT_DEFAULTS = {
  buckets: [],
  functions: [],
  retentionInDays: 365,
  forceDestroy: false,
} satisfies Partial<AuditArgs>;

/** What the parts of an audit trail are created from. */
export type AuditContext = Context<ResolvedAudit>;

/** The arguments of an audit trail with every default filled in. */
export type ResolvedAudit = ResolvedNamed<AuditArgs, typeof AUDIT_DEFAULTS>;

/** Fills in the defaults. */
export function resolveAudit(args: AuditArgs): ResolvedAudit {
  return resolveNamed(args, AUDIT_DEFAULTS);
}
