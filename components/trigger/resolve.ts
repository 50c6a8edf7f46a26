import type * as pulumi from "@pulumi/pulumi";
import { type ResolvedNamed, resolveNamed } from "../shared/args";
import { type Context } from "../shared/context";
import { Problems } from "../shared/problems";
import { LOG_RETENTION_DAYS } from "../shared/retention";
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

/** The arguments of a trigger with every default filled in. */
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

/** What starts workflows. */
export const SOURCES = [
  "schedule",
  "events",
  "upload",
  "queue",
  "http",
] as const satisfies readonly (keyof TriggerSources)[];

/**
 * Checks the arguments; limits from the API references (RetryPolicy, CreatePipe, throttling).
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTriggerArgs(args: TriggerArgs): void {
  const { schedule, events, queue, http } = args;
  const { triggerName, express } = resolveTrigger(args);
  const given = SOURCES.filter((source) => args[source] !== undefined);
  new Problems()
    .required(args, "prefix", "environment", "name")
    .name("name", "trigger", triggerName)
    .name("name", "role", `${triggerName}-role`)
    .add(
      "schedule",
      given.length !== 1 && `give one of ${SOURCES.join(", ")}, not ${given.join(", ") || "none"}`,
    )
    .add(
      "schedule.expression",
      schedule &&
        !/^(rate|cron|at)\(.+\)$/.test(schedule.expression) &&
        `is ${JSON.stringify(schedule.expression)}: must be rate(...), cron(...) or at(...)`,
    )
    .add(
      "events.inputPath",
      events?.inputPath !== undefined &&
        !events.inputPath.startsWith("$") &&
        `is ${JSON.stringify(events.inputPath)}: must begin with $`,
    )
    .wholeNumber("queue.batchSize", queue?.batchSize, 1, 10_000)
    .add(
      "http.route",
      http &&
        !/^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*$/.test(http.route) &&
        `is ${JSON.stringify(http.route)}: must be a method and a path such as POST /orders`,
    )
    .add(
      "http.idempotencyHeader",
      http?.idempotencyHeader !== undefined &&
        express &&
        "is for Standard workflows: AWS does not compare the names of Express executions",
    )
    .wholeNumber("http.requestsPerSecond", http?.requestsPerSecond, 1, 10_000)
    .oneOf("http.logRetentionInDays", http?.logRetentionInDays, LOG_RETENTION_DAYS)
    .wholeNumber("maxAgeSeconds", args.maxAgeSeconds, 60, 86_400)
    .wholeNumber("maxAttempts", args.maxAttempts, 0, 185)
    .tags(args, { roles: true })
    .done("Trigger");
}

/** Fills in the defaults. */
export function resolveTrigger(args: TriggerArgs): ResolvedTrigger {
  const resolved = resolveNamed(args, TRIGGER_DEFAULTS);
  const express = args.stateMachine.type.toUpperCase() === "EXPRESS";
  return { ...resolved, express, triggerName: `${resolved.base}-trigger` };
}
