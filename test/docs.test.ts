import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PAGES, stalePages } from "../docs/generate";

describe("generated pages", () => {
  for (const page of PAGES) {
    it(`${page.file} is what the code renders (npm run docs)`, async () => {
      const committed = readFileSync(path.join(__dirname, "..", page.file), "utf8");
      assert.equal(committed, await page.render());
    });
  }

  it("are all there are in the folders of rules (npm run docs)", () => {
    const stale = stalePages();
    assert.deepEqual(stale, []);
  });

  it("are stale when no rule renders them", () => {
    const stale = stalePages(["docs/lint/unknown-target.md", "docs/lint/rule-that-is-gone.md"]);
    assert.deepEqual(stale, ["docs/lint/rule-that-is-gone.md"]);
  });
});
