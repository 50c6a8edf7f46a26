import { isExcluding, isLimiting, isOfCallers } from "./conditions";
import { isAbout, reaches, type Statements } from "./grants";
import type { Statement } from "./statement";

/** Whether a condition of the statement says which callers are meant, and not simply all. */
export function isTiedToCallers(statement: Statement): boolean {
  return statement.conditions.some((test) => isOfCallers(test) && isLimiting(test));
}

/** Whether a resource policy's statement lets everyone in: it names all, or all but some, and no condition limits them. */
export function isPublic(statement: Statement, document: Statements): boolean {
  const isForAll = statement.isForEveryone || statement.has("NotPrincipal");
  return (
    statement.allows && isForAll && !isTiedToCallers(statement) && !isClosed(statement, document)
  );
}

/** Whether a Deny beside a statement refuses everyone but some what the statement allows. */
function isClosed(statement: Statement, { statements }: Statements): boolean {
  return statements.some((denial) => {
    if (!denial.denies || !leavesSome(denial)) return false;
    const actions = statement.actions.length > 0 ? statement.actions : ["*"];
    return (
      actions.every((action) => reaches(denial, action)) &&
      statement.resources.every((resource) => isAbout(denial, resource))
    );
  });
}

function leavesSome(denial: Statement): boolean {
  const tests = denial.conditions;
  if (denial.has("NotPrincipal")) return tests.length === 0;
  const [only, ...more] = tests;
  return (
    denial.isForEveryone &&
    only !== undefined &&
    more.length === 0 &&
    isOfCallers(only) &&
    isExcluding(only)
  );
}
