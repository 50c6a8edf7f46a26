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

export type AuditContext = Context<ResolvedAudit>;

export type ResolvedAudit = ResolvedNamed<AuditArgs, typeof AUDIT_DEFAULTS>;

export function resolveAudit(args: AuditArgs): ResolvedAudit {
  return resolveNamed(args, AUDIT_DEFAULTS);
}
