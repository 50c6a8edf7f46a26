import assert from "node:assert/strict";
import fc from "fast-check";
import { instanceAddress, moduleSteps, parentModule } from "../../../migration/state/addresses";

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

  it("of the root have no parent", () => {
    assert.equal(parentModule(""), undefined);
    assert.equal(parentModule("module.a"), "");
  });
});
