import * as pulumi from "@pulumi/pulumi";
import { type AuditArgs } from "./audit/args";
import { checkAuditArgs } from "./audit/check";
import { resolveAudit } from "./audit/resolve";
import { createTrail } from "./audit/trail";
import { contextOf } from "./shared/context";

/**
 * A CloudTrail trail of all regions, validated, encrypted and with a log group, that also records who read or wrote
 * the payload objects and who invoked the functions; its log files go to a hardened bucket of its own.
 */
export class Audit extends pulumi.ComponentResource {
  /** ARN of the trail, own or existing. */
  public readonly trailArn: pulumi.Output<string>;
  /** Name of the own bucket of log files; undefined with an existing trail. */
  public readonly bucketName: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    checkAuditArgs(args);
    super("stepfunctions:index:Audit", name, {}, opts);
    const context = contextOf(this, name, resolveAudit(args));
    const own = args.trailArn === undefined ? createTrail(context) : undefined;

    this.trailArn = own?.trail.arn ?? pulumi.output(args.trailArn!);
    this.bucketName = own?.bucket.bucketName;
    this.registerOutputs({ trailArn: this.trailArn, bucketName: this.bucketName });
  }
}
