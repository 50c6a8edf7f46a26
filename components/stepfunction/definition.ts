import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { replaceDeferred } from "../shared/arguments/inputs";
import { format } from "../shared/problems";
import { stableStringify } from "asl-toolkit/json";
import {
  type Definition,
  placeholder,
  substitute,
  type TemplateValue,
} from "asl-toolkit/definition";

/** A value inside a definition that another resource supplies. */
export type DefinitionLeaf =
  pulumi.Output<string> | pulumi.Output<number> | pulumi.Output<boolean> | Promise<string>;

/** A definition in a file, with a value for each of its `${...}` placeholders. */
export interface DefinitionFile {
  /** Path of a JSON file in the Amazon States Language, from the program's folder. */
  readonly file: string;
  /** The value of each placeholder. Defaults to none. */
  readonly substitutions?: Readonly<Record<string, pulumi.Input<TemplateValue>>>;
}

/** A definition: a typed object whose leaves may be Inputs, a file, or JSON text. */
export type DefinitionSource =
  Definition<DefinitionLeaf> | DefinitionFile | string | pulumi.Output<string>;

/** A definition in the two forms that a component needs. */
export interface NormalizedDefinition {
  /**
   * The structure, with a placeholder for every leaf that is not a plain value: it can be linted before anything is
   * created. Undefined when the whole text is an Output.
   */
  readonly shape: unknown;
  /** The structure with every leaf filled in. */
  readonly resolved: pulumi.Output<unknown>;
  /** The text for AWS: keys in stable order, except for JSON text from the caller, which stays as it is. */
  readonly text: pulumi.Output<string>;
}

/**
 * Brings any form of a definition into the forms that a component needs.
 * @throws Error for what is none, a file that cannot be read, text that is not JSON, an unknown or unused placeholder
 */
export function normalizeDefinition(source: DefinitionSource): NormalizedDefinition {
  if (typeof source === "string") {
    const shape = parse(source);
    return { shape, resolved: pulumi.output(shape), text: pulumi.output(source) };
  }
  if (pulumi.Output.isInstance<string>(source)) {
    return { shape: undefined, resolved: source.apply(parse), text: source };
  }
  if (typeof source !== "object" || source === null) {
    throw new Error(`is ${format(source)}: must be an object, a file or JSON text`);
  }
  return "file" in source ? normalizeFile(source) : normalizeObject(source);
}

function normalizeFile({ file, substitutions = {} }: DefinitionFile): NormalizedDefinition {
  // Without a byte order mark, which some editors put before it.
  const text = new TextDecoder().decode(readFileSync(file));
  const stand = plainShape(substitutions) as Record<string, TemplateValue>;
  const shape = parse(substitute(file, text, stand));
  const resolved = pulumi
    .all(substitutions as Record<string, pulumi.Input<TemplateValue>>)
    .apply((values) => parse(substitute(file, text, values)));
  return { shape, resolved, text: resolved.apply(stableStringify) };
}

function normalizeObject(source: Definition<DefinitionLeaf>): NormalizedDefinition {
  const resolved: pulumi.Output<unknown> = pulumi.output(source as object);
  return { shape: plainShape(source), resolved, text: resolved.apply(stableStringify) };
}

/** A copy of `value` with a placeholder for every Output and Promise in it, the same for the same, numbered from 0. */
export function plainShape(value: unknown): unknown {
  const leaves = new Map<unknown, string>();
  return replaceDeferred(value, (leaf) => {
    const found = leaves.get(leaf) ?? placeholder(leaves.size);
    leaves.set(leaf, found);
    return found;
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`is not JSON: ${(cause as Error).message}`, { cause });
  }
}
