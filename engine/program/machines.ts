import { UsageError } from "../../statemachine/cli";
import type { StackDocument, StackResource } from "./document";

/** The type of a state machine's resource. */
export const MACHINE = "aws:sfn/stateMachine:StateMachine";

/**
 * The state machine of a stack.
 * @param name its name in the program or in AWS, where there are several
 * @throws UsageError when there is none, or the name does not say which
 */
export function machineOf({ stack, resources }: StackDocument, name?: string): StackResource {
  const machines = resources.filter(({ type }) => type === MACHINE);
  const names = machines.map((each) => each.name).join(", ");
  const [resource, ...others] = machines.filter(
    (each) => name === undefined || each.name === name || each.inputs["name"] === name,
  );
  if (machines.length === 0) {
    throw new UsageError(`stack ${stack} has no state machine: there is no workflow to run`);
  }
  if (resource === undefined) {
    throw new UsageError(`stack ${stack} has no state machine "${name}"; there are ${names}`);
  }
  if (others.length > 0) {
    throw new UsageError(
      `stack ${stack} has several state machines: choose with --machine one of ${names}`,
    );
  }
  return resource;
}
