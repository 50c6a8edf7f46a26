import assert from "node:assert/strict";
import fc from "fast-check";
import { stableStringify } from "../../../statemachine/json";

describe("stableStringify", () => {
  it("sorts the keys at every level and keeps the order of lists", () => {
    assert.equal(
      stableStringify({ b: [3, { z: 1, a: 2 }], a: { d: null, c: "x" } }),
      '{"a":{"c":"x","d":null},"b":[3,{"a":2,"z":1}]}',
    );
  });

  it("leaves out undefined members", () => {
    assert.equal(stableStringify({ a: undefined, b: 1 }), '{"b":1}');
  });

  it("refuses a value that has no JSON text", () => {
    assert.throws(() => stableStringify(undefined), /type undefined has no JSON text/);
  });

  it("keeps a key named __proto__ as data", () => {
    assert.equal(stableStringify(JSON.parse('{"__proto__":1,"a":2}')), '{"__proto__":1,"a":2}');
  });

  it("gives the same text whatever the order of the keys, and loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = stableStringify(value);
        assert.equal(stableStringify(reversed(value)), text);
        assert.equal(text, stableStringify(JSON.parse(JSON.stringify(value))));
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
  return Object.fromEntries(entries.reverse());
}
