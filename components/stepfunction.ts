import * as pulumi from "@pulumi/pulumi";
import { contextOf } from "./shared/context";
import { takeName } from "./shared/unique";
import { noteTarget } from "./shared/access/encrypted-target";
import { type StateMachineArgs } from "./stepfunction/args";
import { checkStateMachineArgs } from "./stepfunction/check";
import { grant, type Grantee } from "./stepfunction/grants";
import { warningText } from "./stepfunction/definition/lint";
import { createAlias, createMachine, createMachineLogGroup } from "./stepfunction/machine";
import { resolveMachine } from "./stepfunction/resolve";
import { createMachineRole } from "./stepfunction/role";

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
  /** ARN of the newest version, for the alarm that compares versions; undefined without a rollout. */
  public readonly versionArn: pulumi.Output<string> | undefined;
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

  readonly #granted: Parameters<typeof grant>[0];

  public constructor(name: string, args: StateMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { definition, warnings } = checkStateMachineArgs(args);
    super("stepfunctions:index:StateMachine", name, {}, opts);
    if (warnings.length > 0) void pulumi.log.warn(warningText(warnings), this);
    const context = contextOf(this, name, resolveMachine(args));
    takeName(this, "aws:sfn/stateMachine:StateMachine", context.args.machineName);
    const logGroup = createMachineLogGroup(context);
    const role = createMachineRole(context, definition);
    const machine = createMachine(context, definition, role, logGroup);
    const alias = createAlias(context, machine);
    const target = { arn: machine.arn, kmsKeyArn: context.args.kmsKeyArn };
    for (const resource of [this, machine, ...(alias ? [alias] : [])]) noteTarget(resource, target);

    this.arn = machine.arn;
    this.aliasArn = alias?.arn ?? machine.arn;
    this.versionArn = context.args.rollout && machine.stateMachineVersionArn;
    this.machineName = machine.name;
    this.type = context.args.type;
    this.timeoutSeconds = timeoutOf(definition.shape);
    this.creationDate = machine.creationDate;
    this.status = machine.status;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroupName = logGroup?.name;
    const { arn, aliasArn, type } = this;
    this.#granted = { name, arn, aliasArn, type, kmsKeyArn: args.kmsKeyArn, parent: this };
    this.registerOutputs({
      arn: this.arn,
      aliasArn: this.aliasArn,
      roleArn: this.roleArn,
      logGroupName: this.logGroupName,
    });
  }

  /** Lets a role start executions through the alias; `name` tells grants apart. */
  public grantStart(name: string, to: Grantee): void {
    grant(this.#granted, "start", name, to);
  }

  /** Lets a role start executions of an Express workflow and wait for their output. */
  public grantStartSync(name: string, to: Grantee): void {
    grant(this.#granted, "startSync", name, to);
  }

  /** Lets a role list and read the executions of a Standard workflow. */
  public grantRead(name: string, to: Grantee): void {
    grant(this.#granted, "read", name, to);
  }

  /** Lets a role answer tasks that wait for a token, and give signs of life. */
  public grantTaskResponse(name: string, to: Grantee): void {
    grant(this.#granted, "taskResponse", name, to);
  }

  /** Lets a role run failed executions again from where they failed. */
  public grantRedrive(name: string, to: Grantee): void {
    grant(this.#granted, "redrive", name, to);
  }
}

/** The machine-level timeout of a definition, when it is a plain number. */
function timeoutOf(shape: unknown): number | undefined {
  const seconds = (shape as { TimeoutSeconds?: unknown } | undefined)?.TimeoutSeconds;
  return typeof seconds === "number" ? seconds : undefined;
}
