import { WORKFLOW_NAMES } from "../shared/names";
import { Problems } from "../shared/problems";
import { LOG_RETENTION_DAYS } from "../shared/retention";
import { type AuditArgs } from "./args";
import { resolveAudit } from "./resolve";

/**
 * Checks the arguments of an audit trail.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkAuditArgs(args: AuditArgs): void {
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  if (args.trailArn === undefined) {
    problems
      .add("kmsKeyArn", args.kmsKeyArn === undefined && "is missing: an own trail is encrypted")
      .name("name", "role", WORKFLOW_NAMES.trailRole(resolveAudit(args).base));
  }
  problems.oneOf("retentionInDays", args.retentionInDays, LOG_RETENTION_DAYS).done("Audit");
}
