import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../../statemachine/json";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { deserializeProperties } from "@pulumi/pulumi/runtime/rpc";
import { STACK_TYPE, urnOf, type NotKnown, type StackResource } from "./document";
import {
  describe,
  flatten,
  inputsOf,
  isRead,
  isRemote,
  type Request,
  type RequestContext,
} from "./monitor/request";
import { markUnknown } from "./monitor/unknown";
import type { Answer, Created, Provider } from "./provider";
import { render, reveal, secret } from "./values";

/** Everything that one run of a program told the monitor. */
export interface Recording {
  readonly resources: StackResource[];
  outputs: Record<string, unknown>;
  /** What the program uses and nothing here can answer for. */
  notKnown(): NotKnown;
  /** Gives the SDK back as it was before the run. */
  end(): void;
}

/** How a run is recorded: whose answers, under which names, and where relative asset paths start. */
export interface RecordingOptions extends RequestContext {
  readonly provider: Provider;
  readonly preview: boolean;
}

/**
 * Puts Pulumi's mock monitor in front of `provider` and records every request in full.
 *
 * The mocks' own arguments lack parent, dependencies and options, so each request is noted as it comes in;
 * the monitor calls `newResource` in the same turn, which is what ties the two together.
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { provider, project, stack, folder, preview } = options;
  const resources: StackResource[] = [];
  const urns = new Set<string>();
  /** Of each explicit provider that has one, by URN. */
  const regions = new Map<string, string>();
  /** @param provider its reference: URN and id */
  const regionOf = (provider = ""): string | undefined =>
    regions.get(provider.slice(0, provider.lastIndexOf("::")));
  const unknownTypes = new Set<string>();
  const unknownCalls = new Set<string>();
  /** The requests whose resource has outputs that are not known. */
  const partial = new WeakSet<Request>();
  const isKnown = (type: string, output?: string): boolean =>
    type.startsWith("pulumi:providers:") || provider.knows(type, output);
  const end = markUnknown(isKnown);
  const notKnown = (): NotKnown => ({
    types: [...unknownTypes].sort(),
    dataSources: [...unknownCalls].sort(),
  });
  const recording: Recording = { resources, outputs: {}, notKnown, end };
  let request: Request | undefined;

  const newResource = async (): Promise<Mocked> => {
    const current = request as Request;
    const resource = describe(current, options);
    const { urn, type, name, external = false } = resource;
    if (urns.has(urn)) {
      throw new Error(`duplicate resource: ${urn} is registered twice; give one another name`);
    }
    urns.add(urn);
    const index = resources.push(resource) - 1;
    const wire = inputsOf(current);
    const inputs = wire === undefined ? {} : (deserializeProperties(wire, true) as Answer);
    if (resource.custom || isRemote(current)) {
      if (!isKnown(type)) unknownTypes.add(type);
      if (!isKnown(type) || pulumi.containsUnknowns(inputs)) partial.add(current);
    }
    const { region } = reveal(inputs) as Answer;
    if (type === AWS_PROVIDER && typeof region === "string") regions.set(urn, region);
    if (!resource.custom || (preview && !resource.external)) return { state: inputs };
    const plain = reveal(inputs) as Answer;
    const id = isRead(current) ? current.getId() : current.getImportid() || undefined;
    const created = await provider.create({
      urn,
      type,
      name,
      inputs: plain,
      external,
      id,
      region: regionOf(resource.provider),
    });
    const { id: physical, ...outputs } = asSecret(created, inputs, plain);
    const computed = { id: physical, ...outputs };
    resources[index] = { ...resource, computed: render(computed, folder) as Answer };
    return { id: physical, state: keepSecrets(current, { ...inputs, ...outputs }) };
  };
  const call = async ({ token, inputs, provider: asked }: Call): Promise<Answer> => {
    try {
      const found = await provider.call(token, inputs, regionOf(asked));
      if (found === undefined) unknownCalls.add(token);
      return found ?? {};
    } catch (error) {
      // The SDK tells a failed call by gRPC's `details` and drops the message.
      throw Object.assign(error as Error, { details: `${token}: ${(error as Error).message}` });
    }
  };

  // The SDK types leave no room for a component, which has neither id nor provider state.
  await pulumi.runtime.setMocks(
    { newResource, call } as pulumi.runtime.Mocks,
    project,
    stack,
    preview,
    ORGANIZATION,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Omit<MockMonitor, "newUrn"> & Missing;
  monitor.newUrn = (parent, type, name) => urnOf(stack, project, type, name, parent);
  // Taken, and shown with their resources; nothing here fails for want of a role's rights, so none is called.
  monitor.registerErrorHook = monitor.registerResourceHook = (_, callback) => callback(null, {});
  const { registerResource, readResource, registerResourceOutputs, invoke } = monitor;
  /** Answers a request for a resource, and says whether all of its outputs are known. */
  const noted =
    <R extends Request>(answer: (req: R, callback: OnAnswer) => Promise<void>) =>
    (req: R, callback: OnAnswer): Promise<void> => {
      request = req;
      const fault = flatten(req);
      if (fault !== undefined) return Promise.resolve(callback(fault, undefined));
      return answer.call(monitor, req, (error, response) => {
        response?.setUnknown(partial.has(req));
        callback(error, response);
      });
    };
  monitor.registerResource = noted(registerResource);
  monitor.readResource = noted(readResource);
  monitor.invoke = (req, callback) =>
    invoke.call(monitor, req, (error, response) => {
      response?.setUnknown(unknownCalls.has(req.getTok()));
      callback(error, response);
    });
  monitor.registerResourceOutputs = (req, callback) => {
    if (req.getUrn().includes(`::${STACK_TYPE}::`)) {
      recording.outputs = render(req.getOutputs()?.toJavaScript() ?? {}, folder) as Answer;
    }
    registerResourceOutputs.call(monitor, req, callback);
  };
  return recording;
}

const AWS_PROVIDER = "pulumi:providers:aws";

/** What a backend without organizations says. */
const ORGANIZATION = "organization";

/** Takes the monitor's answer to a request for a resource. */
type OnAnswer = Parameters<MockMonitor["readResource"]>[1];

/** What the SDK's type of the mock monitor lacks. */
interface Missing {
  /** Private there: the mock monitor asks it for every URN. */
  newUrn(parent: string, type: string, name: string): string;
  registerErrorHook: RegisterHook;
  registerResourceHook: RegisterHook;
}

/** Takes a hook of the program, as the engine's monitor does. */
type RegisterHook = (request: unknown, callback: (error: null, response: object) => void) => void;

interface Call {
  readonly token: string;
  readonly inputs: Answer;
  readonly provider?: string;
}

interface Mocked {
  readonly id?: string;
  readonly state: Answer;
}

/** An output that repeats an input, such as `tagsAll`, is as secret as that input. */
function asSecret(created: Created, inputs: Answer, plain: Answer): Created {
  const names = Object.keys(inputs);
  const repeated = (value: unknown): string | undefined =>
    names.find((name) => plain[name] === value);
  return mapValues(created, (value, key) => {
    const name = key === "id" ? undefined : repeated(value);
    return name === undefined ? value : inputs[name];
  }) as Created;
}

/** Marks the outputs that the resource's class declares secret, as the engine does. */
function keepSecrets(request: Request, state: Answer): Answer {
  const names = request.getAdditionalsecretoutputsList();
  return {
    ...state,
    ...Object.fromEntries(names.filter((n) => n in state).map((n) => [n, secret(state[n])])),
  };
}
