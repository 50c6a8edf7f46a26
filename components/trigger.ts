import * as pulumi from "@pulumi/pulumi";
import { keyOrOwn } from "./kms/own-key";
import { type KeyService } from "./kms/service-statements";
import { contextOf } from "./shared/context";
import { takeName } from "./shared/unique";
import { type TriggerArgs, type TriggerSources } from "./trigger/args";
import { checkTriggerArgs } from "./trigger/check";
import { createRule, createUpload } from "./trigger/events";
import { createApi } from "./trigger/http";
import { createPipe } from "./trigger/pipe";
import {
  type CreatedTrigger,
  resolveTrigger,
  roleName,
  SOURCES,
  type TriggerContext,
} from "./trigger/resolve";
import { createSchedule } from "./trigger/schedule";

/** How each source is created, and who uses its key; nobody where nothing of the trigger's own is encrypted. */
const KINDS: {
  readonly [Source in keyof TriggerSources]-?: {
    readonly create: (
      context: TriggerContext,
      source: NonNullable<TriggerSources[Source]>,
    ) => CreatedTrigger;
    readonly keyUsers: readonly KeyService[];
  };
} = {
  schedule: { create: createSchedule, keyUsers: ["scheduler", "sqs"] },
  events: { create: createRule, keyUsers: ["sqs", "events"] },
  upload: { create: createUpload, keyUsers: ["sqs", "events"] },
  queue: { create: createPipe, keyUsers: [] },
  http: { create: createApi, keyUsers: ["logs"] },
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
    takeName(this, "aws:iam/role:Role", roleName(base.args));
    const kind = SOURCES.find((source) => args[source] !== undefined)!;
    const { create, keyUsers } = KINDS[kind];
    const kmsKeyArn = keyUsers.length > 0 ? keyOrOwn(base, "trigger", keyUsers) : undefined;
    const { arn, deadLetters, url } = create({ ...base, kmsKeyArn }, args[kind] as never);

    this.arn = arn;
    this.deadLetterQueueName = deadLetters?.name;
    this.url = url;
    this.registerOutputs({ arn, deadLetterQueueName: this.deadLetterQueueName, url });
  }
}
