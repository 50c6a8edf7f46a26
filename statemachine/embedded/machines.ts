/**
 * Definitions that are part of a larger document: a template of CloudFormation, SAM or the CDK, a plan or a state of
 * Terraform. They are read where they stand.
 */
import { joinPieces, writeFunctions } from "../definition/intrinsics";
import { readText, type ReadText } from "../definition/parse";
import { has, isRecord, list, own, record, text, type JsonRecord, type Steps } from "../json";
import { machineType, templateMachines, type Embedded } from "./template";

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
export function readWhole(content: string): ReadText {
  const read = readText(content);
  // Looking at every value takes time, and few definitions have functions.
  if (/\bRef\b|Fn::|!\w/.test(content) && machinesIn(read.value) === undefined) {
    writeFunctions(read.value);
  }
  return read;
}

interface Module {
  readonly value: JsonRecord;
  readonly steps: Steps;
}

/**
 * The modules of a plan (`planned_values`) or a state (`values`), each before those inside it; none for what is not the
 * output of `terraform show -json`. Source: Terraform, "JSON output format", values representation.
 */
function terraformModules(document: JsonRecord): readonly Module[] {
  const found: Module[] = [];
  for (const part of ["planned_values", "values"]) {
    const root = own(record(document, part), "root_module");
    if (isRecord(root)) found.push({ value: root, steps: [part, "root_module"] });
  }
  for (const { value, steps } of found) {
    list(value, "child_modules").forEach((child, index) => {
      if (isRecord(child)) found.push({ value: child, steps: [...steps, "child_modules", index] });
    });
  }
  return found;
}

/** The machines of some modules. */
function terraformMachines(modules: readonly Module[]): Embedded[] {
  return modules.flatMap(({ value, steps }) =>
    list(value, "resources").flatMap((resource, index): Embedded[] => {
      if (!isRecord(resource) || text(resource, "type") !== "aws_sfn_state_machine") return [];
      const given = record(resource, "values");
      const at = [...steps, "resources", index, "values", "definition"];
      const written = text(given, "definition");
      const reason = "Terraform knows the definition only after apply";
      return [
        {
          name: text(resource, "address") ?? "",
          type: machineType(text(given, "type")),
          steps: at,
          definition:
            written === undefined
              ? { is: "elsewhere", reason }
              : { is: "text", pieces: [{ text: written, steps: at }] },
        },
      ];
    }),
  );
}
