import { WorkflowTestError } from "./errors";

/** Fields that aws-local-stepfunctions 3.0.0 ignores in silence although they change the outcome. */
const IGNORED: Readonly<Record<string, string>> = {
  Assign: "variables",
  Arguments: "JSONata",
  Output: "JSONata",
  Items: "JSONata",
  ItemReader: "items read from S3",
  ItemBatcher: "batches of items",
  ResultWriter: "results written to S3",
  ToleratedFailureCount: "tolerated failures",
  ToleratedFailureCountPath: "tolerated failures",
  ToleratedFailurePercentage: "tolerated failures",
  ToleratedFailurePercentagePath: "tolerated failures",
};

/**
 * @throws WorkflowTestError when a state uses what the interpreter does not know, so that no test passes on an
 * outcome that AWS would not give.
 */
export function refuseUnsupported(name: string, state: Readonly<Record<string, unknown>>): void {
  if (state.QueryLanguage === "JSONata") throw unsupported(name, "QueryLanguage", "JSONata");
  for (const [field, what] of Object.entries(IGNORED)) {
    if (state[field] !== undefined) throw unsupported(name, field, what);
  }
}

function unsupported(name: string, field: string, what: string): WorkflowTestError {
  return new WorkflowTestError(
    `state "${name}" uses ${field} (${what}), which the interpreter cannot run: test it on the emulator with ` +
      "`npm run local`, or see docs/testing-workflows.md",
  );
}
