import { display, isRecord, jsonIn } from "../../statemachine/json";
import {
  SECRET_TEXT,
  type ResourceRequest,
  type StackDocument,
  type StackResource,
} from "../../engine/program";
import { type AwsContext, resourceTypeOf } from "../../engine/aws";
import { shellWord } from "../../statemachine/cli";
import { type Change, covers } from "../plan/changes";
import type { Adoption, Plan } from "../plan/plan";
import { forcesReplacement } from "../resources/terraform-types";

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

/**
 * What is requested, with the tags that the provider adds to each resource by `aws:defaultTags`, if that is set. Where it is
 * a secret as a whole, so are all tags.
 */
export function withDefaultTags(
  requested: readonly ResourceRequest[],
  setting = "",
): ResourceRequest[] {
  const defaults = jsonIn(setting);
  const added = isRecord(defaults) ? defaults["tags"] : setting;
  return requested.map((each) => {
    const { tags: own } = each.inputs;
    if (!isRecord(own)) return each;
    const tags = added === SECRET_TEXT ? SECRET_TEXT : { ...(isRecord(added) && added), ...own };
    return { ...each, inputs: { ...each.inputs, tags } };
  });
}

/** Reads every adopted resource of the account and compares it, property by property, with the program. */
export async function compareWithAccount(
  plan: Plan,
  requested: readonly ResourceRequest[],
  context: AwsContext,
): Promise<Finding[]> {
  const declared = new Map(requested.map((each) => [each.urn, each]));
  const findings: Finding[] = [];
  for (const adoption of plan.adopt) {
    const resource = declared.get(adoption.urn);
    if (resource === undefined) continue;
    findings.push(...(await accountFindings(resource, adoption, context)));
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
  return kind === "changed" && type !== undefined && forcesReplacement(type, property);
}

function replacementFinding({ urn, property, from, to }: Change): Finding {
  const message = `${property} would go from ${from} to ${to}, which replaces the resource`;
  return { kind: "replacement", resource: urn, message };
}

async function accountFindings(
  { type, urn, inputs }: ResourceRequest,
  { importId, address }: Adoption,
  context: AwsContext,
): Promise<Finding[]> {
  const { read, unread = {} } = resourceTypeOf(type);
  let found: Readonly<Record<string, unknown>>;
  try {
    found = await read(importId, inputs, context);
  } catch (error) {
    return [{ kind: "missing", resource: address, message: whyUnread(error, importId, address) }];
  }
  const readable = Object.entries(inputs).filter(([property]) => unread[property] === undefined);
  if (readable.every(([property]) => found[property] === undefined)) {
    return [{ kind: "missing", resource: address, message: gone(importId, address) }];
  }
  return readable
    .filter(([property, wanted]) => !covers(wanted, found[property], property === "tags"))
    .map(([property]) => ({
      kind: "different" as const,
      resource: urn,
      message: `${property} is not in AWS as the program declares it: the next update would set it`,
    }));
}

/** The names of AWS's errors for what does not exist; the services do not agree on one. */
const NOT_THERE = /NotFound|NoSuch|DoesNotExist/;

function whyUnread(error: unknown, id: string, address: string): string {
  const { name, message } = error instanceof Error ? error : new Error(display(error));
  return NOT_THERE.test(name) ? gone(id, address) : `${id} cannot be read: ${name}: ${message}`;
}

function gone(id: string, address: string): string {
  return (
    `${id} does not exist in AWS: it was deleted behind Terraform's back. Run \`terraform apply\` to make it again, or ` +
    `\`terraform state rm ${shellWord(address)}\` to give it up; then plan anew`
  );
}
