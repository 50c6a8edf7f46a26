import { bucketProblems } from "../s3/check";
import { checkArguments } from "../shared/arguments/argument-rules";
import { WORKFLOW_NAMES } from "../shared/names";
import { type Problems } from "../shared/problems";
import { type AuditArgs } from "./args";
import { resolveAudit } from "./resolve";
import { selectorValues, trailBucketArgs } from "./trail";

/**
 * Checks the arguments of an audit trail.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkAuditArgs(args: AuditArgs): void {
  const problems = checkArguments("Audit", args).tags(args, { roles: true });
  if (args.trailArn === undefined) checkOwnTrail(args, problems);
  problems.done("Audit");
}

function checkOwnTrail(args: AuditArgs, problems: Problems): void {
  const resolved = resolveAudit(args);
  const { base, buckets, functions } = resolved;
  const longer = buckets.length > functions.length ? "buckets" : "functions";
  problems
    .add("kmsKeyArn", args.kmsKeyArn === undefined && "is missing: an own trail is encrypted")
    .size(longer, "selectorValues", selectorValues(resolved))
    .name("name", "trail", WORKFLOW_NAMES.trail(base))
    .name("name", "role", WORKFLOW_NAMES.trailRole(base))
    .name("name", "logGroup", WORKFLOW_NAMES.trailLogGroup(base))
    .nested(
      bucketProblems(trailBucketArgs(resolved)).found,
      { kmsKeyArn: undefined, bucketName: "name", suffix: "suffix" },
      "bucket",
    );
}
