import type * as pulumi from "@pulumi/pulumi";
import { type ServiceIntegrations } from "asl-toolkit/integrations";
import type { Grant } from "asl-toolkit/iam";
import { type CommonArgs } from "../shared/arguments/args";
import { type EncryptedTarget } from "../shared/access/encrypted-target";
import { type DeepInput } from "../shared/arguments/inputs";
import { type DefinitionSource } from "./definition";

/** Which events of an execution are logged. */
export type MachineLogLevel = "ALL" | "ERROR" | "FATAL" | "OFF";

/** How a new version of a machine comes to the callers of its alias. */
export interface Rollout {
  /** `canary` in two steps, `linear` in equal ones, `all-at-once` in one. */
  readonly type: "canary" | "linear" | "all-at-once";
  /** Percent of the executions that each step gives the new version, 1 to 99; not with all-at-once. */
  readonly percentage?: number;
  /** Minutes from one step to the next, 1 to 2,100 in all; not with all-at-once. */
  readonly intervalMinutes?: number;
  /**
   * Names of the CloudWatch alarms that end it and bring the old version back, 1 to 100; AWS takes one that does not exist
   * for quiet. Defaults to the one that compares versions in the `Monitoring` of the same names.
   */
  readonly alarms?: readonly string[];
}

/** What a state machine needs to know. */
export interface StateMachineArgs extends CommonArgs {
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
  /** What states may do that their definition does not say, by the state's name; `*` for all. Defaults to none. */
  readonly grants?: Readonly<Record<string, readonly DeepInput<Grant>[]>>;
  /**
   * Encrypted targets of the workflow's calls, as a list, or by ARN with their key (ARN, id or alias). Defaults to the
   * resources of the program that supply a value of the definition or of a grant; what is told here goes over them.
   */
  readonly encryptedTargets?:
    | readonly (EncryptedTarget | pulumi.Resource)[]
    | pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Managed policies beside the role's inline one, for calls that do not fit into its 10,240 characters. Defaults to as
   * many as the definition needs, an ARN that is not known yet counted as 90 characters.
   */
  readonly managedPolicies?: number;
  /** An existing role to run with. Defaults to an own role, `<base>-step-functions-role`. */
  readonly roleArn?: pulumi.Input<string>;
  /** Services that may assume the own role besides Step Functions. Defaults to none. */
  readonly trustedEntities?: readonly pulumi.Input<string>[];
  /** ARNs of further policies for the own role, by a name of your choice. Defaults to none. */
  readonly additionalRolePolicyArns?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the machine logs to a group of its own, `/aws/vendedlogs/states/<base>-log-group`. Defaults to true. */
  readonly createLogGroup?: boolean;
  /** Days that log events are kept. Defaults to 90. */
  readonly logRetentionInDays?: pulumi.Input<number>;
  /** Which events are logged. Defaults to ERROR, and for EXPRESS, which has no other history, to ALL. */
  readonly logLevel?: pulumi.Input<MachineLogLevel>;
  /** Whether logs hold the input and output of states. Defaults to no. */
  readonly includeExecutionData?: pulumi.Input<boolean>;
  /** The KMS key that encrypts definition and executions, and the logs. Defaults to AWS's own key. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** The KMS key that encrypts the logs. Defaults to `kmsKeyArn`. */
  readonly logGroupKmsKeyArn?: pulumi.Input<string>;
  /** Seconds for which a data key is used again, 60 to 900. Defaults to 300. */
  readonly kmsDataKeyReusePeriodSeconds?: pulumi.Input<number>;
  /** Whether executions are traced with X-Ray. Defaults to true. */
  readonly tracing?: boolean;
  /** Name of an alias that follows the newest published version; `false` for none. Defaults to `live`. */
  readonly alias?: string | false;
  /** How a new version comes to the callers of the alias. Defaults to none: all at once, without a look at alarms. */
  readonly rollout?: Rollout;
  /**
   * How many of the newest versions of a STANDARD machine stay, 1 to 1,000; older ones are deleted after the alias has moved,
   * but none with an alias or with executions that are not over. Defaults to all.
   */
  readonly keepVersions?: number;
  /** Where the machine is to be as the Terraform module made it; for a migration only. Defaults to nowhere. */
  readonly compatibility?: MachineCompatibility;
}

/** The choices of the Terraform module `step-function` that a state machine does not make by itself. */
export interface MachineCompatibility {
  /** `service` lets the own role trust any Step Functions of the region, instead of this machine only. */
  readonly trustScope?: "service";
  /** True grants the module's actions by integration also where they are wrong. */
  readonly compatibleIntegrations?: true;
}
