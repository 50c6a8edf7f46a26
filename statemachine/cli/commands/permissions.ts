import { partitionOf, type Grant } from "../../iam";
import { MACHINE_NAME, permissions, PermissionsError } from "../../permissions";
import { isDeferred } from "../../definition/placeholder";
import { readMachine, STATE_TYPES } from "../../definition/reader";
import { isRecord, own, pointer, type JsonRecord } from "../../json";
import { Exit, UsageError } from "../exit";
import { readStates, readValue } from "../input";
import { jsonText, visibleLines } from "../terminal";

/** What `asl permissions` is asked for. */
export interface PermissionsRequest {
  readonly partition?: string;
  readonly machine?: string;
  readonly region: string;
  readonly account: string;
  readonly name?: string;
  readonly grants?: string;
}

/** Prints the policy document that the definition needs. */
export function printPermissions(file: string, request: PermissionsRequest): Exit {
  const { grants: grantsFile, account: accountId, machine, region, name } = request;
  const { partition = partitionOf(region) } = request;
  checkWhere({ ...request, partition });
  const definition = readStates(file, machine);
  checkTypes(file, definition);
  const grants = grantsFile === undefined ? undefined : readGrants(grantsFile);
  try {
    const policy = permissions(definition, { partition, region, accountId, name, grants });
    const text = jsonText(policy);
    process.stdout.write(text);
    if (name === undefined && text.includes(MACHINE_NAME))
      process.stderr.write(`note: ${MACHINE_NAME} stands for the machine's name: give --name\n`);
    return Exit.ok;
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    process.stderr.write(`error: ${visibleLines(`${file}: ${explain(error)}`)}\n`);
    return Exit.findings;
  }
}

/** What the flags that say where a machine runs take, and how to say so. */
const WHERE = {
  partition: [/^aws(-[a-z]+)*$/, "the name of a partition, such as aws, aws-cn or aws-us-gov"],
  region: [/^[a-z]{2,}(-[a-z]+)+-\d+$/, "the name of a region, such as us-east-1"],
  account: [/^\d{12}$/, "the 12 digits of an account"],
} as const;

/** @throws UsageError for a partition, region or account that there cannot be: it would stand in every ARN. A substitution may stand there too. */
function checkWhere(request: Readonly<Record<keyof typeof WHERE, string>>): void {
  for (const [name, [form, wanted]] of Object.entries(WHERE)) {
    const value = request[name as keyof typeof WHERE];
    if (!form.test(value) && !isDeferred(value))
      throw new UsageError(`--${name} takes ${wanted}, not ${JSON.stringify(value)}`);
  }
}

/** @throws UsageError for states whose type is not known: what they need would be left out */
function checkTypes(file: string, definition: JsonRecord): void {
  const { states } = readMachine(definition);
  const unknown = states.filter(
    ({ type, value }) =>
      type === undefined && Object.keys(value).length > 0 && !isDeferred(own(value, "Type")),
  );
  if (unknown.length === 0) return;
  const lines = unknown.map(({ name, steps, value }) => {
    const type = own(value, "Type");
    const said = type === undefined ? "no Type" : `the unknown Type ${JSON.stringify(type)}`;
    return `  ${name} (${pointer(steps)}) has ${said}`;
  });
  const wanted = `a Type is one of ${STATE_TYPES}`;
  throw new UsageError([`${file}: ${wanted}:`, ...lines].join("\n"));
}

/** Lists the undecided states and shows the grants file that would decide them. */
function explain({ states }: PermissionsError): string {
  const lines = states.map(({ state, path, reason }) => `  ${state || path || "/"}: ${reason}`);
  const example = {
    [states[0]?.state ?? ""]: [{ actions: ["service:Action"], resources: ["arn:..."] }],
  };
  return [
    "the permissions of some states cannot be known from the definition:",
    ...lines,
    `grant them with --grants FILE, for example ${JSON.stringify(example)}`,
  ].join("\n");
}

function readGrants(file: string): Record<string, Grant[]> {
  const value = readValue(file, "grants are JSON or YAML");
  const shape = '{"State name": [{"actions": ["service:Action"], "resources": ["arn:..."]}]}';
  if (!isRecord(value) || !Object.values(value).every(isGrantList)) {
    throw new UsageError(`${file}: grants have the shape ${shape}`);
  }
  return value as Record<string, Grant[]>;
}

function isGrantList(value: unknown): boolean {
  const isTexts = (list: unknown): boolean =>
    Array.isArray(list) && list.every((text) => typeof text === "string");
  return (
    Array.isArray(value) &&
    value.every((grant) => isRecord(grant) && isTexts(grant.actions) && isTexts(grant.resources))
  );
}
