import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";

/** What an audit trail needs to know. */
export interface AuditArgs extends CommonArgs {
  /** Last part of every name: the trail is `<prefix>-<environment>-<name>-trail`. */
  readonly name: string;
  /** The ARN of a trail that exists; nothing is created then. Defaults to an own trail. */
  readonly trailArn?: pulumi.Input<string>;
  /** The key that encrypts log files and log group. Needed for an own trail. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** ARNs of the buckets whose objects are watched. Defaults to none. */
  readonly buckets?: readonly pulumi.Input<string>[];
  /** ARNs of the functions whose invocations are watched, in any version. Defaults to none. */
  readonly functions?: readonly pulumi.Input<string>[];
  /** Days that log files and log events are kept. Defaults to 365. */
  readonly retentionInDays?: pulumi.Input<number>;
  /** Lets the bucket be deleted with its log files. Defaults to false. */
  readonly forceDestroy?: pulumi.Input<boolean>;
  /** The suffix of the bucket's name instead of a random one. */
  readonly suffix?: string;
}
