import assert from "node:assert/strict";
import {
  containsPlaceholder,
  fillPlaceholders,
  isPlaceholder,
  placeholder,
} from "../../../statemachine/definition/placeholder";

describe("placeholders", () => {
  it("are recognised alone and inside other text", () => {
    const inside = `arn:aws:sqs:eu-west-1:${placeholder(12)}:orders`;

    assert.ok(isPlaceholder(placeholder(0)));
    assert.ok(!isPlaceholder(inside));
    assert.ok(containsPlaceholder(placeholder(0)));
    assert.ok(containsPlaceholder(inside));
  });

  it("are not seen where there is none", () => {
    for (const value of ["", "unknown:0", "${Name}", "{% $states.input %}", 7, null, undefined, {}])
      assert.deepEqual([isPlaceholder(value), containsPlaceholder(value)], [false, false]);
  });

  it("are filled in by number", () => {
    const text = `${placeholder(1)}/${placeholder(0)}/${placeholder(1)}`;
    assert.equal(
      fillPlaceholders(text, (index) => ["a", "b"][index] ?? "?"),
      "b/a/b",
    );
  });
});
