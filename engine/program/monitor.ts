import * as pulumi from "@pulumi/pulumi";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { STACK_TYPE, urnOf, type StackResource } from "./document";
import type { Answer, Created, Provider } from "./provider";
import { render, reveal, secret } from "./values";

/** Everything that one run of a program told the monitor. */
export interface Recording {
  readonly resources: StackResource[];
  outputs: Record<string, unknown>;
}

/** How a run is recorded: whose answers, under which names, and where relative asset paths start. */
export interface RecordingOptions {
  readonly provider: Provider;
  readonly project: string;
  readonly stack: string;
  readonly folder: string;
  readonly preview: boolean;
}

type Request = RegisterResourceRequest | ReadResourceRequest;

/**
 * Puts Pulumi's mock monitor in front of `provider` and records every request in full.
 *
 * The mocks' own arguments lack parent, dependencies and options, so each request is noted as it comes in;
 * the monitor calls `newResource` in the same turn, which is what ties the two together.
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { provider, project, stack, folder, preview } = options;
  const recording: Recording = { resources: [], outputs: {} };
  let request: Request | undefined;

  const newResource = async ({ inputs }: { inputs: unknown }): Promise<Mocked> => {
    const current = request as Request;
    const resource = describe(current, options);
    if (recording.resources.some(({ urn }) => urn === resource.urn)) {
      throw new Error(
        `duplicate resource: ${resource.urn} is registered twice; give one another name`,
      );
    }
    const index = recording.resources.push(resource) - 1;
    if (!resource.custom || (preview && !resource.external)) return { state: inputs as Answer };
    const { urn, type, name, external = false } = resource;
    const plain = reveal(inputs) as Answer;
    const id = isRead(current) ? current.getId() : current.getImportid() || undefined;
    const created = await provider.create({ urn, type, name, inputs: plain, external, id });
    const { id: physical, ...outputs } = asSecret(created, inputs as Answer, plain);
    const computed = { id: physical, ...outputs };
    recording.resources[index] = { ...resource, computed: render(computed, folder) as Answer };
    return { id: physical, state: keepSecrets(current, { ...(inputs as Answer), ...outputs }) };
  };
  const call = async ({ token, inputs }: { token: string; inputs: Answer }): Promise<Answer> => {
    try {
      return await provider.call(token, inputs);
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
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Omit<MockMonitor, "newUrn"> & NewUrn;
  monitor.newUrn = (parent, type, name) => urnOf(stack, project, type, name, parent);
  const { registerResource, readResource, registerResourceOutputs } = monitor;
  monitor.registerResource = (req, callback) => {
    request = req;
    return registerResource.call(monitor, req, callback);
  };
  monitor.readResource = (req, callback) => {
    request = req;
    return readResource.call(monitor, req, callback);
  };
  monitor.registerResourceOutputs = (req, callback) => {
    if (req.getUrn().includes(`::${STACK_TYPE}::`)) {
      recording.outputs = render(req.getOutputs()?.toJavaScript() ?? {}, folder) as Answer;
    }
    registerResourceOutputs.call(monitor, req, callback);
  };
  return recording;
}

/** Private in the SDK's types: the mock monitor asks it for every URN. */
interface NewUrn {
  newUrn(parent: string, type: string, name: string): string;
}

interface Mocked {
  readonly id?: string;
  readonly state: Answer;
}

/** A request as a row of the stack document; absent options are left out. */
function describe(request: Request, { stack, project, folder }: RecordingOptions): StackResource {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const inputs = isRead(request) ? request.getProperties() : request.getObject();
  return {
    urn: urnOf(stack, project, type, name, parent || undefined),
    type,
    name,
    parent: parent || null,
    inputs: render(inputs?.toJavaScript() ?? {}, folder) as Answer,
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies: isRead(request) ? {} : propertyDependencies(request),
    custom: isRead(request) || request.getCustom(),
    ...(isRead(request) ? { external: true } : optionsOf(request)),
    provider: request.getProvider() || undefined,
    computed: {},
  };
}

/** The resource options that matter after the program has run. */
function optionsOf(request: RegisterResourceRequest): Partial<StackResource> {
  const aliases = request.getAliasesList().map((each) => each.getUrn() || each.toObject().spec);
  return {
    importId: request.getImportid() || undefined,
    protect: request.getProtect() || undefined,
    replaceWith: filled(request.getReplaceWithList()),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    retainOnDelete: request.getRetainondelete() || undefined,
    ignoreChanges: filled(request.getIgnorechangesList()),
    aliases: filled(aliases),
  };
}

function isRead(request: Request): request is ReadResourceRequest {
  return !("getCustom" in request);
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const pairs = request.getPropertydependenciesMap().toArray() as unknown as [string, string[][]][];
  return Object.fromEntries(
    pairs
      .map(([key]): [string, string[]] => {
        const urns = request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? [];
        return [key, [...urns].sort()];
      })
      .filter(([, urns]) => urns.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** An output that repeats an input, such as `tagsAll`, is as secret as that input. */
function asSecret(created: Created, inputs: Answer, plain: Answer): Created {
  const names = Object.keys(inputs);
  const repeated = (value: unknown): string | undefined =>
    names.find((name) => plain[name] === value);
  return Object.fromEntries(
    Object.entries(created).map(([key, value]) => {
      const name = key === "id" ? undefined : repeated(value);
      return [key, name === undefined ? value : inputs[name]];
    }),
  ) as Created;
}

/** Marks the outputs that the resource's class declares secret, as the engine does. */
function keepSecrets(request: Request, state: Answer): Answer {
  const names = request.getAdditionalsecretoutputsList();
  return {
    ...state,
    ...Object.fromEntries(names.filter((n) => n in state).map((n) => [n, secret(state[n])])),
  };
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
