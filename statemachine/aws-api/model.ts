import { readFileSync } from "node:fs";
import path from "node:path";
import { similar } from "../nearest";
import { ShapeTable, Structure } from "./shapes";

/** The first line of services.json, which is a JSON list with one element a line. */
export interface Header {
  /** The version of botocore that the data is from. */
  readonly botocore: string;
  /** A second client for the same API -> the service whose line it shares. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Services that AWS has closed. */
  readonly retired: readonly string[];
  /** The services of the lines that follow, in their order. */
  readonly services: readonly string[];
}

/**
 * A further line: the service, its operations with the members of their input, and the shapes that these refer to.
 * Members are separated by blanks: `Bucket!` is a required string, `Tags:[4` a list of shape 4, `{` stands for a map,
 * a letter for another scalar, and `Name|Other` for a member with two names. A shape is either such members or, after
 * `=`, the values of an enumeration. `~` before the members of an operation: Step Functions cannot call it. `*` before
 * those of a shape: a bare value may stand for it.
 */
export type ServiceLine = readonly [
  name: string,
  operations: Readonly<Record<string, string>>,
  shapes: readonly string[],
];

/** What can be asked of a service. */
export interface Operation {
  /** The parameters of the call. */
  readonly input: Structure;
  /** Whether Step Functions can call it: what streams events and some deprecated operations it cannot. */
  readonly callable: boolean;
}

/** A service, by the name in `aws-sdk:<service>:<action>`. */
export class ApiService {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly shapes: ShapeTable;
  private readonly operations = new Map<string, Operation>();

  public constructor(
    public readonly name: string,
    /** Whether AWS has closed the service; nothing is known of its operations then. */
    public readonly retired: boolean,
    [, operations, shapes]: ServiceLine,
  ) {
    this.texts = new Map(Object.entries(operations));
    this.shapes = new ShapeTable(shapes);
  }

  /** The operations as a task's Resource writes them, for example `getObject`, in alphabetical order. */
  public get actions(): readonly string[] {
    return [...this.texts.keys()];
  }

  /** The operation `action` in exactly this spelling. */
  public operation(action: string): Operation | undefined {
    const known = this.operations.get(action);
    const text = this.texts.get(action);
    if (known !== undefined || text === undefined) return known;
    const callable = !text.startsWith("~");
    const input = new Structure(callable ? text : text.slice(1), this.shapes);
    const operation = { input, callable };
    this.operations.set(action, operation);
    return operation;
  }
}

let data: Buffer | undefined;
let header: Header | undefined;
const read = new Map<string, ApiService | undefined>();

/** The element `index` of the list in services.json. The file is read once, but only this line of it is parsed. */
function element(index: number): unknown {
  data ??= readFileSync(path.join(__dirname, "services.json"));
  let start = 0;
  for (let line = 0; line <= index; line++) start = data.indexOf("\n", start) + 1;
  const line = data.toString("utf8", start, data.indexOf("\n", start));
  return JSON.parse(line.replace(/,\s*$/, "")) as unknown;
}

function apiHeader(): Header {
  header ??= element(0) as Header;
  return header;
}

/** The version of botocore that the data is from, for example `1.44.8`. */
export function apiVersion(): string {
  return apiHeader().botocore;
}

/** The names of all services that AWS offers, in alphabetical order. */
export function services(): readonly string[] {
  return apiHeader().services;
}

/** The service called `name` in exactly this spelling, also one that AWS has closed. */
export function apiService(name: string): ApiService | undefined {
  if (!read.has(name)) read.set(name, readService(name));
  return read.get(name);
}

function readService(name: string): ApiService | undefined {
  const { aliases, retired, services } = apiHeader();
  if (retired.includes(name)) return new ApiService(name, true, [name, {}, []]);
  const index = services.indexOf(Object.hasOwn(aliases, name) ? (aliases[name] ?? "") : name);
  if (index === -1) return undefined;
  return new ApiService(name, false, element(index + 1) as ServiceLine);
}

/** The operation `action` of `service`, both in exactly this spelling; undefined when AWS has none of that name. */
export function operation(service: string, action: string): Operation | undefined {
  return apiService(service)?.operation(action);
}

/** The action of `service` that was probably meant by `action`, of those that Step Functions can call. */
export function nearestOperation(service: string, action: string): string | undefined {
  const found = apiService(service);
  return similar(action, found?.actions.filter((each) => found.operation(each)?.callable) ?? []);
}
