/** Where the machines of these tests run. */
import { permissions, type PermissionsOptions } from "../../../statemachine/permissions";
export const HERE: PermissionsOptions = {
  partition: "aws",
  region: "eu-west-1",
  accountId: "111122223333",
  name: "orders",
};

/** A machine with the one state `Call`. */
export function task(
  resource: unknown,
  args?: unknown,
  language: "JSONPath" | "JSONata" = "JSONPath",
): Record<string, unknown> {
  const field = language === "JSONata" ? "Arguments" : "Parameters";
  return machine({
    Call: { Type: "Task", Resource: resource, ...(args ? { [field]: args } : {}), End: true },
  });
}

/** A machine with these states. */
export function machine(states: Record<string, unknown>): Record<string, unknown> {
  return { StartAt: Object.keys(states)[0], States: states };
}

/** What a machine is allowed, as action (and condition) -> resources: easier to read than the document. */
export function allowed(
  definition: unknown,
  context: PermissionsOptions = HERE,
): Record<string, string[]> {
  const statements = permissions(definition, context).Statement;
  return Object.fromEntries(
    statements.flatMap(({ Action, Resource, Condition }) => {
      const when = Object.entries(Condition ?? {}).map(([test, keys]) => {
        const pairs = Object.entries(keys)
          .sort()
          .map(([key, value]) => `${key}=${value.toString()}`);
        return ` when ${test} ${pairs.join(" ")}`;
      });
      const resources = [Resource ?? []].flat();
      return [Action ?? []].flat().map((action) => [`${action}${when.join("")}`, resources]);
    }),
  );
}
