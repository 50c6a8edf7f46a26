import type { AwsEnvironment } from "../iam/environment";
import { argumentsOf, integrationOf } from "./integration";
import type { Surroundings } from "./need";
import type { Grant } from "../iam/statements";
import type { FoundState } from "./tasks";

/** AwsEnvironment a machine runs, and what its definition does not say. */
export interface PermissionsContext extends AwsEnvironment {
  /** The machine's name. Defaults to `${StateMachineName}`, for a template to fill in. */
  readonly name?: string;
  /**
   * What states are allowed besides what their definition says, by the state's name; `*` for the whole machine. They
   * settle what cannot be known: an empty list says that the state needs nothing more.
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

/** AwsEnvironment the states of a machine make their calls from. */
export function surroundings(
  context: PermissionsContext,
  states: readonly FoundState[],
): Surroundings {
  const { partition, region, accountId, name = "${StateMachineName}" } = context;
  const machine = `arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
  const tasks = new Map<string, unknown[]>();
  for (const { state } of states) {
    const called = integrationOf(state["Resource"])?.name ?? "";
    const args = tasks.get(called) ?? [];
    args.push(argumentsOf(state));
    tasks.set(called, args);
  }
  return { partition, region, accountId, machine, tasks };
}
