import type { Grant } from "../iam";
import { permissions, PermissionsError } from "../permissions";
import { isRecord } from "../json/values";
import { Exit, UsageError } from "./exit";
import { readDefinition } from "./input";

/** What `asl permissions` is asked for. */
export interface PermissionsRequest {
  readonly partition: string;
  readonly machine?: string;
  readonly region: string;
  readonly account: string;
  readonly name?: string;
  readonly grants?: string;
}

/** Prints the policy document that the definition needs. */
export function printPermissions(file: string, request: PermissionsRequest): Exit {
  const { grants: grantsFile, account: accountId, machine, ...where } = request;
  const definition = readDefinition(file, machine);
  const grants = grantsFile === undefined ? {} : { grants: readGrants(grantsFile) };
  try {
    const policy = permissions(definition, { ...where, accountId, ...grants });
    process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
    return Exit.ok;
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    if (error.states.every(({ state }) => state === ""))
      throw new UsageError(`${file}: ${error.message}`);
    process.stderr.write(`error: ${file}: ${explain(error)}\n`);
    return Exit.findings;
  }
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
  const value = readDefinition(file);
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
