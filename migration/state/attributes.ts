import { isRecord, type JsonRecord } from "../../statemachine/json";

/** The attributes of one resource instance. They may hold secrets: never print them whole. */
export type Attributes = JsonRecord;

/** An attribute that must be in the state for the resource to be imported. */
export class MissingAttributeError extends Error {
  public constructor(public readonly attribute: string) {
    super(`the state does not hold its ${attribute}`);
    this.name = "MissingAttributeError";
  }
}

/** The text of an attribute. @throws MissingAttributeError when the state does not hold one. */
export function attribute(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (typeof value !== "string" || value === "") throw new MissingAttributeError(name);
  return value;
}

/** The value when it is a text with something in it. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A member of an object, or an element of a list; undefined where there is none. */
export function member(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

/** The tags of a resource; none where the state has none. */
export function tagsOf(attributes: Attributes): Record<string, string> {
  return isRecord(attributes["tags"]) ? (attributes["tags"] as Record<string, string>) : {};
}

/** The single block of a nested setting, which a state holds as a list of at most one. */
export function block(attributes: Attributes, name: string): Attributes | undefined {
  const value = attributes[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isRecord(first) ? first : undefined;
}

/** All blocks of a nested setting. */
export function blocks(attributes: Attributes | undefined, name: string): readonly Attributes[] {
  const value = attributes?.[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The texts of a list; empty where there is none. */
export function texts(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === "string" && item !== "");
}
