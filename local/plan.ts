import {
  machineOf,
  PROJECT_DIR,
  programOf,
  readConfig,
  runProgram,
  type StackDocument,
} from "../engine/program";
import { gapNotice, gapsOf } from "./emulator/gaps";
import { checkMoments, type WorkflowEvent } from "./executions/events";
import { withMocks } from "./executions/mocks";
import { workflowOf } from "./executions/workflow";
import { leftOut, type LeftOut } from "./stack/left-out";
import { outsideOf } from "./stack/outside";
import type { LocalStack, StackOptions } from "./stack/stack";
import type { PolicyReport } from "../engine/policy/check";
import { UsageError } from "../statemachine/cli";
import type { Mocks } from "../statemachine/testing";

/** What a local run is to do. */
export interface LocalOptions {
  readonly stack: string;
  /** The program's folder, with its Pulumi.yaml; by default this project. */
  readonly program?: string;
  readonly events: readonly WorkflowEvent[];
  /** Uses an emulator that runs already, in an account of its own so that nothing there is in the way. */
  readonly endpoint?: string;
  readonly port?: number;
  readonly waitScale?: number;
  /** Where the emulator's output goes. */
  readonly log?: string;
  /** Leaves the emulator up. */
  readonly keep?: boolean;
  /** Which state machine, where the stack has several: its name in the program or in AWS. */
  readonly machine?: string;
  /** Answers in place of tasks, in every execution. */
  readonly mocks?: Mocks;
  /** Told of the stack when it is there, and again when the policies have been checked. */
  readonly look?: (stack: LocalStack, policies?: PolicyReport) => void;
}

/** What a run is to do, found out offline: before anything is started, and again after each change of the program. */
export interface Plan
  extends Omit<LocalOptions, "program" | "endpoint">, Omit<StackOptions, "endpoint" | "account"> {
  readonly region: string;
  readonly values: Readonly<Record<string, string>>;
  /** What the emulator will not do, or otherwise than AWS: lines to show first. */
  readonly notes: readonly string[];
}

/**
 * Makes a plan: runs the program offline.
 * @throws UsageError when the workflow needs what the emulator lacks, or an event names a state that there is not
 */
export async function planOf(options: LocalOptions): Promise<Plan> {
  const { stack, program = PROJECT_DIR, machine, mocks = {} } = options;
  const { values, main } = readConfig(program, stack);
  const region = regionOf(values);
  const { folder } = programOf(program, main);
  const offline = await runProgram({ stack, projectDir: program });
  const { urns, note } = withoutMissing(offline, machine);
  const { definition, states } = workflowOf(offline, machine);
  for (const event of options.events) {
    checkMoments(event, states);
    withMocks(definition, { ...mocks, ...event.mocks });
  }
  const lacks = gapsOf(definition);
  const outside = outsideOf(offline, urns);
  const named = outside.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const mocked = Object.keys(mocks).join(", ");
  const notes = [
    ...(note === "" ? [] : [`note: left out, as no workflow needs it: ${note}`]),
    ...(named === "" ? [] : [`note: made here, as the stack only names it: ${named}`]),
    ...(mocked === "" ? [] : [`note: mocks answer in place of ${mocked}`]),
    ...gapNotice(lacks, new Set(Object.keys(mocks))),
  ];
  const underWay = new Set<string>();
  const made = { program, folder, region, leftOut: urns, outside, underWay, offline };
  return { ...options, ...made, values, notes };
}

/** The region of a stack with these settings. */
export function regionOf(values: Readonly<Record<string, string>>): string {
  return values["aws:region"] ?? "us-east-1";
}

/** What is left out of the run. @throws UsageError when the workflow itself needs some of it */
function withoutMissing(document: StackDocument, machine?: string): LeftOut {
  const { urns, note } = leftOut(document);
  const { urn, name } = machineOf(document, machine);
  if (!urns.has(urn)) return { urns, note };
  throw new UsageError(`state machine ${name} cannot run here, as it depends on ${note}`);
}
