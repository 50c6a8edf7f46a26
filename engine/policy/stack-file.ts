import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import type { z } from "zod";
import { UsageError } from "../../statemachine/cli";
import { isRecord, measure, own } from "../../statemachine/json";
import { OUTPUT_TABLE } from "../program/outputs";
import {
  DOCUMENT,
  EXPORT,
  PREVIEW,
  type DocumentFile,
  type ExportedResource,
  type Preview,
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

type Step = Preview["steps"][number];
type State = NonNullable<Step["newState"]>;

/** Why a preview does not tell the whole stack; undefined for one that does. */
function lackOf({ steps, diagnostics, changeSummary }: Preview): string | undefined {
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) return `the preview failed: ${error.message.trim()}`;
  const same = steps.filter(({ op }) => op === "same").length;
  const hidden = (changeSummary["same"] ?? 0) - same;
  return hidden > 0 ? `it leaves out ${hidden} of the resources that stay as they are` : undefined;
}

/** The resources of the stack as they will be after the steps. */
function plannedResources({ steps }: Preview): ExportedResource[] {
  const planned = new Map<string, ExportedResource>();
  for (const step of steps) {
    // What was replaced by an update that was interrupted is deleted under the URN of what lives.
    const isGone = step.op === "delete" && step.oldState?.delete !== true;
    if (step.newState) planned.set(step.urn, afterwards(step.newState, step));
    else if (isGone) planned.delete(step.urn);
  }
  return [...planned.values()];
}

/** The engine may write a step down before the provider answers: what that adds is what it answered before, or unknown. */
function afterwards(state: State, { op, oldState }: Step): ExportedResource {
  const isMade = !oldState || /^(create|replace)/.test(op);
  const added = isMade ? outputsToCome(state) : { id: oldState.id, ...oldState.outputs };
  return { ...state, outputs: { ...added, ...state.inputs, ...state.outputs } };
}

function outputsToCome({ custom, type, id }: State): Record<string, unknown> {
  if (custom !== true) return {};
  const names = ["arn", ...Object.keys(own(OUTPUT_TABLE, type)?.outputs ?? {})];
  return { ...Object.fromEntries(names.map((name) => [name, UNKNOWN])), id: id ?? UNKNOWN };
}
