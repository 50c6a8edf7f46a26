import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Changes, mayBeBundled, restartNotice } from "../../../local/watch/changes";

describe("a change under a watcher", () => {
  for (const [name, expected] of [
    ["handler.ts", true],
    ["functions/prices.json", true],
    ["functions/mail.txt", true],
    ["tsconfig.json", true],
    ["package.json", true],
    ["local/events/one.json", false],
    ["events/one.json", false],
    ["mocks.json", false],
    ["Pulumi.yaml", false],
    ["Pulumi.local.yaml", false],
    ["statemachine/definition.asl.json", false],
    ["workflow.asl.yaml", false],
  ] as const) {
    it(`of ${name} ${expected ? "bundles functions anew" : "leaves bundles as they are"}`, () => {
      assert.equal(mayBeBundled(name), expected);
    });
  }

  it("says what to do where loaded packages and modules stay", () => {
    assert.deepEqual(restartNotice(["tsconfig.json", "index.ts", "package.json"]), [
      "note: package.json and tsconfig.json changed: functions are bundled anew, but packages and modules that are " +
        "loaded stay as they are: to load them anew, end this (Ctrl-C) and start it again",
    ]);
    assert.deepEqual(restartNotice(["functions/package.json", "Pulumi.yaml", "handler.ts"]), []);
  });

  it("is seen in a folder that is made later, and in one that is made anew", async () => {
    const program = mkdtempSync(path.join(tmpdir(), "changes-"));
    mkdirSync(path.join(program, "old"));
    const changes = new Changes(program);
    const seen = async (file: string): Promise<void> => {
      while (!(await changes.next()).has(path.join(program, file)));
    };
    try {
      mkdirSync(path.join(program, "new"));
      await seen("new");
      writeFileSync(path.join(program, "new", "a.ts"), "1");
      await seen("new/a.ts");
      rmSync(path.join(program, "old"), { recursive: true });
      mkdirSync(path.join(program, "old"));
      await seen("old");
      writeFileSync(path.join(program, "old", "b.ts"), "1");
      await seen("old/b.ts");
    } finally {
      changes.close();
      rmSync(program, { recursive: true });
    }
  });
});
