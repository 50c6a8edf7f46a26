import assert from "node:assert/strict";
import * as fc from "fast-check";
import { workKey } from "../../handler/idempotency/work-key";

const keyOf = (text: string): string => workKey(JSON.parse(text), text);

describe("what tells work apart", () => {
  for (const [one, other] of [
    ["9007199254740992", "9007199254740993"],
    ['{"id":12345678901234567890}', '{"id":12345678901234567891}'],
    ["0.1", "0.10000000000000000000001"],
    ["1e400", "1e401"],
    [`1e${"9".repeat(300)}`, `1e${"9".repeat(299)}8`],
    ['"\\\\"', '"\\""'],
    ['["\\\\","a"]', '["\\\\","b"]'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
    ['{"__proto__":1}', "{}"],
    ['{"constructor":1}', '{"constructor":2}'],
    ['{"a":1,"A":2}', '{"a":2,"A":1}'],
    ["1", '"1"'],
    ["[1,23]", "[12,3]"],
    ["[[],1]", "[[1]]"],
    ['["a,b"]', '["a","b"]'],
    ['{"a":{"b":1}}', '{"a":["b",1]}'],
    ["null", '"null"'],
    ["-1", "1"],
  ] as const) {
    it(`keeps ${one} and ${other} apart`, () => {
      assert.notEqual(keyOf(one), keyOf(other));
    });
  }

  for (const [one, other] of [
    ['{"a":1,"b":[1,{"c":2,"d":3}]}', ' {"b": [1, {"d": 3, "c": 2}],\n "a": 1} '],
    ['{"a":1,"A":2}', '{"A":2,"a":1}'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['"\\u0041\\/"', '"A/"'],
    ["[1, 1.0, 10e-1, 0.1E+1]", "[1,1,1,1]"],
    ["-0.0", "0"],
    ["1500", "1.5e3"],
  ] as const) {
    it(`takes ${one} and ${other} for the same`, () => {
      assert.equal(keyOf(one), keyOf(other));
    });
  }

  it("gives an object the key of its text, whatever it holds and however that is spaced", () => {
    fc.assert(
      fc.property(fc.json({ depthSize: "medium" }), (text) => {
        // Whole numbers beyond 2^53 are refused as objects.
        fc.pre(!/\d{16}/.test(text));
        const data = JSON.parse(text) as unknown;
        assert.equal(workKey(data), keyOf(text));
        assert.equal(keyOf(JSON.stringify(data, null, 2)), keyOf(text));
      }),
      { numRuns: 200 },
    );
  });

  for (const text of ['{"id":9007199254740993}', '[[{"a":-12345678901234567890}]]']) {
    it(`refuses ${text} as an object, which may have been another number`, () => {
      assert.throws(() => workKey(JSON.parse(text)), {
        name: "InvalidEventError",
        message: /whole number beyond 2\^53, which JavaScript rounds: send it as text/,
      });
    });
  }

  it("refuses a number as an object that JavaScript writes as null", () => {
    assert.throws(() => workKey(JSON.parse('{"id":-1e400}')), {
      name: "InvalidEventError",
      message: /a number that is too large for JavaScript: send it as text/,
    });
  });

  it("takes numbers as an object that are exact, or measured", () => {
    assert.doesNotThrow(() => workKey([9007199254740991, 0.1, 6.02e23, -1e300]));
  });

  it("is linear in depth and size", () => {
    const depth = 100_000;
    const deep = (end: string): string => "[".repeat(depth) + end + "]".repeat(depth);
    const wide = JSON.stringify(
      Array.from({ length: 50_000 }, (_, id) => ({ id, name: `n${id}` })),
    );

    // In quadratic time each would outlast the test.
    assert.notEqual(keyOf(deep("1")), keyOf(deep("2")));
    assert.equal(keyOf(wide), keyOf(wide));
    assert.notEqual(keyOf(`1${"0".repeat(500_000)}1`), keyOf(`1${"0".repeat(500_000)}2`));
    assert.notEqual(keyOf(`1e${"9".repeat(3_000_000)}`), keyOf("1e9"));
  });

  it("takes a file that is one text of many megabytes", () => {
    const file = (end: string): string => `["${"\\n".repeat(8_000_000)}${end}"]`;

    assert.notEqual(keyOf(file("a")), keyOf(file("b")));
  });
});
