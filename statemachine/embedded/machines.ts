/**
 * Definitions that are part of a larger document: a template of CloudFormation, SAM or the CDK, a plan or a state of
 * Terraform. They are read where they stand.
 */
import { joinPieces, writeFunctions } from "../definition/intrinsics";
import { readText, type ReadText } from "../definition/parse";
import { has, isRecord, own } from "../json";
import { templateMachines, type Embedded } from "./template";
import { terraformMachines, terraformModules } from "./terraform";

/** The machines in a document; `undefined` for a document that is not a template. */
export function machinesIn(value: unknown): readonly Embedded[] | undefined {
  if (!isRecord(value) || has(value, "StartAt") || has(value, "States")) return undefined;
  const resources = own(value, "Resources");
  if (isRecord(resources)) return templateMachines(resources);
  const modules = terraformModules(value);
  return modules.length === 0 ? undefined : terraformMachines(modules);
}

/** The definition of a machine, read; `undefined` for one that does not stand in the document. `document` holds it. */
export function readEmbedded(
  { definition, steps }: Embedded,
  document: ReadText,
): ReadText | undefined {
  if (definition.is === "text") return readText(joinPieces(definition.pieces));
  if (definition.is !== "value") return undefined;
  writeFunctions(definition.value);
  const duplicates = document.duplicates
    .filter((path) => steps.every((step, index) => String(path[index]) === String(step)))
    .map((path) => path.slice(steps.length));
  return { readable: true, value: definition.value, duplicates };
}

/** The definition itself in a document that is not a template, with the text of each function in its place. */
export function readWhole(text: string): ReadText {
  const read = readText(text);
  // Looking at every value takes time, and few definitions have functions.
  if (/\bRef\b|Fn::|!\w/.test(text) && machinesIn(read.value) === undefined) {
    writeFunctions(read.value);
  }
  return read;
}
