import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ServiceIntegrations } from "asl-toolkit/integrations";
import { type Grant } from "asl-toolkit/permissions";
import { currentAccount } from "./shared/account";
import { type DefinitionSource, type SettledDefinition } from "./stepfunction/definition";
import { judgeLater, warningText } from "./stepfunction/lint";
import { checkStateMachineArgs } from "./stepfunction/check";
import { type TrustScope } from "./stepfunction/policies";
import { createMachineRole, type MachineRole } from "./stepfunction/role";
import { resourceName, WORKFLOW_NAMES } from "./shared/names";
import { baseTags, named, type Tags } from "./shared/tags";

/** Which events of an execution are logged. */
export type MachineLogLevel = "ALL" | "ERROR" | "FATAL" | "OFF";

/** What a state machine needs to know. */
export interface StateMachineArgs {
  /** First part of every name. */
  readonly prefix: string;
  /** Second part of every name, and the Environment tag. */
  readonly environment: string;
  /** Last part of every name: the machine is `<prefix>-<environment>-<name>-sfn`. */
  readonly name: string;
  /** The workflow: a typed object whose leaves may be Inputs, a file with substitutions, or JSON text. */
  readonly definition: DefinitionSource;
  /** STANDARD or EXPRESS in any letter case; a change replaces the machine. Defaults to STANDARD. */
  readonly type?: string;
  /** Grants by service integration. Defaults to the permissions that the definition itself needs. */
  readonly serviceIntegrations?: ServiceIntegrations<pulumi.Input<string>>;
  /** Whether the role gets the policies for the workflow's calls. Defaults to true. */
  readonly attachPoliciesForIntegrations?: boolean;
  /** Whether the catalogue grants the original modules' actions also where they are wrong. Defaults to no. */
  readonly compatibleIntegrations?: boolean;
  /** What states may do that their definition does not say, by the state's name; `*` for all. Defaults to none. */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
  /** Encrypted targets of the workflow's calls, by ARN, with the ARN of their key. Defaults to none. */
  readonly encryptedTargets?: Readonly<Record<string, string>>;
  /** An existing role to run with. Defaults to an own role, `<base>-step-functions-role`. */
  readonly roleArn?: pulumi.Input<string>;
  /** Services that may assume the own role besides Step Functions. Defaults to none. */
  readonly trustedEntities?: readonly string[];
  /** How far the own role trusts Step Functions: this machine only, or the whole service. Defaults to machine. */
  readonly trustScope?: TrustScope;
  /** ARNs of further policies for the own role, by a name of your choice. Defaults to none. */
  readonly additionalRolePolicyArns?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the machine logs to a group of its own, `/aws/vendedlogs/states/<base>-log-group`. Defaults to true. */
  readonly createLogGroup?: boolean;
  /** Days that log events are kept. Defaults to 90. */
  readonly logRetentionInDays?: number;
  /** Which events are logged. Defaults to ERROR, and for EXPRESS, which has no other history, to ALL. */
  readonly logLevel?: MachineLogLevel;
  /** Whether logs hold the input and output of states. Defaults to no. */
  readonly includeExecutionData?: boolean;
  /** The KMS key that encrypts definition and executions, and the logs. Defaults to AWS's own key. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** The KMS key that encrypts the logs. Defaults to `kmsKeyArn`. */
  readonly logGroupKmsKeyArn?: pulumi.Input<string>;
  /** Seconds for which a data key is used again, 60 to 900. Defaults to 300. */
  readonly kmsDataKeyReusePeriodSeconds?: number;
  /** Whether executions are traced with X-Ray. Defaults to true. */
  readonly tracing?: boolean;
  /** Name of an alias that follows the newest published version; `false` for none. Defaults to `live`. */
  readonly alias?: string | false;
  /** Tags of every resource, over Environment and Terraform. Defaults to none. */
  readonly tags?: Tags;
}

/**
 * A Step Functions state machine with its role, exactly the permissions that its definition needs, and its log group.
 *
 * The definition is linted before anything is created, also while ARNs are unknown; an error of the linter is an error
 * of the arguments, its warnings are logged.
 *
 * @throws pulumi.InputPropertiesError listing everything that is wrong with the arguments.
 */
export class StateMachine extends pulumi.ComponentResource {
  /** The machine's ARN, which is also its id. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of the alias, for triggers; the machine's ARN when there is none. */
  public readonly aliasArn: pulumi.Output<string>;
  /** The machine's name. */
  public readonly machineName: pulumi.Output<string>;
  /** STANDARD or EXPRESS. */
  public readonly type: string;
  /** Seconds after which an execution is ended; undefined when the definition does not say, or is not known yet. */
  public readonly timeoutSeconds: number | undefined;
  /** When the machine was created, RFC 3339. */
  public readonly creationDate: pulumi.Output<string>;
  /** ACTIVE, or DELETING. */
  public readonly status: pulumi.Output<string>;
  /** ARN of the role that the machine runs with. */
  public readonly roleArn: pulumi.Output<string>;
  /** Name of the own role; undefined with an existing one. */
  public readonly roleName: pulumi.Output<string> | undefined;
  /** Name of the own log group; undefined when there is none. */
  public readonly logGroupName: pulumi.Output<string> | undefined;

  public constructor(name: string, args: StateMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { findings, settled } = checkStateMachineArgs(args);
    super("stepfunctions:index:StateMachine", name, {}, opts);
    if (findings.length > 0) void pulumi.log.warn(warningText(findings), this);

    const base = resourceName(args.prefix, args.environment, args.name);
    const machineName = WORKFLOW_NAMES.stateMachine(base);
    const tags = baseTags(args.environment, args.tags);
    const type = (args.type ?? "STANDARD").toUpperCase();
    const logGroup = args.createLogGroup === false ? undefined : createLogGroup(this);
    const role = createMachineRole(name, args, base, tags, settled, currentAccount(this), this);
    const machine = createMachine(this, role, settled);
    const alias = args.alias === false ? undefined : createAlias(this, args.alias ?? "live");

    this.arn = machine.arn;
    this.aliasArn = alias?.arn ?? machine.arn;
    this.machineName = machine.name;
    this.type = type;
    this.timeoutSeconds = timeoutOf(settled.shape);
    this.creationDate = machine.creationDate;
    this.status = machine.status;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroupName = logGroup?.name;
    this.registerOutputs({
      arn: this.arn,
      aliasArn: this.aliasArn,
      roleArn: this.roleArn,
      logGroupName: this.logGroupName,
    });

    function createLogGroup(parent: pulumi.Resource): aws.cloudwatch.LogGroup {
      const groupName = WORKFLOW_NAMES.stateMachineLogGroup(base);
      return new aws.cloudwatch.LogGroup(
        `${name}-logs`,
        {
          name: groupName,
          retentionInDays: args.logRetentionInDays ?? 90,
          kmsKeyId: args.logGroupKmsKeyArn ?? args.kmsKeyArn,
          tags: named(tags, groupName),
        },
        { parent },
      );
    }

    function createMachine(
      parent: pulumi.Resource,
      { arn, ready }: MachineRole,
      definition: SettledDefinition,
    ): aws.sfn.StateMachine {
      return new aws.sfn.StateMachine(
        name,
        {
          name: machineName,
          type,
          roleArn: arn,
          definition: judgeLater(definition, args),
          publish: args.alias === false ? undefined : true,
          loggingConfiguration: logGroup && {
            logDestination: pulumi.interpolate`${logGroup.arn}:*`,
            level: args.logLevel ?? (type === "EXPRESS" ? "ALL" : "ERROR"),
            includeExecutionData: args.includeExecutionData,
          },
          tracingConfiguration: args.tracing === false ? undefined : { enabled: true },
          encryptionConfiguration: args.kmsKeyArn
            ? {
                type: "CUSTOMER_MANAGED_KMS_KEY",
                kmsKeyId: args.kmsKeyArn,
                kmsDataKeyReusePeriodSeconds: args.kmsDataKeyReusePeriodSeconds ?? 300,
              }
            : undefined,
          tags: named(tags, machineName),
        },
        // Without its permissions the machine is refused: AWS checks the role's log delivery and key on creation.
        { parent, dependsOn: ready },
      );
    }

    function createAlias(parent: pulumi.Resource, aliasName: string): aws.sfn.Alias {
      return new aws.sfn.Alias(
        `${name}-alias`,
        {
          name: aliasName,
          description: "Follows the newest published version",
          routingConfigurations: [
            { stateMachineVersionArn: machine.stateMachineVersionArn, weight: 100 },
          ],
        },
        { parent },
      );
    }
  }
}

/** The machine-level timeout of a definition, when it is a plain number. */
function timeoutOf(shape: unknown): number | undefined {
  const seconds = (shape as { TimeoutSeconds?: unknown } | undefined)?.TimeoutSeconds;
  return typeof seconds === "number" ? seconds : undefined;
}
