import assert from "node:assert/strict";
import fc from "fast-check";
import {
  instanceAddress,
  isConfigurable,
  moduleSteps,
  parentModule,
} from "../../../migration/state/addresses";

/** One step of a module address, with any key that count or for_each can give. */
const step = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/),
    fc.option(fc.oneof(fc.nat(), fc.string({ unit: "grapheme" })), { nil: undefined }),
  )
  .map(([name, key]) => instanceAddress("", "module", name, key));

describe("module addresses", () => {
  it("come apart where they were joined, whatever the keys hold", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const address = steps.join(".");
        assert.deepEqual(moduleSteps(address), steps);
        assert.equal(parentModule(address), steps.slice(0, -1).join("."));
      }),
    );
  });

  for (const [key, written] of [
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ["${x} %{y} $%", '"$${x} %%{y} $%"'],
    ["\n\r\t\b\u007f", String.raw`"\n\r\t\u0008\u007f"`],
    ["\u202ea\u2066\ufeff\u00a0", String.raw`"\u202ea\u2066\ufeff\u00a0"`],
    ["é漢😀\u{e0001}", String.raw`"é漢😀\U000e0001"`],
  ] as const) {
    it(`write the key ${JSON.stringify(key)} as Terraform does`, () => {
      assert.equal(instanceAddress("", "module", "a", key), `module.a[${written}]`);
    });
  }

  it("are text whatever a damaged state has as a key", () => {
    const key = { toString: 1 } as unknown as string;

    assert.equal(instanceAddress("", "module", "a", key), 'module.a["[object Object]"]');
  });

  it("can be written in a configuration only as they are shown", () => {
    assert.equal(isConfigurable(String.raw`module.a["\u202e é"].module.b[0]`), true);
    assert.equal(isConfigurable('module.a["\u202e"]'), false);
    assert.equal(isConfigurable('module.a["\u0007"]'), false);
  });

  it("of the root have no parent", () => {
    assert.equal(parentModule(""), undefined);
    assert.equal(parentModule("module.a"), "");
  });
});
