import { isRecord } from "asl-toolkit/json";
import { getOrMake } from "../host/memory";
import { type Reader, UNKNOWN, UnknownValueError } from "../host/reader";
import type { Resource } from "../host/resource";
import { Statement } from "./statement";

/** A policy document of a resource, or why it is not one. */
export interface Document {
  /** The property that holds it. */
  readonly property: string;
  readonly statements: readonly Statement[];
  /** What AWS would refuse it for; undefined for a document. */
  readonly fault: string | undefined;
  /** The document as it stands. */
  readonly value: unknown;
}

/**
 * Reads the policy document at a property: JSON text, or an object that the provider turns into JSON.
 * @throws UnknownValueError when the document, or a whole statement of it, is not known yet
 */
export function documentAt(resource: Reader, property: string): Document | undefined {
  const read = getOrMake(documents, resource, () => new Map<string, Document | undefined>());
  if (!read.has(property)) read.set(property, readDocument(resource, property));
  return read.get(property);
}

/** The documents of each resource, which many rules read. */
const documents = new WeakMap<Reader, Map<string, Document | undefined>>();

function readDocument(resource: Reader, property: string): Document | undefined {
  const value = resource.plain(property);
  if (value === undefined) return undefined;
  const path = resource.path === "" ? property : `${resource.path}.${property}`;
  return typeof value === "string" ? parse(value, path) : documentOf(value, path);
}

function parse(text: string, property: string): Document {
  try {
    return documentOf(JSON.parse(text), property);
  } catch {
    return { property, statements: [], fault: "is not JSON", value: undefined };
  }
}

function documentOf(value: unknown, property: string): Document {
  const statements = isRecord(value) ? value.Statement : undefined;
  const raw: unknown[] = Array.isArray(statements) ? statements : [statements];
  if (raw.includes(UNKNOWN)) throw new UnknownValueError(`${property}.Statement`);
  if (!raw.every(isRecord))
    return { property, statements: [], fault: "has no list of statements", value };
  return {
    property,
    statements: raw.map(
      (each, index) => new Statement(each, `${property}.Statement.${index}`, index),
    ),
    fault: faultOf(raw),
    value,
  };
}

/** What AWS takes, and reads otherwise than it is meant: a version in which newer elements are plain text. */
export function versionFault({ value }: Document): string | undefined {
  const version = isRecord(value) ? value.Version : undefined;
  return version === "2012-10-17" || version === UNKNOWN
    ? undefined
    : `has Version ${JSON.stringify(version) ?? "unset"}, without which variables and newer elements are plain text`;
}

function faultOf(statements: readonly Record<string, unknown>[]): string | undefined {
  for (const [index, { Effect, Action, NotAction }] of statements.entries()) {
    if (Effect !== "Allow" && Effect !== "Deny" && Effect !== UNKNOWN) {
      return `has the Effect ${JSON.stringify(Effect) ?? "unset"} in statement ${index}`;
    }
    if (Action === undefined && NotAction === undefined) {
      return `has no Action in statement ${index}`;
    }
  }
  return undefined;
}

/** The statements of some policies. */
export function statementsOf(policies: readonly Document[]): Statement[] {
  return policies.flatMap(({ statements }) => statements);
}

/** The properties that hold policy documents, by resource type. */
export function documentsOf(
  resource: Resource,
  properties: Readonly<Record<string, readonly string[]>>,
): readonly { readonly reader: Reader; readonly property: string }[] {
  return (properties[resource.type] ?? []).flatMap((property) => {
    const [listed, inner] = property.split("[].");
    if (inner === undefined || listed === undefined) return [{ reader: resource, property }];
    return resource.blocks(listed).map((reader) => ({ reader, property: inner }));
  });
}
