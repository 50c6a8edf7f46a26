import { isDeepStrictEqual } from "node:util";
import type { StackDocument, StackResource } from "../../engine/program";
import { attributeOf } from "../resources/translate";
import { forcesReplacement } from "../resources/terraform-types";

/** What hardening does to one resource. */
export interface Hardening {
  readonly urn: string;
  readonly action: "create" | "update" | "replace" | "delete";
  /** For an update or a replacement: every property that changes, and whether AWS changes it in place. */
  readonly properties: readonly {
    readonly property: string;
    readonly inPlace: boolean;
    readonly from: unknown;
    readonly to: unknown;
  }[];
}

/** Every difference between what a stack declares as Terraform had it and what it declares hardened. */
export function hardenings(compatible: StackDocument, hardened: StackDocument): Hardening[] {
  const before = byUrn(compatible);
  const after = byUrn(hardened);
  const urns = [...new Set([...before.keys(), ...after.keys()])].sort();
  return urns.flatMap((urn): Hardening[] => {
    const [old, now] = [before.get(urn), after.get(urn)];
    if (old === undefined) return [{ urn, action: "create", properties: [] }];
    if (now === undefined) return [{ urn, action: "delete", properties: [] }];
    const properties = changedProperties(old, now);
    if (properties.length === 0) return [];
    const inPlace = properties.every((each) => each.inPlace);
    return [{ urn, action: inPlace ? "update" : "replace", properties }];
  });
}

function byUrn({ resources }: StackDocument): Map<string, StackResource> {
  return new Map(resources.filter(({ custom }) => custom).map((each) => [each.urn, each]));
}

function changedProperties(old: StackResource, now: StackResource): Hardening["properties"] {
  const names = [...new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])].sort();
  return names
    .filter((name) => !isDeepStrictEqual(old.inputs[name], now.inputs[name]))
    .map((property) => ({
      property,
      inPlace: !forcesReplacement(now.type, attributeOf(now.type, property)),
      from: old.inputs[property],
      to: now.inputs[property],
    }));
}
