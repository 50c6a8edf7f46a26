import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { capture } from "./support/capture";
import { generate, PAGES, stalePages } from "../docs/generate";

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

describe("npm run docs", () => {
  it("answers --help, and refuses an option that there is not, without writing a page", async () => {
    const help = await capture(() => generate(["--help"]));
    const bogus = await capture(() => generate(["--bogus"]));

    assert.deepEqual([help.exit, help.stderr], [0, ""]);
    assert.match(help.stdout, /^Usage: npm run docs -- /);
    assert.deepEqual(bogus, { exit: 2, stdout: "", stderr: "error: unknown option '--bogus'\n" });
  });
});

describe("README.md", () => {
  it("shows the template's program, which its own test runs", () => {
    const read = (file: string) => readFileSync(path.join(__dirname, "..", file), "utf8");
    const blocks = [...read("README.md").matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
    assert.deepEqual(blocks, [read("template/index.ts")]);
  });
});
