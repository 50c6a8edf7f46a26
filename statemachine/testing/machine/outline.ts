import { display, isRecord, list, pointer, type JsonRecord } from "../../json";
import type { Coverage } from "../coverage";
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
    coverage.add({ kind: "state", path, label: `${name} (${display(state.Type)})` });
    if (state.Next !== undefined) leads(`Next of "${name}"`, state.Next);
    for (const [index, { Next }] of records(name, state, "Choices").entries()) {
      leads(`rule ${index} of "${name}"`, Next);
      const label = `${name}, rule ${index} to ${display(Next)}`;
      coverage.add({ kind: "choice", path: `${path}/Choices/${index}`, label });
    }
    if (state.Type === "Choice" && state.Default !== undefined) {
      leads(`Default of "${name}"`, state.Default);
      const label = `${name}, Default to ${display(state.Default)}`;
      coverage.add({ kind: "choice", path: `${path}/Default`, label });
    }
    addHandlers("Retry", "retry", name, path, state, coverage);
    addHandlers("Catch", "catch", name, path, state, coverage);
    for (const [index, { Next }] of records(name, state, "Catch").entries()) {
      leads(`Catch ${index} of "${name}"`, Next);
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

function addHandlers(
  field: "Retry" | "Catch",
  kind: "retry" | "catch",
  name: string,
  path: string,
  state: JsonRecord,
  coverage: Coverage,
): void {
  for (const [index, { ErrorEquals }] of records(name, state, field).entries()) {
    if (!Array.isArray(ErrorEquals)) {
      throw new WorkflowTestError(
        `${field} ${index} of state "${name}" needs a list of ErrorEquals, not ${JSON.stringify(ErrorEquals)}`,
      );
    }
    const label = `${name}, ${field} ${index} for ${ErrorEquals.join(", ")}`;
    coverage.add({ kind, path: `${path}/${field}/${index}`, label });
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
