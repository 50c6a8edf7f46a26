import assert from "node:assert/strict";
import { own, parsePointer, pointer } from "../../../statemachine/json";

describe("pointer", () => {
  it("escapes ~ and / as RFC 6901 says, and is empty for the root", () => {
    assert.equal(pointer([]), "");
    assert.equal(pointer(["a/b", 0, "m~n", ""]), "/a~1b/0/m~0n/");
  });

  it("is read back into its steps", () => {
    assert.deepEqual(parsePointer("/a~1b/0/m~0n/"), ["a/b", "0", "m~n", ""]);
    assert.deepEqual(parsePointer(pointer(["~1"])), ["~1"]);
    assert.deepEqual(parsePointer(""), []);
  });
});

describe("own", () => {
  it("gives a field of the record itself, and none that it inherits", () => {
    const record = JSON.parse('{"__proto__": 1, "a": null}') as Record<string, unknown>;
    const fields = ["__proto__", "a", "toString"].map((key) => own(record, key));
    assert.deepEqual(fields, [1, null, undefined]);
  });
});
