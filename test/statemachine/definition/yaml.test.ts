import assert from "node:assert/strict";
import { readText } from "../../../statemachine/definition/parse";

describe("YAML of a definition", () => {
  const NO_NAME =
    'the text is not YAML: a key is a list, an object or has a tag; give it as plain text, without "!"';

  for (const [what, text] of [
    ["a call of a function", "!Sub A: 1\n"],
    ["a call of a function, of which a value is the alias", "a: &x !Ref B\nb:\n  *x : 1\n"],
    ["an unknown tag", "!Own A: 1\n"],
    ["an object", "? {a: b}\n: 1\n"],
    ["a list", "? [a, b]\n: 1\n"],
  ] as const) {
    it(`refuses ${what} as a key`, () => {
      assert.equal(readText(text).syntaxError, NO_NAME);
    });
  }

  it("reads numbers, nothing, several lines, an alias and a merge as keys", () => {
    const text =
      '1: a\n: b\n? |\n  c\n  d\n: &e f\n*e : g\nh: &i { j: 1 }\nk:\n  <<: *i\n"!l": 1\n';

    assert.deepEqual(readText(text).value, {
      "1": "a",
      "": "b",
      "c\nd\n": "f",
      f: "g",
      h: { j: 1 },
      k: { j: 1 },
      "!l": 1,
    });
  });
});
