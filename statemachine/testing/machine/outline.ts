import { display, isRecord, list, pointer, type JsonRecord } from "../../json";
import type { Coverage, PointKind } from "../coverage";
import { WorkflowTestError } from "../errors";
import { KINDS } from "./kinds";
import { processorOf } from "./map";

/** Fields that have no counterpart here, or that AWS does not take in a JSONPath state. */
const REFUSED: JsonRecord = { ResultWriter: "results written to S3" };
const REFUSED_IN_JSONPATH: JsonRecord = {
  Arguments: "JSONata without QueryLanguage",
  Output: "JSONata without QueryLanguage",
  Items: "JSONata without QueryLanguage",
};

/** The fields of a state that handle errors, and what a visit of an entry is. */
const HANDLERS = [
  ["Retry", "retry"],
  ["Catch", "catch"],
] as const;

/**
 * Makes everything that a run can visit known to the coverage.
 *
 * @throws WorkflowTestError for a definition that cannot be run.
 */
export function outline(definition: unknown, coverage: Coverage): JsonRecord {
  const language = isRecord(definition) ? definition.QueryLanguage : undefined;
  return outlineScope(definition, "", language, coverage);
}

function outlineScope(
  scope: unknown,
  at: string,
  language: unknown,
  coverage: Coverage,
): JsonRecord {
  const where = at === "" ? "the definition" : `the scope at ${at}`;
  if (!isRecord(scope) || !isRecord(scope.States) || typeof scope.StartAt !== "string") {
    throw new WorkflowTestError(`${where} needs StartAt and States: run the linter for details`);
  }
  const { States: states } = scope;
  const leads = (from: string, target: unknown): void => {
    if (typeof target === "string" && Object.hasOwn(states, target)) return;
    throw new WorkflowTestError(
      `${from} leads to ${JSON.stringify(target)}, which is not a state of its scope`,
    );
  };
  leads(`StartAt of ${where}`, scope.StartAt);
  for (const [name, state] of Object.entries(states)) {
    if (!isRecord(state)) throw new WorkflowTestError(`state "${name}" must be an object`);
    const path = `${at}${pointer(["States", name])}`;
    checkState(name, state, (state.QueryLanguage ?? language) === "JSONata");
    const add = (kind: PointKind, at: string, label: string): void =>
      coverage.add({ kind, path: `${path}${at}`, label });
    add("state", "", `${name} (${display(state.Type)})`);
    if (state.Next !== undefined) leads(`Next of "${name}"`, state.Next);
    for (const [index, { Next }] of records(name, state, "Choices").entries()) {
      leads(`rule ${index} of "${name}"`, Next);
      add("choice", `/Choices/${index}`, `${name}, rule ${index} to ${display(Next)}`);
    }
    if (state.Type === "Choice" && state.Default !== undefined) {
      leads(`Default of "${name}"`, state.Default);
      add("choice", "/Default", `${name}, Default to ${display(state.Default)}`);
    }
    for (const [field, kind] of HANDLERS) {
      for (const [index, { ErrorEquals: errors, Next }] of records(name, state, field).entries()) {
        if (!Array.isArray(errors)) {
          throw new WorkflowTestError(
            `${field} ${index} of state "${name}" needs a list of ErrorEquals, not ${JSON.stringify(errors)}`,
          );
        }
        if (field === "Catch") leads(`Catch ${index} of "${name}"`, Next);
        add(kind, `/${field}/${index}`, `${name}, ${field} ${index} for ${errors.join(", ")}`);
      }
    }
    for (const [index, branch] of list(state, "Branches").entries()) {
      outlineScope(branch, `${path}/Branches/${index}`, language, coverage);
    }
    if (state.Type !== "Map") continue;
    const [field, processor] = processorOf(state);
    outlineScope(processor, `${path}/${field}`, language, coverage);
  }
  return scope;
}

function checkState(name: string, state: JsonRecord, isJsonata: boolean): void {
  if (typeof state.Type !== "string" || !Object.hasOwn(KINDS, state.Type)) {
    throw new WorkflowTestError(
      `state "${name}" has the unknown Type ${JSON.stringify(state.Type)}`,
    );
  }
  if (state.Type === "Parallel" && !Array.isArray(state.Branches)) {
    throw new WorkflowTestError(`Parallel state "${name}" needs a list of Branches`);
  }
  const refused = isJsonata ? REFUSED : { ...REFUSED, ...REFUSED_IN_JSONPATH };
  for (const [field, what] of Object.entries(refused)) {
    if (state[field] === undefined) continue;
    throw new WorkflowTestError(
      `state "${name}" uses ${field} (${display(what)}), which cannot be run here: test it on the emulator with ` +
        "`npm run local`, or see docs/testing-workflows.md",
    );
  }
}

/** The entries of a list in a state. @throws WorkflowTestError for one that is not an object */
function records(name: string, state: JsonRecord, field: string): JsonRecord[] {
  const entries = list(state, field);
  const wrong = entries.findIndex((entry) => !isRecord(entry));
  if (wrong < 0) return entries as JsonRecord[];
  throw new WorkflowTestError(
    `${field} ${wrong} of state "${name}" must be an object, not ${JSON.stringify(entries[wrong])}`,
  );
}
