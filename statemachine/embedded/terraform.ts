import { isRecord, list, own, record, text, type JsonRecord, type Steps } from "../json";
import { machineType, type Embedded } from "./template";

interface Module {
  readonly value: JsonRecord;
  readonly steps: Steps;
}

/**
 * The modules of a plan (`planned_values`) or a state (`values`), each before those inside it; none for what is not the
 * output of `terraform show -json`. Source: Terraform, "JSON output format", values representation.
 */
export function terraformModules(document: JsonRecord): readonly Module[] {
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
export function terraformMachines(modules: readonly Module[]): Embedded[] {
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
