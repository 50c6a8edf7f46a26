import assert from "node:assert/strict";
import fc from "fast-check";
import {
  mergeBySid,
  mergePolicies,
  policyDocument,
  statementsOf,
  type Statement,
} from "../../../statemachine/iam";

const sid = fc.constantFrom("A", "B", "C", "D", undefined);
const statement: fc.Arbitrary<Statement> = fc.record({
  Sid: sid as fc.Arbitrary<string>,
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.string({ minLength: 1 }),
});
const statements = fc.array(statement, { maxLength: 8 });
/** A document that AWS could have accepted: no Sid twice. */
const document = fc.uniqueArray(statement, {
  maxLength: 5,
  selector: ({ Sid }) => Sid ?? Symbol("no Sid"),
});

const withSid = (list: readonly Statement[]): Statement[] => list.filter(({ Sid }) => Sid);

describe("merging policies by Sid", () => {
  it("has the last statement of every Sid, once", () => {
    fc.assert(
      fc.property(document, fc.array(statements), (base, overrides) => {
        const merged = mergeBySid(base, ...overrides);
        const all = withSid([base, ...overrides].flat());
        const last = new Map(all.map((each) => [each.Sid, each]));
        assert.deepEqual(new Map(withSid(merged).map((each) => [each.Sid, each])), last);
        assert.equal(withSid(merged).length, last.size);
      }),
    );
  });

  it("keeps every statement without a Sid", () => {
    fc.assert(
      fc.property(document, statements, (base, override) => {
        const count = (list: readonly Statement[]): number => list.length - withSid(list).length;
        assert.equal(count(mergeBySid(base, override)), count(base) + count(override));
      }),
    );
  });

  it("keeps the place of what was there and appends the rest in order", () => {
    fc.assert(
      fc.property(document, document, (base, override) => {
        const merged = mergeBySid(base, override);
        assert.deepEqual(
          merged.slice(0, base.length).map(({ Sid }) => Sid),
          base.map(({ Sid }) => Sid),
        );
        const known = new Set(withSid(base).map(({ Sid }) => Sid));
        assert.deepEqual(
          merged.slice(base.length),
          override.filter(({ Sid }) => !Sid || !known.has(Sid)),
        );
      }),
    );
  });

  it("changes nothing without overrides, and nothing the second time with the same Sids", () => {
    fc.assert(
      fc.property(document, document, (base, override) => {
        const named = withSid(override);
        assert.deepEqual(mergeBySid(base), base);
        assert.deepEqual(mergeBySid(mergeBySid(base, named), named), mergeBySid(base, named));
      }),
    );
  });

  it("reads a document, its text, and a single statement alike, and keeps the last Id", () => {
    const one: Statement = { Sid: "A", Effect: "Deny" };
    const base = policyDocument([], "first");
    const expected = { Version: "2012-10-17", Id: "last", Statement: [one] };
    for (const source of [
      { Id: "last", Statement: one },
      { Id: "last", Statement: [one] },
    ]) {
      assert.deepEqual(mergePolicies(base, [source]), expected);
      assert.deepEqual(mergePolicies(base, [JSON.stringify(source)]), expected);
    }
  });

  for (const text of ["", "[]", "null", "{}", '{"Statement":[{}]}', '{"Statement":["x"]}']) {
    it(`refuses ${JSON.stringify(text)} as a policy document`, () => {
      assert.throws(() => statementsOf(text), /must be .*policy document/);
    });
  }
});
