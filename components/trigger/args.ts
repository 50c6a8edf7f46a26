import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";

/** The part of a state machine that a trigger needs; a {@link StateMachine} has it. */
export interface TriggeredMachine {
  /** ARN of the alias to start. */
  readonly aliasArn: pulumi.Input<string>;
  /** STANDARD or EXPRESS. */
  readonly type: string;
}

/** Starts at times. */
export interface ScheduleSource {
  /** `rate(1 hour)`, `cron(0 3 * * ? *)` or `at(2027-01-01T03:00:00)`. */
  readonly expression: string;
  /** The time zone of the expression, for example `Europe/Berlin`. Defaults to UTC. */
  readonly timezone?: string;
  /** The execution's input. Defaults to an empty object. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Starts at events. */
export interface EventSource {
  /** Which events (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html). */
  readonly pattern: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** The bus that they are on. Defaults to the account's default bus. */
  readonly eventBusName?: pulumi.Input<string>;
  /** The part of the event that is the input, for example `$.detail`. Defaults to the whole event. */
  readonly inputPath?: string;
}

/** Starts at new objects in a bucket, with the bucket's event as input. */
export interface UploadSource {
  readonly bucketName: pulumi.Input<string>;
  /** The keys it is for, by their beginning. Defaults to all. */
  readonly prefix?: string;
  /** The keys it is for, by their end. Defaults to all. */
  readonly suffix?: string;
  /**
   * Makes the bucket send its events to EventBridge. Defaults to true: set it to false for the second trigger of a
   * bucket, and where something else sets the bucket's notifications, of which S3 has one setting.
   */
  readonly notify?: boolean;
}

/** Starts at messages of a queue, with a list of them as input; the queue's own dead-letter queue takes what fails. */
export interface QueueSource {
  readonly arn: pulumi.Input<string>;
  /** The key that the queue is encrypted with. Defaults to none of the account's own. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Messages of one execution at most, 1 to 10,000. Defaults to 1. */
  readonly batchSize?: number;
}

/** Starts at requests to an HTTP API; an Express workflow answers with its result. */
export interface HttpSource {
  /** Method and path, for example `POST /orders`. */
  readonly route: string;
  /** `iam` admits whom IAM allows, `none` everybody; or who has a token of an issuer. Defaults to iam. */
  readonly authorization?:
    "iam" | "none" | { readonly issuer: string; readonly audience: readonly string[] };
  /**
   * A header whose value names the execution, so that a repeated request starts nothing anew: the callers must send it.
   * For a Standard workflow. Defaults to none.
   */
  readonly idempotencyHeader?: string;
  /** Requests a second, 1 to 10,000. Defaults to 50, and twice as many at once. */
  readonly requestsPerSecond?: number;
  /** Days that access logs are kept. Defaults to 365. */
  readonly logRetentionInDays?: number;
}

/** What starts a workflow: one of five. */
export interface TriggerSources {
  /** One of five: at times. */
  readonly schedule?: ScheduleSource;
  /** One of five: at events of a bus. */
  readonly events?: EventSource;
  /** One of five: at new objects in a bucket. */
  readonly upload?: UploadSource;
  /** One of five: at messages of a queue. */
  readonly queue?: QueueSource;
  /** One of five: at requests to an HTTP API. */
  readonly http?: HttpSource;
}

/** What a trigger needs to know. Its names begin with `<prefix>-<environment>-<name>-trigger`. */
export interface TriggerArgs extends CommonArgs, TriggerSources {
  /** What the trigger is for, in a word; a workflow's triggers have different names. */
  readonly name: string;
  /** The machine to start, through its alias. */
  readonly stateMachine: TriggeredMachine;
  /** Seconds for which a start is tried again, 60 to 86,400, of a schedule or event. Defaults to 3,600. */
  readonly maxAgeSeconds?: number;
  /** How often it is tried again, 0 to 185. Defaults to 10. */
  readonly maxAttempts?: number;
  /** The key that encrypts schedule, dead-letter queue and access logs. Defaults to one of the trigger's own. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}
