import { argumentsOf, type PermissionContext } from "../integrations/call";
import { regionalArn, type AwsEnvironment } from "../iam/arn";
import { parseResource } from "../integrations/resource";
import type { Grant } from "../iam/statements";
import type { StateNode } from "../definition/reader";

/** What stands for the name of a machine where none is given. */
export const MACHINE_NAME = "${StateMachineName}";

/** Where a machine runs, and what its definition does not say. */
export interface PermissionsOptions extends AwsEnvironment {
  /** The machine's name. Defaults to `${StateMachineName}`, for a template to fill in. */
  readonly name?: string;
  /**
   * What states are allowed besides what their definition says, by the state's name; `*` for the whole machine. They
   * decide what cannot be known: an empty list says that the state needs nothing more.
   */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
  /**
   * Targets encrypted with a customer's key: the ARN of a topic, queue, bucket, ... -> its key, by ARN, id or alias.
   */
  readonly encryptedTargets?: Readonly<Record<string, string>>;
  /** The key that the machine itself is encrypted with, as an ARN. Defaults to one that AWS owns. */
  readonly machineKey?: string;
  /** Whether the machine writes traces to X-Ray. Defaults to not. */
  readonly tracing?: boolean;
  /** Whether the machine writes logs. Defaults to not. */
  readonly logging?: boolean;
}

/** The context of the calls that `states`, those of one machine, make. */
export function permissionContext(
  { partition, region, accountId, name = MACHINE_NAME }: PermissionsOptions,
  states: readonly StateNode[],
): PermissionContext {
  const tasks = new Map<string, unknown[]>();
  for (const { value } of states) {
    const { kind, service, action } = parseResource(value["Resource"]);
    if (kind !== "integration") continue;
    const called = `${service}:${action}`;
    const others = tasks.get(called) ?? [];
    others.push(argumentsOf(value));
    tasks.set(called, others);
  }
  const environment = { partition, region, accountId };
  const machineArn = regionalArn(environment, "states", `stateMachine:${name}`);
  const executions = regionalArn(environment, "states", `execution:${name}`);
  // Children of a Distributed Map have the map's label in their ARN.
  const hasChildren = states.some(({ scope }) => scope.distributed);
  const executionArns = [`${executions}:*`, ...(hasChildren ? [`${executions}/*:*`] : [])];
  return { ...environment, machineArn, executionArns, tasks };
}
