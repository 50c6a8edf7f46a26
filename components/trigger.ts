import * as pulumi from "@pulumi/pulumi";
import { keyOrOwn } from "./kms/own-key";
import { type KeyService } from "./kms/service-statements";
import { contextOf } from "./shared/context";
import { type TriggerArgs, type TriggerSources } from "./trigger/args";
import { checkTriggerArgs } from "./trigger/check";
import { createRule, createUpload } from "./trigger/events";
import { createApi } from "./trigger/http";
import { createPipe } from "./trigger/pipe";
import {
  type CreatedTrigger,
  resolveTrigger,
  SOURCES,
  type TriggerContext,
} from "./trigger/resolve";
import { createSchedule } from "./trigger/schedule";

/** How each source is created. */
const CREATE: {
  readonly [Source in keyof TriggerSources]-?: (
    context: TriggerContext,
    source: NonNullable<TriggerSources[Source]>,
  ) => CreatedTrigger;
} = {
  schedule: createSchedule,
  events: createRule,
  upload: createUpload,
  queue: createPipe,
  http: createApi,
};

/** Who uses the key of each source; empty where nothing of the trigger's own is encrypted. */
const KEY_USERS: Readonly<Record<keyof TriggerSources, readonly KeyService[]>> = {
  schedule: ["scheduler", "sqs"],
  events: ["sqs", "events"],
  upload: ["sqs", "events"],
  queue: [],
  http: ["logs"],
};

/**
 * What starts a workflow: a schedule, events, uploads, messages or requests. It starts the alias, with a role for that
 * alone, tries again, and keeps what it could not start.
 */
export class Trigger extends pulumi.ComponentResource {
  /** ARN of the schedule, rule, pipe or API. */
  public readonly arn: pulumi.Output<string>;
  /** Name of the queue of starts that could not be made; undefined for a queue, which has its own, and for HTTP. */
  public readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** Where requests go, without the path; undefined for what takes none. */
  public readonly url: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: TriggerArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTriggerArgs(args);
    super("stepfunctions:index:Trigger", name, {}, opts);
    const base = contextOf(this, name, resolveTrigger(args));
    const kind = SOURCES.find((source) => args[source] !== undefined)!;
    const services = KEY_USERS[kind];
    const kmsKeyArn = services.length > 0 ? keyOrOwn(base, "trigger", services) : undefined;
    const create = CREATE[kind] as (context: TriggerContext, source: unknown) => CreatedTrigger;
    const { arn, deadLetters, url } = create({ ...base, kmsKeyArn }, args[kind]);

    this.arn = arn;
    this.deadLetterQueueName = deadLetters?.name;
    this.url = url;
    this.registerOutputs({ arn, deadLetterQueueName: this.deadLetterQueueName, url });
  }
}
