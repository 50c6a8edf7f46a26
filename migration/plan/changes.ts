import { SECRET_TEXT, type StackResource } from "../../engine/program";
import { display, isRecord } from "../../statemachine/json";
import { sameText } from "../resources/equality";
import { inputsThatAreOff, TERRAFORM_TYPES } from "../resources/terraform-types";
import { attributeOf, inTerraformsWords, isMap } from "../resources/translate";
import type { Attributes } from "../state/attributes";
import type { Secrets } from "../state/secrets";

/** A property that the first update after the import will send to AWS. */
export interface Change {
  readonly urn: string;
  /** The property in Terraform's words. */
  readonly property: string;
  /** `resent`: an import cannot read it back, so the same value is sent again. `changed`: it will be another. */
  readonly kind: "resent" | "changed";
  /** What runs now and what the program declares, as JSON; absent for what was resent, `[secret]` for secrets. */
  readonly from?: string;
  readonly to?: string;
}

/** Contents of files: a state holds at most their hash. */
const CONTENTS: readonly string[] = ["code", "content", "source", "source_hash", "etag"];

/** Compares what the program declares for one resource with what Terraform left running. */
export function changesOf(
  resource: StackResource,
  running: Attributes,
  secrets: Secrets,
): Change[] {
  const { urn } = resource;
  const show = (value: unknown): string =>
    secrets.in(value) ? SECRET_TEXT : (JSON.stringify(value) ?? "unset");
  const { type, values } = inTerraformsWords(resource);
  const off = inputsThatAreOff(resource.type, resource.inputs).map((input) =>
    attributeOf(resource.type, input),
  );
  const { unreadable = [], filledIn = [] } = TERRAFORM_TYPES[type] ?? {};
  const besides = filledIn.filter((property) => !(property in values));
  const declared = Object.entries(values).flatMap(([property, wanted]): Change[] => {
    const resent = unreadable.includes(property) || filledIn.includes(property);
    if (CONTENTS.includes(property) || covers(wanted, running[property], isMap(property))) {
      return resent ? [{ urn, property, kind: "resent" }] : [];
    }
    if (off.includes(property) && isEmpty(running[property])) return [];
    const [from, to] = [show(running[property]), show(wanted)];
    return [{ urn, property, kind: "changed", from, to }];
  });
  return [...declared, ...besides.map((property): Change => ({ urn, property, kind: "resent" }))];
}

/**
 * Whether what is wanted is what runs. A block may leave out what AWS or the provider fills in; a map of the caller's
 * own keys (`exact`) must be the same both ways. Lists are sets: in none of the four modules does their order count.
 */
export function covers(wanted: unknown, running: unknown, exact = false): boolean {
  // A secret's value cannot be compared.
  if (wanted === running || wanted === SECRET_TEXT || (isEmpty(wanted) && isEmpty(running)))
    return true;
  if (typeof wanted === "string" && typeof running === "string") return sameText(wanted, running);
  if (Array.isArray(wanted)) return coversAll(wanted, [running].flat());
  if (!isRecord(wanted)) return display(wanted) === display(running);
  const block: unknown = Array.isArray(running) && running.length === 1 ? running[0] : running;
  if (!isRecord(block)) return false;
  const keys = Object.keys(exact ? { ...block, ...wanted } : wanted);
  return keys.every((key) => covers(wanted[key], block[key], isMap(key)));
}

function coversAll(wanted: readonly unknown[], running: readonly unknown[]): boolean {
  const open = running.filter((item) => !isEmpty(item));
  const all = wanted.every((item) => {
    const at = open.findIndex((other) => covers(item, other));
    return at >= 0 && open.splice(at, 1).length === 1;
  });
  return all && open.length === 0;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || value === false || value === 0;
}
