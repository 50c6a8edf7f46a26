import { argumentsOf, type PermissionContext } from "../integrations/call";
import type { AwsEnvironment } from "../iam/environment";
import { parseResource } from "../integrations/resource";
import type { Grant } from "../iam/statements";
import type { FoundState } from "./tasks";

/** Where a machine runs, and what its definition does not say. */
export interface PermissionsOptions extends AwsEnvironment {
  /** The machine's name. Defaults to `${StateMachineName}`, for a template to fill in. */
  readonly name?: string;
  /**
   * What states are allowed besides what their definition says, by the state's name; `*` for the whole machine. They
   * decide what cannot be known: an empty list says that the state needs nothing more.
   */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
  /** Targets encrypted with a customer's key: the ARN of a topic, queue, bucket, ... -> the ARN of its key. */
  readonly encryptedTargets?: Readonly<Record<string, string>>;
  /** The key that the machine itself is encrypted with, as an ARN. Defaults to one that AWS owns. */
  readonly machineKey?: string;
  /** Whether the machine writes traces to X-Ray. Defaults to not. */
  readonly tracing?: boolean;
  /** Whether the machine writes logs. Defaults to not. */
  readonly logging?: boolean;
}

/** Where the states of a machine make their calls from. */
export function permissionContext(
  context: PermissionsOptions,
  states: readonly FoundState[],
): PermissionContext {
  const { partition, region, accountId, name = "${StateMachineName}" } = context;
  const machineArn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
  const tasks = new Map<string, unknown[]>();
  for (const { state } of states) {
    const { kind, service, action } = parseResource(state["Resource"]);
    if (kind !== "integration") continue;
    const called = `${service}:${action}`;
    const args = tasks.get(called) ?? [];
    args.push(argumentsOf(state));
    tasks.set(called, args);
  }
  return { partition, region, accountId, machineArn, tasks };
}
