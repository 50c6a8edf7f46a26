import assert from "node:assert/strict";
import fc from "fast-check";
import { baseTags, named, tagProblems, type Tagging } from "../../../components/shared/tags";

describe("merging tags", () => {
  const tags = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string());

  it("has every tag of the caller as it is, whatever the component's own", () => {
    fc.assert(
      fc.property(fc.string(), tags, tags, (environment, caller, own) => {
        const merged = baseTags(environment, caller, own);
        for (const [key, value] of Object.entries(caller)) assert.equal(merged[key], value);
        const keys = new Set(["Environment", ...Object.keys({ ...caller, ...own })]);
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

  const refused: [Tagging, string][] = [
    [
      {
        args: { tags: Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`k${at}`, ""])) },
        added: ["Alias"],
      },
      "has 52 tags: AWS allows 50 on a resource; 3 are the component's",
    ],
    [
      {
        args: { tags: Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, ""])) },
        objects: true,
      },
      "has 11 tags: AWS allows 10 on an S3 object; 2 are the component's",
    ],
    [
      { args: { tags: { ["k".repeat(129)]: "" } } },
      `tag "${"k".repeat(129)}" has 129 characters: AWS allows 128 in a tag's key`,
    ],
    [{ args: { tags: { "": "v" } } }, 'tag "" has an empty key'],
    [
      { args: { tags: JSON.parse('{"toString":"v"}') } },
      'tag "toString" has a name that Pulumi\'s SDK cannot send: choose another',
    ],
    [
      { args: { tags: JSON.parse('{"__proto__":"v"}') } },
      'tag "__proto__" has a name that Pulumi\'s SDK cannot send: choose another',
    ],
    [
      { args: { tags: { a: "v".repeat(257) } } },
      'tag "a" has 257 characters: AWS allows 256 in a tag\'s value',
    ],
    [{ args: { tags: { "aws:a": "" } } }, 'tag key "aws:a" begins with aws:, which AWS reserves'],
    [{ args: { tags: { a: 1 as never } } }, 'tag "a" is 1: tag values are strings'],
    [
      { args: { tags: { "a,b": "" } } },
      'tag "a,b" may hold only letters, digits, spaces and _.:/=+-@',
    ],
    [
      { args: { tags: { a: "b?" } } },
      'tag "a" has the value "b?": it may hold only letters, digits, spaces and _.:/=+-@',
    ],
    [
      { args: { tags: { environment: "" } }, roles: true },
      'tag "environment" differs from Environment in letter case only, and IAM takes both for one',
    ],
  ];
  it("takes what a run offline has in place of a secret", () => {
    assert.deepEqual(tagProblems({ args: { tags: { Owner: "[secret]" } } }), []);
  });

  for (const [tagging, reason] of refused) {
    it(`refuses what AWS refuses: ${reason}`, () => {
      assert.deepEqual(tagProblems(tagging), [reason]);
    });
  }

  it("takes what AWS takes", () => {
    const tags = { Team: "a".repeat(256), Équipe: "Ü/2 +=@", environment: "qa" };
    assert.deepEqual(tagProblems({ args: { tags } }), []);
    assert.deepEqual(tagProblems({ args: {}, roles: true, objects: true }), []);
  });
});
