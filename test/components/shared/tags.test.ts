import assert from "node:assert/strict";
import fc from "fast-check";
import { baseTags, named, tagProblems } from "../../../components/shared/tags";

describe("merging tags", () => {
  const tags = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string());

  it("has every tag of the caller as it is, whatever the component's own", () => {
    fc.assert(
      fc.property(fc.string(), tags, tags, (environment, caller, own) => {
        const merged = baseTags(environment, caller, own);
        for (const [key, value] of Object.entries(caller)) assert.equal(merged[key], value);
        const keys = new Set(["Environment", "Terraform", ...Object.keys({ ...caller, ...own })]);
        assert.deepEqual(new Set(Object.keys(merged)), keys);
        for (const [key, value] of Object.entries(own)) {
          if (!Object.hasOwn(caller, key)) assert.equal(merged[key], value);
        }
      }),
    );
  });

  it("sets the resource's own name last, and nothing else", () => {
    fc.assert(
      fc.property(tags, fc.string(), (given, name) => {
        assert.deepEqual(named(given, name), { ...given, Name: name });
      }),
    );
  });

  it("refuses what AWS refuses", () => {
    assert.deepEqual(tagProblems({ Team: "a".repeat(256) }), []);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]));
    assert.match(tagProblems(many).join(), /has 51 tags: AWS allows 50/);
    assert.match(
      tagProblems({ ["k".repeat(129)]: "" }).join(),
      /129 characters: AWS allows 1 to 128/,
    );
    assert.match(tagProblems({ a: "v".repeat(257) }).join(), /257 characters: AWS allows 256/);
    assert.match(tagProblems({ "aws:a": "" }).join(), /which AWS reserves/);
    assert.match(tagProblems({ a: 1 as never }).join(), /tag values are strings/);
  });
});
