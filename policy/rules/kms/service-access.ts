import { matchesPattern } from "asl-toolkit/iam";
import { type Document, statementsOf } from "../../iam/document";
import { listed } from "../shared/documents";
import { applies, asksFor, type EncryptionContext } from "./key-access";

/** A service's use of a key for one resource. */
interface Access {
  /** What the service's principals are called, its region left out. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly context: EncryptionContext;
}

/** What a service lacks in a key's policies to use the key for one resource, and only for such resources. */
export function accessFault(policies: readonly Document[], access: Access): string | undefined {
  const { service, actions, context } = access;
  const statements = statementsOf(policies).filter(
    (statement) =>
      statement.allows && statement.principalsOf("Service").some((id) => isService(id, access)),
  );
  if (statements.length === 0) return `does not let ${service} in`;
  const missing = actions.filter(
    (action) => !statements.some((statement) => statement.actsOn(action)),
  );
  if (missing.length > 0) return `does not allow ${service} ${listed(missing)}`;
  const unfit = actions.filter(
    (action) => !statements.some((statement) => applies(statement, action, context)),
  );
  if (unfit.length > 0) {
    const tests = statements.flatMap(({ conditions }) =>
      conditions.filter((condition) => asksFor(condition, context)),
    );
    return tests.length > 0
      ? `lets ${service} use the key for ${listed(tests.flatMap(({ values }) => values))} only`
      : `lets ${service} use the key under conditions that it does not meet`;
  }
  return statements.every(({ conditions }) => conditions.some((each) => asksFor(each, context)))
    ? undefined
    : `lets ${service} use the key for anything, without a condition on ${context.key}`;
}

/** Whether a principal is the service, of all regions or of the resource's. */
function isService(id: string, { service, context }: Access): boolean {
  const [name, ...suffix] = service.split(".");
  const regional = `${name}.${context.arn.region}.${suffix.join(".")}`;
  return [service, regional].some((principal) => matchesPattern(`${principal}*`, id));
}
