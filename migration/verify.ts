import type { StackDocument, StackResource } from "../local/document";
import { entryOf } from "../local/registry";
import type { Context } from "../local/registry/entry";
import { type Change, covers } from "./changes";
import type { Adoption, Plan } from "./plan";
import { forcesReplacement } from "./replacement";

/** One thing that stands against letting go of the Terraform state. */
export interface Finding {
  readonly kind: "id" | "replacement" | "orphan" | "missing" | "different";
  /** Terraform's address or the program's URN. */
  readonly resource: string;
  readonly message: string;
}

/**
 * Compares a state with the program of the stack that took it over.
 *
 * @param plan the plan of the same state and stack.
 * @param document the stack as its own settings declare it now.
 */
export function compareWithProgram(plan: Plan, document: StackDocument): Finding[] {
  const declared = new Map(document.resources.map((each) => [each.urn, each]));
  return [
    ...plan.adopt.flatMap((each) => idFindings(each, declared.get(each.urn))),
    ...plan.unmatched.map(({ address, reason }): Finding => ({
      kind: "orphan",
      resource: address,
      message: reason,
    })),
    ...plan.changes.filter((each) => replaces(each, declared)).map(replacementFinding),
  ];
}

/** Reads every adopted resource of the account and compares it, property by property, with the program. */
export async function compareWithAccount(
  plan: Plan,
  document: StackDocument,
  context: Context,
): Promise<Finding[]> {
  const declared = new Map(document.resources.map((each) => [each.urn, each]));
  const findings: Finding[] = [];
  for (const { urn, importId, address } of plan.adopt) {
    const resource = declared.get(urn);
    if (resource === undefined) continue;
    findings.push(...(await accountFindings(resource, importId, address, context)));
  }
  return findings;
}

function idFindings({ address, urn, importId }: Adoption, declared?: StackResource): Finding[] {
  if (declared === undefined) {
    return [{ kind: "orphan", resource: address, message: `the program does not declare ${urn}` }];
  }
  // Without an import id the map has been removed, which is how a finished adoption looks.
  if (declared.importId === undefined || declared.importId === importId) return [];
  const message = `${urn} adopts ${declared.importId}, but the state has ${importId}`;
  return [{ kind: "id", resource: address, message }];
}

function replaces(
  { urn, property, kind }: Change,
  declared: ReadonlyMap<string, StackResource>,
): boolean {
  const type = declared.get(urn)?.type;
  return kind === "changed" && type !== undefined && forcesReplacement(type, camelCase(property));
}

function replacementFinding({ urn, property, from, to }: Change): Finding {
  const message = `${property} would go from ${from} to ${to}, which replaces the resource`;
  return { kind: "replacement", resource: urn, message };
}

async function accountFindings(
  { type, urn, inputs }: StackResource,
  id: string,
  address: string,
  context: Context,
): Promise<Finding[]> {
  const entry = entryOf(type);
  let found: Readonly<Record<string, unknown>>;
  try {
    found = await entry.read(id, inputs, context);
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    const message = /NotFound|NoSuch|DoesNotExist|404/.test(name)
      ? `${id} does not exist in AWS: it was deleted behind Terraform's back. Run \`terraform apply\` to make it again, or ` +
        `\`terraform state rm '${address}'\` to give it up, then plan anew`
      : `${id} cannot be read: ${name}`;
    return [{ kind: "missing", resource: address, message }];
  }
  return Object.entries(inputs)
    .filter(([property]) => entry.unread?.[property] === undefined)
    .filter(([property, wanted]) => !covers(wanted, found[property], property === "tags"))
    .map(([property]) => ({
      kind: "different" as const,
      resource: urn,
      message: `${property} is not in AWS as the program declares it: the next update sets it`,
    }));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
