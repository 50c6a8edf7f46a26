import { isDeepStrictEqual } from "node:util";
import { sameAsPolicy } from "../../../migration/resources/equality";
import { type Translated, inTerraformsWords } from "../../../migration/resources/translate";
import type { MadeResource } from "../../../migration/parity/scenario";
import type { Difference } from "../../../migration/modules/mapping";

/** One resource as Terraform has it, of a plan or a state. */
export interface TerraformResource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** False for a planned resource whose apply failed: what would be known after it is not there. */
  readonly applied?: boolean;
}

/** One way in which what a component makes is not what Terraform has. */
export interface Mismatch {
  readonly kind: "missing" | "extra" | "different";
  /** The Terraform address, or the Pulumi name of a resource that Terraform has not. */
  readonly resource: string;
  readonly type: string;
  /** The attribute in Terraform's words; undefined when the whole resource is missing or extra. */
  readonly attribute?: string;
  readonly terraform?: unknown;
  readonly made?: unknown;
}

/** Which attributes and resources to leave out of a comparison, and why. */
export interface Unrecorded {
  readonly type: string;
  readonly attribute?: string;
  readonly reason: string;
}

/** What is nobody's choice: the mechanics of the archive, which each side has its own. */
export const ARCHIVE_MECHANICS: readonly Unrecorded[] = [
  { type: "null_resource", reason: "makes the archive run again" },
  ...["filename", "source_code_hash", "s3_object_version", "code"].map((attribute) => ({
    type: "aws_lambda_function",
    attribute,
    reason: "the archive, which each side makes its own way",
  })),
  ...["source", "etag", "source_hash"].map((attribute) => ({
    type: "aws_s3_object",
    attribute,
    reason: "the archive, which each side makes its own way",
  })),
];

/**
 * Holds what a component makes against what Terraform has, both ways: the same resources, every attribute the same,
 * and none that Terraform has not.
 *
 * Resources are matched by type and by how much of them agrees. A block with one entry equals the entry alone, an empty
 * value equals none, and policy documents are compared as documents.
 */
export function compareResources(
  terraform: readonly TerraformResource[],
  made: readonly MadeResource[],
  leftOut: readonly Unrecorded[] = ARCHIVE_MECHANICS,
): Mismatch[] {
  const kept = terraform.filter(({ type }) => !isLeftOut(leftOut, type));
  const open = made.map((each) => ({ name: each.name, ...inTerraformsWords(each) }));
  const mismatches: Mismatch[] = [];
  for (const [expected, actual] of matchResources(kept, open)) {
    const { address: resource, type } = expected;
    if (actual === undefined) {
      mismatches.push({ kind: "missing", resource, type });
      continue;
    }
    for (const attribute of differing(expected.values, actual.values)) {
      const unknown = expected.applied === false && !(attribute in expected.values);
      if (unknown || isLeftOut(leftOut, type, attribute)) continue;
      const [want, have] = [expected.values[attribute], actual.values[attribute]];
      mismatches.push({
        kind: "different",
        resource,
        type,
        attribute,
        terraform: want,
        made: have,
      });
    }
    open.splice(open.indexOf(actual), 1);
  }
  const extra = open.map(({ name, type }) => ({ kind: "extra" as const, resource: name, type }));
  return [...mismatches, ...extra.filter(({ type }) => !isLeftOut(leftOut, type))];
}

/** The mismatches that no intended difference explains. */
export function unintended(
  mismatches: readonly Mismatch[],
  differences: readonly Difference[],
  variables: Readonly<Record<string, unknown>>,
): Mismatch[] {
  const applying = differences.filter(({ when }) => when?.(variables) ?? true);
  return mismatches.filter(
    ({ type, attribute }) =>
      !applying.some((each) => each.type === type && (each.attribute ?? attribute) === attribute),
  );
}

interface Candidate extends Translated {
  readonly name: string;
}

/** Gives every Terraform resource the made one of its type that agrees with it most; the best matches first. */
function matchResources(
  terraform: readonly TerraformResource[],
  made: readonly Candidate[],
): Map<TerraformResource, Candidate | undefined> {
  const candidates = terraform.flatMap((expected) =>
    made
      .filter(({ type }) => type === expected.type)
      .map((actual) => ({
        expected,
        actual,
        apart: differing(expected.values, actual.values).length,
      })),
  );
  const found = new Map<TerraformResource, Candidate | undefined>(
    terraform.map((each) => [each, undefined]),
  );
  const taken = new Set<Candidate>();
  for (const { expected, actual } of candidates.sort((left, right) => left.apart - right.apart)) {
    if (found.get(expected) !== undefined || taken.has(actual)) continue;
    found.set(expected, actual);
    taken.add(actual);
  }
  return found;
}

/** The names of the attributes that are not the same on both sides. */
function differing(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names.filter((name) => !sameValue(left[name], right[name]));
}

function isLeftOut(leftOut: readonly Unrecorded[], type: string, attribute?: string): boolean {
  return leftOut.some((each) => each.type === type && each.attribute === attribute);
}

/**
 * Whether two values are the same: a block with one entry equals the entry alone, an empty value equals none, and
 * policy documents are compared as documents.
 */
export function sameValue(left: unknown, right: unknown): boolean {
  if (isDeepStrictEqual(normalize(left), normalize(right))) return true;
  return typeof left === "string" && typeof right === "string" && sameAsPolicy(left, right);
}

/** One entry for a list of one, and nothing for what is empty, at every depth. */
function normalize(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) {
    const entries = value.map(normalize).filter((each) => each !== undefined);
    return entries.length > 1 ? entries : entries[0];
  }
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, normalize(each)] as const)
    .filter(([, each]) => each !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
