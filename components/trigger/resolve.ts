import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { type TriggerArgs, type TriggerSources } from "./args";

/** What a trigger is when nobody says otherwise. */
export const TRIGGER_DEFAULTS = {
  maxAgeSeconds: 3_600,
  maxAttempts: 10,
} satisfies Partial<TriggerArgs>;

/** What HTTP requests get when nobody says otherwise. */
export const HTTP_DEFAULTS = {
  authorization: "iam",
  requestsPerSecond: 50,
  logRetentionInDays: 365,
} satisfies Partial<TriggerArgs["http"]>;

interface ResolvedTrigger extends ResolvedNamed<TriggerArgs, typeof TRIGGER_DEFAULTS> {
  /** What its resources' names begin with. */
  readonly triggerName: string;
  readonly express: boolean;
}

/** What the parts of a trigger are created from. */
export interface TriggerContext extends Context<ResolvedTrigger> {
  /** The key given or an own one; undefined where there is nothing to encrypt. */
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
}

/** What every kind of trigger leaves for the component. */
export interface CreatedTrigger {
  /** ARN of the schedule, rule, pipe or API. */
  readonly arn: pulumi.Output<string>;
  /** Where starts go that could not be made; undefined where the sender itself is told. */
  readonly deadLetters?: sqs.Queue;
  /** Where requests go; undefined for what takes none. */
  readonly url?: pulumi.Output<string>;
}

/** What starts workflows. */
export const SOURCES = [
  "schedule",
  "events",
  "upload",
  "queue",
  "http",
] as const satisfies readonly (keyof TriggerSources)[];

/** The name of the role that a trigger starts the machine with. */
export function roleName({ triggerName }: Pick<ResolvedTrigger, "triggerName">): string {
  return `${triggerName}-role`;
}

export function resolveTrigger(args: TriggerArgs): ResolvedTrigger {
  const resolved = resolveNamed(args, TRIGGER_DEFAULTS);
  const express = args.stateMachine.type.toUpperCase() === "EXPRESS";
  return { ...resolved, express, triggerName: `${resolved.base}-trigger` };
}
