import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { scripts } from "../package.json";
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

describe("the files that pages name", () => {
  const ROOT = path.join(__dirname, "..");
  const folders = [
    ...readFileSync(path.join(ROOT, "README.md"), "utf8").matchAll(/^(\w+)\/ {2}/gm),
  ];
  const named = new RegExp(
    `\`((?:${folders.map(([, name]) => name).join("|")})/[\\w./-]+\\.\\w+)\``,
    "g",
  );

  for (const folder of [".", "docs", "docs/decisions"]) {
    it(`are there: ${folder}/*.md`, () => {
      const pages = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith(".md"));
      const files = pages.flatMap((page) => [
        ...readFileSync(path.join(ROOT, folder, page), "utf8").matchAll(named),
      ]);

      assert.notEqual(files.length, 0);
      assert.deepEqual(
        files.map(([, file = ""]) => file).filter((file) => !existsSync(path.join(ROOT, file))),
        [],
      );
    });
  }
});

/** Most of their commands need an account or start the emulator, so they are parsed; what runs them is a test of its own. */
describe("the commands and settings of the pages", () => {
  const ROOT = path.join(__dirname, "..");
  const examples = readdirSync(path.join(ROOT, "examples")).map((name) => `examples/${name}`);
  const pages = [".", "docs", "docs/components", "template", ...examples].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name)),
  );
  const blocks = (page: string, language: string): string[] =>
    [
      ...readFileSync(path.join(ROOT, page), "utf8").matchAll(
        new RegExp(`^( *)\`\`\`(?:${language})\\n(.*?)^ *\`\`\``, "gms"),
      ),
    ].map(([, indent = "", text = ""]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""));

  for (const page of pages) {
    const commands = blocks(page, "sh|bash").join("\n");
    const settings = blocks(page, "ya?ml").join("\n---\n");
    if (commands !== "") {
      it(`${page}: the shell takes each, and each npm script is there`, () => {
        const { stderr } = spawnSync("sh", ["-n"], { input: commands, encoding: "utf8" });
        const called = [...commands.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name);

        assert.equal(stderr, "");
        assert.deepEqual(
          called.filter((name) => !Object.hasOwn(scripts, String(name))),
          [],
        );
      });
    }
    if (settings !== "") {
      it(`${page}: its YAML is YAML`, () => {
        const errors = parseAllDocuments(settings).flatMap((document) => document.errors);
        assert.deepEqual(errors, []);
      });
    }
  }
});
