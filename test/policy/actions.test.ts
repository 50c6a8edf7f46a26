import assert from "node:assert/strict";
import { expand } from "../../policy/iam/actions";

describe("the actions of a pattern", () => {
  for (const pattern of ["s3:constructor", "s3:__proto__", "constructor:Foo", "*:constructor"]) {
    it(`are the pattern itself where AWS has none: ${pattern}`, async () => {
      assert.deepEqual(await expand(pattern), [
        { name: pattern, access: "write", onlyStar: false },
      ]);
    });
  }

  it("are found in any letter case, also without a wildcard", async () => {
    const names = (await expand("S3:getobject")).map(({ name }) => name);
    assert.deepEqual(names, ["s3:GetObject"]);
  });
});
