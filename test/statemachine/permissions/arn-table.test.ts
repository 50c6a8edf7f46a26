import assert from "node:assert/strict";
import { apiService, services, type Shape, type Structure } from "../../../statemachine/aws-api";
import { arnPattern, findAction, iamData, iamPrefix } from "../../../statemachine/iam/actions";
import { IntegrationCall } from "../../../statemachine/integrations/call";
import { permissionContext } from "../../../statemachine/permissions/context";
import { sdkPermissions } from "../../../statemachine/permissions/sdk";
import { HERE } from "./support";

/** Every argument of an operation, with its own name as its value; ARNs as a deployment fills them in. */
function specimen(input: Structure, requiredOnly: boolean, depth = 1): Record<string, unknown> {
  const members = [...input.members.values()].filter(({ required }) => required || !requiredOnly);
  const value = (name: string, shape: Shape): unknown => {
    if (shape.type === "list") return [value(name, shape.element)];
    if (shape.type === "structure")
      return depth > 0 ? specimen(shape, requiredOnly, depth - 1) : {};
    if (shape.type === "map") return {};
    if (shape.type !== "string") return 1;
    return /arns?$/i.test(name) ? `\${${name.replace(/s$/, "")}}` : `value-${name}`;
  };
  return Object.fromEntries(members.map(({ name, shape }) => [name, value(name, shape)]));
}

/** All operations of AWS with the permissions of a call that has all its arguments, or those that are required. */
function* rowsOf(requiredOnly: boolean) {
  const context = permissionContext(HERE, []);
  for (const service of services())
    for (const name of apiService(service)?.actions ?? []) {
      const operation = apiService(service)?.operation(name);
      if (!operation?.callable) continue;
      const args = specimen(operation.input, requiredOnly);
      const call = new IntegrationCall(args, context, false);
      const required = sdkPermissions(service, name, call);
      yield { id: `${service}:${name}`, args, required };
    }
}

type Row = ReturnType<typeof rowsOf> extends Generator<infer Each> ? Each : never;
const tables = new Map<boolean, Row[]>();

function table(requiredOnly: boolean): Row[] {
  const rows = tables.get(requiredOnly) ?? [...rowsOf(requiredOnly)];
  tables.set(requiredOnly, rows);
  return rows;
}

/** A message to a telephone has no topic. */
const WITHOUT_RESOURCE = ["sns:publish"];

for (const requiredOnly of [true, false])
  describe(`calls of every operation with ${requiredOnly ? "required" : "all"} arguments`, () => {
    const rows = (): Row[] => table(requiredOnly);

    it("write no argument twice into an ARN", () => {
      const twice = rows().flatMap(({ id, required }) =>
        required
          .flatMap(({ resources }) => ("unknown" in resources ? [] : resources))
          .filter((arn) => {
            const values = arn.match(/value-\w+/g) ?? [];
            return new Set(values).size < values.length;
          })
          .map((arn) => `${id} ${arn}`),
      );
      assert.deepEqual(twice, []);
    }).timeout(60_000);

    it("leave no variable of a pattern in an ARN, nor an empty part", () => {
      const names = new Set<string>();
      for (const kinds of Object.values(iamData().arns))
        for (const pattern of Object.values(kinds))
          for (const [variable] of pattern.matchAll(/\$\{\w+\}/g)) names.add(variable);
      const wrong = rows().flatMap(({ id, args, required }) =>
        required
          .flatMap(({ resources }) => ("unknown" in resources ? [] : resources))
          .filter((arn) => {
            const left = [...arn.matchAll(/\$\{\w+\}/g)].map(([variable]) => variable);
            const own = JSON.stringify(args);
            return left.some((each) => names.has(each) && !own.includes(each)) || arn === "";
          })
          .map((arn) => `${id} ${arn}`),
      );
      assert.deepEqual(wrong, []);
    }).timeout(60_000);

    it("allow everything of a service only where IAM demands no kind of resource", () => {
      const wide = rows().flatMap(({ id, required }) =>
        required
          .filter(() => !WITHOUT_RESOURCE.includes(id))
          .filter(({ resources }) => !("unknown" in resources) && resources.includes("*"))
          .flatMap(({ actions }) => actions)
          .filter((action) => {
            const [prefix = "", name = ""] = action.split(":");
            return (findAction(prefix, name)?.required.length ?? 0) > 0;
          })
          .map((action) => `${id} ${action}`),
      );
      assert.deepEqual(wide, []);
    }).timeout(60_000);
  });

describe("the table of ARN patterns", () => {
  it("has a pattern for every kind that an action can be restricted to", () => {
    const lacking = Object.entries(iamData().actions).flatMap(([prefix, actions]) =>
      Object.keys(actions).flatMap((name) =>
        (findAction(prefix, name)?.kinds ?? [])
          .filter((kind) => arnPattern(prefix, kind) === undefined)
          .map((kind) => `${prefix}:${name} ${kind}`),
      ),
    );
    assert.deepEqual(lacking, []);
  });

  it("decides at least 93 of 100 operations that IAM has an action for by their required arguments", () => {
    const known = table(true).filter(({ id, required }) => {
      const [service = ""] = id.split(":");
      const why = required.map(({ resources }) =>
        "unknown" in resources ? resources.unknown : "",
      );
      return iamPrefix(service) && !why.some((text) => text.startsWith("IAM has no action"));
    });
    const decided = known.filter(({ required }) =>
      required.every(({ resources }) => !("unknown" in resources)),
    );
    assert.ok(decided.length / known.length >= 0.93, `${decided.length} of ${known.length}`);
  }).timeout(60_000);
});
