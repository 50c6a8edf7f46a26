import * as pulumi from "@pulumi/pulumi";
import { type BatchArgs } from "./batch/args";
import { checkBatchArgs } from "./batch/check";
import { batchDefinition, MAP_LABEL } from "./batch/definition";
import { resolveBatch } from "./batch/resolve";
import { StateMachine } from "./stepfunction";
import { checkStateMachineArgs } from "./stepfunction/check";

/**
 * A workflow that processes the objects of a bucket, or the entries of one object, in batches side by side, bears some
 * failures, and writes the results to a bucket. A run that failed goes on where it failed when it is redriven.
 */
export class Batch extends pulumi.ComponentResource {
  /** The workflow, for grants. `Trigger` and `Monitoring` take the batch itself. */
  public readonly stateMachine: StateMachine;
  /** The workflow's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of the workflow's alias, for triggers. */
  public readonly aliasArn: pulumi.Output<string>;
  /** What CloudWatch counts the batches by: the workflow's ARN and the label of its Map. */
  public readonly batchesArn: pulumi.Output<string>;
  /** STANDARD, which a Distributed Map needs. */
  public readonly type: string;
  /** Seconds after which a run is ended. */
  public readonly timeoutSeconds: number | undefined;
  /** Name of the log group; undefined when the workflow has none of its own. */
  public readonly logGroupName: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: BatchArgs, opts?: pulumi.ComponentResourceOptions) {
    checkBatchArgs(args);
    const resolved = resolveBatch(args);
    const machine = { ...resolved, definition: batchDefinition(resolved) };
    checkStateMachineArgs(machine);
    super("stepfunctions:index:Batch", name, {}, opts);
    this.stateMachine = new StateMachine(name, machine, { parent: this });
    this.arn = this.stateMachine.arn;
    this.aliasArn = this.stateMachine.aliasArn;
    this.batchesArn = pulumi.interpolate`${this.arn}/${MAP_LABEL}`;
    this.type = this.stateMachine.type;
    this.timeoutSeconds = this.stateMachine.timeoutSeconds;
    this.logGroupName = this.stateMachine.logGroupName;
    this.registerOutputs({
      arn: this.arn,
      aliasArn: this.aliasArn,
      batchesArn: this.batchesArn,
      logGroupName: this.logGroupName,
    });
  }
}
