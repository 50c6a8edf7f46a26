import { WorkflowTestError } from "../errors";

type Fields = Readonly<Record<string, unknown>>;

/** Fields that call services, or that change the outcome without the interpreter knowing them. */
const SERVICES: Fields = {
  ItemReader: "items read from S3",
  ItemBatcher: "batches of items",
  ResultWriter: "results written to S3",
  ToleratedFailureCount: "tolerated failures",
  ToleratedFailureCountPath: "tolerated failures",
  ToleratedFailurePercentage: "tolerated failures",
  ToleratedFailurePercentagePath: "tolerated failures",
};

/** What the interpreter would ignore in a JSONPath state. */
const NOT_JSONPATH: Fields = {
  Assign: "variables in a JSONPath state",
  Arguments: "JSONata without QueryLanguage",
  Output: "JSONata without QueryLanguage",
  Items: "JSONata without QueryLanguage",
};

/** @throws WorkflowTestError when a state does something that has no counterpart here, so that no result is wrong. */
export function refuseServices(name: string, state: Fields): void {
  refuse(name, state, SERVICES);
}

/** As `refuseServices`, for a JSONPath state. */
export function refuseUnsupported(name: string, state: Fields): void {
  refuse(name, state, { ...SERVICES, ...NOT_JSONPATH });
}

function refuse(name: string, state: Fields, unsupported: Fields): void {
  for (const [field, what] of Object.entries(unsupported)) {
    if (state[field] === undefined) continue;
    throw new WorkflowTestError(
      `state "${name}" uses ${field} (${String(what)}), which cannot be run here: test it on the emulator with ` +
        "`npm run local`, or see docs/testing-workflows.md",
    );
  }
}
