import assert from "node:assert/strict";
import { resources } from "../../../components/provider/schema.json";
import table from "../../../components/shared/arguments/allowed-arguments.json";
import { FORMS, SIZE_LIMITS } from "../../../components/shared/limits/limits";

/** A row, as far as it names what stands elsewhere. */
interface Row {
  readonly plain?: boolean;
  readonly required?: boolean;
  readonly form?: string;
  readonly size?: string;
}

const TABLE = table as Readonly<Record<string, Readonly<Record<string, Row>>>>;

describe("the table of what arguments may be", () => {
  for (const [component, rows] of Object.entries(TABLE)) {
    it(`has arguments of ${component} only, and forms and sizes that there are`, () => {
      const { inputProperties } =
        resources[`stepfunctions:index:${component}` as keyof typeof resources];
      // What is for a migration only is not in the schema.
      const known = new Set([...Object.keys(inputProperties), "compatibility"]);

      const roots = Object.keys(rows).map((path) => path.split(".")[0] ?? "");
      const named = Object.values(rows);

      assert.deepEqual(
        roots.filter((name) => !known.has(name)),
        [],
      );
      assert.deepEqual(
        named.filter(({ form = "role" }) => !Object.hasOwn(FORMS, form)),
        [],
      );
      assert.deepEqual(
        named.filter(({ size = "tags" }) => !Object.hasOwn(SIZE_LIMITS, size)),
        [],
      );
    });
  }
});
