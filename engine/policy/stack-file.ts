import type { z } from "zod";
import { UsageError } from "../../statemachine/cli";
import { isRecord, measure } from "../../statemachine/json";
import { lackOf, plannedResources } from "./preview";
import {
  DOCUMENT,
  EXPORT,
  PREVIEW,
  type DocumentFile,
  type ExportedResource,
} from "./stack-schemas";

/** Values inside each other: more would overflow the stack of what judges them. AWS and Pulumi's own types have a dozen. */
const MOST_LEVELS = 500;

/** What a file says of a stack: an emitted document, or resources as Pulumi writes them, in a preview with its configuration. */
type StackFile =
  | { readonly document: DocumentFile }
  | {
      readonly exported: readonly ExportedResource[];
      readonly config?: Readonly<Record<string, string>> | undefined;
    };

/**
 * What a file says of a stack.
 * @throws UsageError naming the part that is not as it should be, or what a preview leaves out
 */
export function readStackFile(value: unknown, source: string): StackFile {
  const file = readParts(value, source);
  const resources = "document" in file ? file.document.resources : file.exported;
  const deep = resources.find((resource) => measure(resource, LIMIT).depth > MOST_LEVELS);
  if (deep === undefined) return file;
  throw wrong(source, `${deep.urn} is nested deeper than ${MOST_LEVELS} levels`);
}

const LIMIT = { bytes: Infinity, depth: MOST_LEVELS };

function readParts(value: unknown, source: string): StackFile {
  if (!isRecord(value)) throw wrong(source, `is ${shown(value)}: must be an object`);
  if ("steps" in value || "changeSummary" in value) {
    const preview = read(PREVIEW, value, source);
    const lack = lackOf(preview);
    if (lack !== undefined) throw wrong(source, lack);
    return { exported: plannedResources(preview), config: preview.config };
  }
  if ("deployment" in value) {
    const { deployment } = value;
    // Of a stack without resources there is only the rest of its deployment.
    const isEmpty =
      isRecord(deployment) && "manifest" in deployment && !("resources" in deployment);
    return { exported: isEmpty ? [] : read(EXPORT, deployment, source, ["deployment"]).resources };
  }
  const isDocument = "stack" in value || "project" in value;
  return isDocument
    ? { document: read(DOCUMENT, value, source) }
    : { exported: read(EXPORT, value, source).resources };
}

function read<T>(
  schema: z.ZodType<T>,
  value: unknown,
  source: string,
  at: readonly PropertyKey[] = [],
): T {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const { path = [], message = "" } = error?.issues[0] ?? {};
  const found = path.reduce((inner, key) => (inner as Record<PropertyKey, unknown>)[key], value);
  const name = [...at, ...path].map(String).join(".");
  throw wrong(source, `${name === "" ? "" : `${name} `}is ${shown(found)}: ${message}`);
}

function shown(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
  return Array.isArray(value) ? "a list" : "an object";
}

function wrong(source: string, what: string): UsageError {
  const given =
    "'pulumi stack export', of 'pulumi preview --json --show-sames' or of 'npm run -s emit'";
  return new UsageError(`${source}: ${what}; give the output of ${given}, as it is`);
}
