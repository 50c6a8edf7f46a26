import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sfn from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "../shared/log-group";
import { WORKFLOW_NAMES } from "../shared/names";
import { roleHooks } from "../shared/access/role-change";
import { named } from "../shared/tags";
import { type NormalizedDefinition } from "./definition";
import { lintedText } from "./definition/lint";
import { type MachineContext } from "./resolve";
import { type MachineRole } from "./role";
import { aliasHooks } from "./versions/hooks";

/** Creates the machine's own log group, unless there is to be none. */
export function createMachineLogGroup(context: MachineContext): cloudwatch.LogGroup | undefined {
  const { base, createLogGroup: wanted, logRetentionInDays, logGroupKmsKeyArn } = context.args;
  if (!wanted) return undefined;
  const logGroupName = WORKFLOW_NAMES.stateMachineLogGroup(base);
  return createLogGroup(context, logGroupName, logRetentionInDays, logGroupKmsKeyArn);
}

/** Creates the state machine itself; with an alias, every change publishes a version. */
export function createMachine(
  { name, args, account, parent }: MachineContext,
  definition: NormalizedDefinition,
  role: MachineRole,
  logGroup: cloudwatch.LogGroup | undefined,
): sfn.StateMachine {
  return new sfn.StateMachine(
    name,
    {
      name: args.machineName,
      type: args.type,
      roleArn: role.arn,
      definition: inPartition(lintedText(definition, args.type), account.partition),
      publish: args.alias === false ? undefined : true,
      // The provider keeps what a missing block was before, so off is sent (docs/turning-off.md).
      loggingConfiguration: logGroup
        ? {
            logDestination: pulumi.interpolate`${logGroup.arn}:*`,
            level: args.logLevel,
            includeExecutionData: args.includeExecutionData,
          }
        : { level: "OFF" },
      tracingConfiguration: { enabled: args.tracing },
      encryptionConfiguration: args.kmsKeyArn
        ? {
            type: "CUSTOMER_MANAGED_KMS_KEY",
            kmsKeyId: args.kmsKeyArn,
            kmsDataKeyReusePeriodSeconds: args.kmsDataKeyReusePeriodSeconds,
          }
        : { type: "AWS_OWNED_KEY" },
      tags: named(args.baseTags, args.machineName),
    },
    // Without its permissions the machine is refused: AWS checks the role's log delivery and key on creation.
    {
      parent,
      dependsOn: role.ready,
      hooks: roleHooks("aws:sfn/stateMachine:StateMachine", name),
    },
  );
}

/** The definition with the ARNs of integrations, which are written with `aws` everywhere, as this partition has them. */
function inPartition(
  text: pulumi.Output<string>,
  partition: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi
    .all([text, partition])
    .apply(([known, here]) => known.replaceAll('"arn:aws:states:::', `"arn:${here}:states:::`));
}

/**
 * Creates the alias that follows the newest version, unless there is to be none. AWS deletes it with its machine, so it
 * is replaced with the machine, and before it: the new one may have the same ARN.
 */
export function createAlias(
  { name, args, parent }: MachineContext,
  machine: sfn.StateMachine,
): sfn.Alias | undefined {
  if (args.alias === false) return undefined;
  return new sfn.Alias(
    `${name}-alias`,
    {
      name: args.alias,
      description: "Follows the newest published version",
      routingConfigurations: [
        { stateMachineVersionArn: machine.stateMachineVersionArn, weight: 100 },
      ],
    },
    {
      parent,
      replaceWith: [machine],
      deleteBeforeReplace: true,
      hooks: aliasHooks(`${name}-alias`, args),
    },
  );
}
