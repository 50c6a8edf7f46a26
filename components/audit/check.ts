import { bucketProblems } from "../s3/check";
import { WORKFLOW_NAMES } from "../shared/names";
import { Problems, requirePlain } from "../shared/problems";
import { LOG_RETENTION_DAYS } from "../shared/retention";
import { type AuditArgs } from "./args";
import { resolveAudit } from "./resolve";
import { trailBucketArgs } from "./trail";

/** Arguments that decide names, or which resources there are. */
const PLAIN = ["prefix", "environment", "name", "suffix"] as const;

/**
 * Checks the arguments of an audit trail.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkAuditArgs(args: AuditArgs): void {
  requirePlain("Audit", args, PLAIN);
  const problems = new Problems()
    .required(args, "prefix", "environment", "name")
    .form("trailArn", "trail", args.trailArn)
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .forms("buckets", "bucket", args.buckets)
    .forms("functions", "function", args.functions)
    .size("buckets", "dataResources", args.buckets?.length ?? 0)
    .size("functions", "dataResources", args.functions?.length ?? 0)
    .oneOf("retentionInDays", args.retentionInDays, LOG_RETENTION_DAYS)
    .tags(args, { roles: true });
  if (args.trailArn === undefined) checkOwnTrail(args, problems);
  problems.done("Audit");
}

function checkOwnTrail(args: AuditArgs, problems: Problems): void {
  const resolved = resolveAudit(args);
  const { base } = resolved;
  const shared = { prefix: undefined, environment: undefined, tags: undefined };
  problems
    .add("kmsKeyArn", args.kmsKeyArn === undefined && "is missing: an own trail is encrypted")
    .name("name", "trail", WORKFLOW_NAMES.trail(base))
    .name("name", "role", WORKFLOW_NAMES.trailRole(base))
    .name("name", "logGroup", WORKFLOW_NAMES.trailLogGroup(base))
    .nested(
      bucketProblems(trailBucketArgs(resolved)).found,
      { ...shared, kmsKeyArn: undefined, bucketName: "name", suffix: "suffix" },
      "bucket",
    );
}
