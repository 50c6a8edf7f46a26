import { reasonOf } from "../../engine/aws";
import {
  machineOf,
  SECRET_TEXT,
  type StackDocument,
  type StackResource,
} from "../../engine/program";
import { UsageError } from "../../statemachine/cli";
import { readMachine } from "../../statemachine/definition";
import { display, isRecord, jsonIn, type JsonRecord } from "../../statemachine/json";
import type { Mocks } from "../../statemachine/testing";
import { withOutputs, type WorkflowEvent } from "./events";
import { execute, type Recorded } from "./execution";
import type { Rank } from "./history";
import { mockedMachine, withMocks } from "./mocks";
import type { Step } from "../progress";
import type { LocalStack } from "../stack/stack";

/** The workflow that a run is about. */
export interface Workflow {
  readonly resource: StackResource;
  readonly definition: JsonRecord;
  /** The names of its states, those inside of others too, in the order of the definition. */
  readonly states: readonly string[];
  readonly rank: Rank;
}

/**
 * The state machine of a stack.
 * @param name its name in the program or in AWS, where there are several
 * @throws UsageError when there is none, the name does not say which, or its definition cannot be read
 */
export function workflowOf(document: StackDocument, name?: string): Workflow {
  const resource = machineOf(document, name);
  const text = display(resource.inputs["definition"]);
  const definition = jsonIn(text);
  if (!isRecord(definition)) {
    const what =
      text === SECRET_TEXT ? "a secret, which a local run cannot read" : "not a JSON object";
    throw new UsageError(`the definition of state machine ${resource.name} is ${what}`);
  }
  const states = readMachine(definition).states.map((state) => state.name);
  const order = new Map(states.map((state, index) => [state, index]));
  return { resource, definition, states, rank: (state) => order.get(state) ?? Infinity };
}

/**
 * Runs the workflow with an event. With mocks a copy of the machine runs, in which they answer.
 * @param underWay holds what has not ended yet, for the message of an emulator that ends before
 */
export async function runEvent(
  { cloud, document }: LocalStack,
  { resource, definition, rank }: Workflow,
  event: WorkflowEvent,
  { mocks: general, underWay, step }: { mocks: Mocks; underWay: Set<string>; step: Step },
): Promise<Recorded> {
  const ready = withOutputs(event, document.outputs);
  const mocks = { ...general, ...ready.mocks };
  const mocked = Object.keys(mocks).length === 0 ? undefined : withMocks(definition, mocks);
  const { clients } = cloud.context;
  const name = `event ${event.name}`;
  underWay.add(name);
  try {
    const arn =
      mocked === undefined
        ? (resource.computed["arn"] as string)
        : await mockedMachine(clients, resource, mocked, event.name);
    const done = await execute(arn, ready, { clients, rank, entered: step.note });
    step.title(`Event ${event.name}: ${done.execution.status}`);
    return done;
  } catch (error) {
    throw new Error(`${name}: ${reasonOf(error)}`, { cause: error });
  } finally {
    underWay.delete(name);
  }
}
