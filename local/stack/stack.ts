import { type AwsProvider, createAwsProvider, reasonOf } from "../../engine/aws";
import {
  PROJECT_DIR,
  type Provider,
  type ResourceRequest,
  runProgram,
  type StackDocument,
} from "../../engine/program";
import { groupBy } from "../../statemachine/group-by";
import { MadeResources, NotInPlace } from "./made";
import { makeOutside, type Outside } from "./outside";
import { functionsPython } from "../emulator/python";
import type { Step } from "../progress";
import { seconds } from "../executions/timeline";

/** Asks LambdaFunction to install Python packages for the Python that runs the functions here (components/lambda). */
const LOCAL_PYTHON = "STEPFUNCTIONS_LOCAL_PYTHON";

/** A stack that exists in the emulator. */
export interface LocalStack {
  readonly account: string;
  readonly region?: string | undefined;
  readonly cloud: AwsProvider;
  readonly document: StackDocument;
  readonly made: MadeResources;
  /** Milliseconds that it took to create. */
  readonly took: number;
}

/** Which stack to create, and where. */
export interface StackOptions {
  readonly stack: string;
  /** The program's folder, with its Pulumi.yaml. */
  readonly program: string;
  /** Where relative paths of assets start. */
  readonly folder: string;
  /** URNs of what is not created. */
  readonly leftOut: ReadonlySet<string>;
  /** What the stack names and something else makes: it is made before. */
  readonly outside: readonly Outside[];
  readonly endpoint: string;
  /** The emulator keeps accounts apart. */
  readonly account: string;
  readonly region?: string;
  /** Holds what has not ended yet, for the message of an emulator that ends before. */
  readonly underWay: Set<string>;
  /** The stack as it is offline. */
  readonly offline: StackDocument;
}

/**
 * Runs the program and creates each of its resources. One that the stack adopts on AWS is not in the emulator, and is
 * created as the others are.
 *
 * @param before the same stack as a round before has made it: what is the same stays
 * @throws NotInPlace when it has to be made anew
 * @throws Error of one line that names each resource that could not be created
 * @throws ProgramError for what else is wrong with the program
 */
export async function createStack(
  options: StackOptions,
  step: Step,
  before?: LocalStack,
): Promise<LocalStack> {
  const { stack, program, underWay, offline } = options;
  const begin = performance.now();
  const failures: { name: string; reason: string }[] = [];
  const adopted: string[] = [];
  let notInPlace: NotInPlace | undefined;
  try {
    if (before && before.region !== options.region) throw new NotInPlace("the region is another");
    const cloud = before?.cloud ?? (await createAwsProvider(options));
    const made = before?.made ?? new MadeResources(cloud);
    made.begin(offline);
    if (!before) await makeOutside(options.outside, cloud.context.clients);
    const create: Provider["create"] = async (request) => {
      const { type, name } = request;
      if (isAdopted(request)) adopted.push(name);
      underWay.add(name);
      try {
        const created = await made.create(
          isAdopted(request) ? { ...request, id: undefined } : request,
        );
        step.note(`${type} ${name}`);
        return created;
      } catch (error) {
        if (error instanceof NotInPlace) notInPlace = error;
        failures.push({ name, reason: reasonOf(error) });
        throw error;
      } finally {
        underWay.delete(name);
      }
    };
    const provider = { ...cloud, create };
    process.env[LOCAL_PYTHON] = functionsPython(PROJECT_DIR);
    const document = await runProgram({ stack, projectDir: program, provider });
    const took = Math.round(performance.now() - begin);
    const note = adopted.length === 0 ? "" : `; ${adopted.length} are adopted on AWS and new here`;
    step.title(`Stack ${stack}: ${cloud.resources.length} resources in ${seconds(took)}${note}`);
    const { account, region } = options;
    return { account, region, cloud, document, made, took };
  } catch (error) {
    if (notInPlace) throw notInPlace;
    if (failures.length === 0) throw error;
    throw new Error(`stack ${stack} is not complete: ${grouped(failures)}`, { cause: error });
  } finally {
    delete process.env[LOCAL_PYTHON];
  }
}

function isAdopted({ external, id, type }: ResourceRequest): boolean {
  return !external && id !== undefined && !type.startsWith("pulumi:providers:");
}

/** `key, bucket: no answer in time; role: denied`: each reason once. */
function grouped(failures: readonly { name: string; reason: string }[]): string {
  return [...groupBy(failures, ({ reason }) => reason)]
    .map(([reason, each]) => `${each.map(({ name }) => name).join(", ")}: ${reason}`)
    .join("; ");
}
