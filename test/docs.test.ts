import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PAGES } from "../docs/generate";

describe("generated pages", () => {
  for (const page of PAGES) {
    it(`${page.file} is what the code renders (npm run docs)`, async () => {
      const committed = readFileSync(path.join(__dirname, "..", page.file), "utf8");
      assert.equal(committed, await page.render());
    });
  }
});
